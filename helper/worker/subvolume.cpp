// SPDX-License-Identifier: GPL-2.0-or-later
#include "subvolume.h"

#include "place.h"

#include <cerrno>
#include <cstdlib>
#include <memory>

#include <btrfsutil.h>
#include <sys/stat.h>

namespace boxyard::worker {

namespace {

constexpr ino_t SubvolumeInode = 256; // the root folder of every btrfs subvolume

} // namespace

bool isSubvolume(int folder)
{
    struct stat st = {};
    return fstat(folder, &st) == 0 && st.st_ino == SubvolumeInode && isBtrfs(folder);
}

std::vector<std::string> nestedSubvolumes(int subvolume)
{
    std::vector<std::string> paths;
    btrfs_util_subvolume_iterator *made = nullptr;
    if (!isSubvolume(subvolume)
        || btrfs_util_create_subvolume_iterator_fd(subvolume, 0, 0, &made) != BTRFS_UTIL_OK)
        return paths;
    const std::unique_ptr<btrfs_util_subvolume_iterator, void (*)(btrfs_util_subvolume_iterator *)> iterator(
        made, &btrfs_util_destroy_subvolume_iterator);
    for (;;) {
        char *path = nullptr;
        std::uint64_t id = 0;
        if (btrfs_util_subvolume_iterator_next(iterator.get(), &path, &id) != BTRFS_UTIL_OK)
            return paths;
        paths.emplace_back(path);
        std::free(path); // NOLINT(cppcoreguidelines-no-malloc): libbtrfsutil's own
    }
}

Status snapshotSubvolume(int subvolume, int folder, const std::string &name, bool nested)
{
    const int flags = nested ? BTRFS_UTIL_CREATE_SNAPSHOT_RECURSIVE : 0;
    const auto error =
        btrfs_util_create_snapshot_fd2(subvolume, folder, name.c_str(), flags, nullptr, nullptr);
    if (error == BTRFS_UTIL_OK)
        return {};
    if (errno == ENOSPC || errno == EDQUOT || errno == EROFS)
        return refuseErrno(errno, name);
    return refuse(Word::Unsupported, "snapshot", btrfs_util_strerror(error));
}

} // namespace boxyard::worker
