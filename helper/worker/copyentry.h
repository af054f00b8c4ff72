// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "copyfile.h"
#include "folderpairs.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace boxyard::worker {

/// Something that is not as it was a moment before; told, not fatal.
[[nodiscard]] bool isVanished(int error);

/// Copies single entries of folders, all but folders, and remembers which of them are names of one file. From
/// any thread.
class EntryCopier
{
public:
    /// `mount`: of the source's topmost folder; what lies on others is left out.
    EntryCopier(FolderPairs &pairs, CopyShared &shared, std::uint64_t mount)
        : m_pairs(pairs)
        , m_shared(shared)
        , m_mount(mount)
    {
    }

    /// `type`: of dirent(5), DT_UNKNOWN where it is not known. 0 or an errno, also of isVanished().
    [[nodiscard]] int copy(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                           const std::string &name, unsigned char type);

    [[nodiscard]] bool isMounted(const struct statx &meta) const
    {
        return (meta.stx_mask & STATX_MNT_ID) != 0 && meta.stx_mnt_id != m_mount;
    }

    /// Once every name is there: an immutable file takes no further one.
    void setLinkedFlags();

private:
    struct Name {
        std::shared_ptr<FolderPair> pair;
        std::string name;
    };

    struct Flagged {
        Name name;
        unsigned flags = 0;
    };

    using Inode = std::array<std::uint64_t, 4>;

    static Inode inodeOf(const struct statx &meta);
    int copyRegular(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                    const std::string &name);
    int copyOther(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                  const std::string &name);
    bool linked(const FolderPairs::Lease &lease, const std::string &name, const struct statx &meta,
                int &error);
    int make(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
             const std::string &name, const struct statx &meta, Fd &target);
    void leaveOut(const FolderPair &pair, const std::string &name) const;

    FolderPairs &m_pairs;
    CopyShared &m_shared;
    std::uint64_t m_mount;
    std::mutex m_mutex; // of what follows
    std::map<Inode, Name> m_links;
    std::vector<Flagged> m_flagged;
};

} // namespace boxyard::worker
