// SPDX-License-Identifier: GPL-2.0-or-later
#include "folderpairs.h"

#include "text.h"

#include <cerrno>
#include <vector>

#include <fcntl.h>

namespace boxyard::worker {

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/// Without a trace in the access time where that is allowed.
int openFolder(int parent, const std::string &name)
{
    const int fd = openat(parent, name.c_str(), FolderFlags | O_NOATIME);
    return fd < 0 && errno == EPERM ? openat(parent, name.c_str(), FolderFlags) : fd;
}

bool isSame(const struct statx &a, const struct statx &b)
{
    return a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major && a.stx_dev_minor == b.stx_dev_minor;
}

/// One step down on both sides. The first visit notes who they are, each later one checks it.
int step(int sourceParent, int targetParent, FolderPair &pair, Fd &source, Fd &target)
{
    Fd from(openFolder(sourceParent, pair.name));
    if (!from)
        return errno;
    struct statx meta = {};
    if (statx(from.get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &meta) != 0)
        return errno;
    if (pair.meta.stx_mask != 0 && !isSame(meta, pair.meta))
        return ESTALE;
    Fd to(openat(targetParent, pair.name.c_str(), FolderFlags));
    struct stat st = {};
    if (!to || fstat(to.get(), &st) != 0)
        return errno;
    if (pair.targetInode != 0 && pair.targetInode != st.st_ino)
        return ESTALE;
    if (pair.meta.stx_mask == 0)
        pair.meta = meta;
    pair.targetInode = st.st_ino;
    source = std::move(from);
    target = std::move(to);
    return 0;
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

std::shared_ptr<FolderPair> FolderPairs::makeTop(int source, int target, const struct statx &meta)
{
    auto *pair = new FolderPair; // owned by the pointer that is returned
    pair->meta = meta;
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
    const std::lock_guard lock(m_mutex);
    error = pair->source ? 0 : open(*pair);
    if (error != 0)
        return {};
    if (pair->isIdle) {
        m_idle.erase(pair->idle);
        pair->isIdle = false;
    }
    ++pair->users;
    closeIdle();
    return {this, pair};
}

int FolderPairs::open(FolderPair &pair)
{
    std::vector<FolderPair *> way;
    FolderPair *open = &pair;
    for (; !open->source; open = open->parent.get())
        way.push_back(open);
    int sourceParent = open->source.get();
    int targetParent = open->target.get();
    Fd source;
    Fd target;
    for (auto next = way.rbegin(); next != way.rend(); ++next) {
        Fd below;
        Fd belowTarget;
        if (const int error = step(sourceParent, targetParent, **next, below, belowTarget); error != 0)
            return error;
        source = std::move(below);
        target = std::move(belowTarget);
        sourceParent = source.get();
        targetParent = target.get();
    }
    pair.source = std::move(source);
    pair.target = std::move(target);
    ++m_open;
    return 0;
}

void FolderPairs::release(FolderPair &pair)
{
    const std::lock_guard lock(m_mutex);
    if (--pair.users > 0)
        return;
    pair.idle = m_idle.insert(m_idle.end(), &pair);
    pair.isIdle = true;
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
