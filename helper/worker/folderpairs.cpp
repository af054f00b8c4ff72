// SPDX-License-Identifier: GPL-2.0-or-later
#include "folderpairs.h"

#include "text.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/// Without a trace in the access time where that is allowed.
int openFolder(int parent, const std::string &name)
{
    const int fd = openat(parent, name.c_str(), FolderFlags | O_NOATIME);
    return fd < 0 && errno == EPERM ? openat(parent, name.c_str(), FolderFlags) : fd;
}

constexpr std::size_t MaxPath = 4000; // PATH_MAX, with some room

/// The same over several folders at once: none of them through a symlink.
int openBelow(int top, const std::string &path, unsigned flags)
{
    open_how how = {};
    how.flags = static_cast<unsigned>(FolderFlags) | flags;
    how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_BENEATH;
    return static_cast<int>(syscall(SYS_openat2, top, path.c_str(), &how, sizeof how));
}

bool isSame(const struct statx &a, const struct statx &b)
{
    return a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major && a.stx_dev_minor == b.stx_dev_minor;
}

/// openat2(2) gives these where a folder of the way was moved out from under it, or anywhere at all, while it
/// was walked: the source has changed.
int sourceError(int error)
{
    return error == EXDEV || error == EAGAIN ? ESTALE : error;
}

/// An error of the copy's side must not pass for a change of the source.
int targetError(int error)
{
    return error == ENOENT || error == ENOTDIR || error == ELOOP ? EIO : error;
}

struct Opened {
    Fd source;
    Fd target;
};

/// Down to a folder that is seen for the first time: who it is is noted, and its copy is made.
int enter(int sourceParent, int targetParent, FolderPair &pair, Opened &below)
{
    below.source.reset(openFolder(sourceParent, pair.name));
    struct statx meta = {};
    if (!below.source
        || statx(below.source.get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &meta) != 0)
        return errno;
    if (mkdirat(targetParent, pair.name.c_str(), 0700) != 0)
        return errno == EEXIST ? EEXIST : targetError(errno);
    below.target.reset(openat(targetParent, pair.name.c_str(), FolderFlags));
    struct stat st = {};
    if (!below.target || fstat(below.target.get(), &st) != 0)
        return targetError(errno);
    pair.meta = std::make_unique<const struct statx>(meta);
    pair.targetInode = st.st_ino;
    return 0;
}

/// Down to a folder that was seen before, by a way of one name or more.
int enterAgain(const FolderPair &from, const FolderPair &pair, const std::string &way, Opened &below)
{
    below.source.reset(openBelow(from.source.get(), way, O_NOATIME));
    if (!below.source && errno == EPERM)
        below.source.reset(openBelow(from.source.get(), way, 0));
    struct statx meta = {};
    if (!below.source || statx(below.source.get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS, &meta) != 0)
        return sourceError(errno);
    if (!isSame(meta, *pair.meta))
        return ESTALE;
    below.target.reset(openBelow(from.target.get(), way, 0));
    struct stat st = {};
    if (!below.target || fstat(below.target.get(), &st) != 0)
        return targetError(errno);
    return pair.targetInode == st.st_ino ? 0 : EIO;
}

/// Takes the first folders off a way, which has its beginning at its end: as many as one call can pass, but
/// for the last `single` ones, which are gone to one by one.
FolderPair *takeHop(std::vector<FolderPair *> &way, std::size_t single, std::string &path)
{
    FolderPair *next = way.back();
    path = next->name;
    way.pop_back();
    while (way.size() > single && path.size() + way.back()->name.size() < MaxPath) {
        next = way.back();
        path += '/' + next->name;
        way.pop_back();
    }
    return next;
}

} // namespace

std::string pathOf(const FolderPair &pair)
{
    std::vector<const std::string *> names;
    for (const FolderPair *at = &pair; at->parent; at = at->parent.get())
        names.push_back(&at->name);
    std::string path;
    for (auto name = names.rbegin(); name != names.rend() && path.size() < 512; ++name)
        path += '/' + printable(**name, 255);
    return path.empty() ? "/" : path;
}

