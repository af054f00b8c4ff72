// SPDX-License-Identifier: GPL-2.0-or-later
#include "flusher.h"

#include "child.h"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t MostFiles = 100; // each is open until the end
constexpr unsigned MostLevels = 32;
constexpr unsigned long LittleToWrite = 16 << 10; // KiB

/// Whether all file systems together have little to write. proc_meminfo(5).
bool hasLittleToWrite()
{
    const std::string text = readFile("/proc/meminfo");
    unsigned long sum = 0;
    for (const std::string_view key : {"\nDirty:", "\nWriteback:"}) {
        const std::size_t at = text.find(key);
        if (at == std::string::npos)
            return false;
        sum += std::strtoul(text.c_str() + at + key.size(), nullptr, 10);
    }
    return sum < LittleToWrite;
}

/// 0 where the kernel can't tell. statx(2).
std::uint64_t mountOf(int fd)
{
    struct statx stx = {};
    return statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &stx) == 0 ? stx.stx_mnt_id : 0;
}

} // namespace

void Flusher::add(Fd fd)
{
    if (m_changed.size() >= MostFiles)
        m_all = true;
    else if (fd)
        m_changed.push_back(std::move(fd));
}

void Flusher::addTree(int folder, std::string_view skip)
{
    addTree(folder, skip, 0);
}

void Flusher::addTree(int folder, std::string_view skip, unsigned depth)
{
    const int own = m_all ? -1 : openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(own >= 0 ? fdopendir(own) : nullptr, &closedir);
    m_all = m_all || !stream || depth > MostLevels;
    while (const dirent *entry = m_all ? nullptr : readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        struct stat st = {};
        if (name == "." || name == ".." || name == skip
            || fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        constexpr int Flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
        if (S_ISDIR(st.st_mode)) {
            if (const Fd sub(openat(folder, entry->d_name, Flags | O_DIRECTORY)); sub)
                addTree(sub.get(), {}, depth + 1);
        } else if (S_ISREG(st.st_mode)) {
            add(Fd(openat(folder, entry->d_name, Flags)));
        }
    }
    add(Fd(fcntl(folder, F_DUPFD_CLOEXEC, 0)));
}

Status Flusher::flush(int folder)
{
    if (m_all || hasLittleToWrite()) {
        if (syncfs(folder) != 0)
            return refuseErrno(errno, "sync");
        const std::uint64_t mount = mountOf(folder);
        std::erase_if(m_changed, [mount](const Fd &fd) { return mount != 0 && mountOf(fd.get()) == mount; });
    }
    for (const Fd &fd : m_changed)
        sync_file_range(fd.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    for (const Fd &fd : m_changed) {
        if (fsync(fd.get()) != 0)
            return refuseErrno(errno, "sync");
    }
    m_changed.clear();
    return {};
}

} // namespace boxyard::worker
