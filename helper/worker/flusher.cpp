// SPDX-License-Identifier: GPL-2.0-or-later
#include "flusher.h"

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t MostFiles = 100; // each is open until the end
constexpr unsigned MostLevels = 32;

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
    if (m_all)
        return syncfs(folder) == 0 ? Status() : refuseErrno(errno, "sync");
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