std::shared_ptr<FolderPair> FolderPairs::adopt(FolderPair *pair)
{
    return {pair, [this](FolderPair *old) { forget(old); }};
}

std::shared_ptr<FolderPair> FolderPairs::makeTop(int source, int target)
{
    auto *pair = new FolderPair; // owned by the pointer that is returned
    struct statx meta = {};
    statx(source, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &meta);
    pair->meta = std::make_unique<const struct statx>(meta);
    pair->source.reset(fcntl(source, F_DUPFD_CLOEXEC, 0));
    pair->target.reset(fcntl(target, F_DUPFD_CLOEXEC, 0));
    pair->users = 1; // never idle
    return adopt(pair);
}

std::shared_ptr<FolderPair> FolderPairs::make(std::shared_ptr<FolderPair> parent, std::string name)
{
    auto *pair = new FolderPair; // owned by the pointer that is returned
    pair->parent = std::move(parent);
    pair->name = std::move(name);
    return adopt(pair);
}

FolderPairs::Lease FolderPairs::use(const std::shared_ptr<FolderPair> &pair, int &error)
{
    std::vector<FolderPair *> way;
    FolderPair *at = &nearestOpen(*pair, way);
    // Nobody else waits while this one opens. The last folders of the way stay open as long as there is room:
    // the next that is asked for is beside one of them.
    for (error = 0; !way.empty();) {
        std::string path;
        FolderPair *next = takeHop(way, std::max<std::size_t>(m_limit / 2, 1), path);
        Opened below;
        error = next->meta ? enterAgain(*at, *next, path, below)
                           : enter(at->source.get(), at->target.get(), *next, below);
        const std::lock_guard lock(m_mutex);
        if (error == 0) {
            if (!next->source) { // or another thread was quicker
                next->source = std::move(below.source);
                next->target = std::move(below.target);
                ++m_open;
            }
            pin(*next);
        }
        unpin(*at);
        closeIdle();
        if (error != 0)
            return {};
        at = next;
    }
    return {this, pair};
}

/// Pinned; `way` gets those below it, the nearest last.
FolderPair &FolderPairs::nearestOpen(FolderPair &pair, std::vector<FolderPair *> &way)
{
    const std::lock_guard lock(m_mutex);
    FolderPair *open = &pair;
    for (; !open->source; open = open->parent.get())
        way.push_back(open);
    pin(*open);
    return *open;
}

void FolderPairs::pin(FolderPair &pair)
{
    if (pair.isIdle) {
        m_idle.erase(pair.idle);
        pair.isIdle = false;
    }
    ++pair.users;
}

void FolderPairs::unpin(FolderPair &pair)
{
    if (--pair.users > 0)
        return;
    pair.idle = m_idle.insert(m_idle.end(), &pair);
    pair.isIdle = true;
}

void FolderPairs::release(FolderPair &pair)
{
    const std::lock_guard lock(m_mutex);
    unpin(pair);
    closeIdle();
}

void FolderPairs::closeIdle()
{
    while (m_open > m_limit && !m_idle.empty()) {
        FolderPair *oldest = m_idle.front();
        m_idle.pop_front();
        oldest->isIdle = false;
        oldest->source.reset();
        oldest->target.reset();
        --m_open;
    }
}

void FolderPairs::forget(FolderPair *pair)
{
    // Not by recursion from each pair to its parent: there may be a hundred thousand levels.
    std::shared_ptr<FolderPair> parent;
    {
        const std::lock_guard lock(m_mutex);
        if (pair->isIdle) {
            m_idle.erase(pair->idle);
            --m_open;
        }
        parent = std::move(pair->parent);
    }
    delete pair;
    while (parent && parent.use_count() == 1) {
        std::shared_ptr<FolderPair> next = std::move(parent->parent);
        parent = std::move(next);
    }
}

} // namespace boxyard::worker
