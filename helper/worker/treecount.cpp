// SPDX-License-Identifier: GPL-2.0-or-later
#include "treecount.h"

#include "cancel.h"
#include "fd.h"
#include "scratch.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t BufferSize = 64U << 10U; // of names read at once
constexpr unsigned BlockSize = 512; // statx(2): the unit of stx_blocks
constexpr unsigned LookInterval = 64; // entries between two looks at the clock

/// A folder that waits: opened by its parent's descriptor, which closes with the last that waits for it. Last
/// in, first out, so few are open however large the tree is.
struct Waiting {
    std::shared_ptr<const Fd> parent;
    std::string name;
};

class Counter
{
public:
    Counter(int root, std::chrono::milliseconds limit)
        : m_root(root)
        , m_end(std::chrono::steady_clock::now() + limit)
    {
    }

    TreeCount run();

private:
    using Inode = std::array<std::uint64_t, 3>;

    void work();
    void count(const Waiting &folder);
    void list(const std::shared_ptr<const Fd> &folder, std::vector<Waiting> &under);
    void look(const std::shared_ptr<const Fd> &folder, const char *name, std::vector<Waiting> &under);
    [[nodiscard]] bool isOver();
    [[nodiscard]] bool isFirstName(const struct statx &meta);

    int m_root;
    std::chrono::steady_clock::time_point m_end;
    std::uint64_t m_mount = 0;
    std::atomic<std::uint64_t> m_files = 0;
    std::atomic<std::uint64_t> m_bytes = 0;
    std::atomic<bool> m_complete = true;
    std::atomic<bool> m_stop = false;

    std::mutex m_mutex; // of what follows
    std::condition_variable m_changed;
    std::vector<Waiting> m_waiting;
    std::size_t m_unfinished = 0;

    std::mutex m_linkMutex;
    std::set<Inode> m_links;
};

Fd openFolder(int parent, const char *name)
{
    constexpr int Flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Fd fd(openat(parent, name, Flags | O_NOATIME));
    if (!fd && errno == EPERM)
        fd.reset(openat(parent, name, Flags));
    return fd;
}

TreeCount Counter::run()
{
    auto top = std::make_shared<const Fd>(openFolder(m_root, "."));
    struct statx meta = {};
    if (!*top || statx(top->get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, &meta) != 0)
        return {0, 0, false};
    m_mount = meta.stx_mnt_id;
    m_files = 1;
    m_bytes = meta.stx_blocks * BlockSize;
    m_unfinished = 1;
    m_waiting.push_back({std::move(top), "."});
    {
        std::vector<std::jthread> threads;
        const unsigned count = std::max(1U, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < count; ++i)
            threads.emplace_back([this] { work(); });
    }
    m_waiting.clear();
    return {m_files, m_bytes, m_complete && !m_stop};
}

void Counter::work()
{
    for (;;) {
        Waiting next;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_waiting.empty() || m_unfinished == 0 || m_stop; });
            if (m_waiting.empty() || m_stop)
                return;
            next = std::move(m_waiting.back());
            m_waiting.pop_back();
        }
        count(next);
    }
}

void Counter::count(const Waiting &folder)
{
    std::vector<Waiting> under;
    auto fd = std::make_shared<const Fd>(openFolder(folder.parent->get(), folder.name.c_str()));
    if (*fd)
        list(fd, under);
    else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        m_complete = false; // one that vanished, or became a symlink, is none any more
    bool over = false;
    {
        const std::lock_guard lock(m_mutex);
        m_unfinished += under.size();
        std::move(under.begin(), under.end(), std::back_inserter(m_waiting));
        over = --m_unfinished == 0 || m_stop;
    }
    if (over || under.size() > 1)
        m_changed.notify_all();
    else if (!under.empty())
        m_changed.notify_one();
}

void Counter::list(const std::shared_ptr<const Fd> &folder, std::vector<Waiting> &under)
{
    thread_local const Scratch buffer(BufferSize);
    unsigned looked = 0;
    for (;;) {
        const long got = syscall(SYS_getdents64, folder->get(), buffer.data(), buffer.size());
        if (got < 0 && errno != ENOENT)
            m_complete = false;
        if (got <= 0)
            return;
        for (long at = 0; at < got;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(buffer.data() + at);
            at += entry->d_reclen;
            const std::string_view name = entry->d_name;
            if (name == "." || name == "..")
                continue;
            if (looked++ % LookInterval == 0 && isOver())
                return;
            look(folder, entry->d_name, under);
        }
    }
}

void Counter::look(const std::shared_ptr<const Fd> &folder, const char *name, std::vector<Waiting> &under)
{
    constexpr unsigned Mask = STATX_TYPE | STATX_NLINK | STATX_INO | STATX_BLOCKS | STATX_MNT_ID;
    struct statx meta = {};
    if (statx(folder->get(), name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, Mask, &meta)
        != 0)
        return; // gone meanwhile
    if ((meta.stx_mask & STATX_MNT_ID) != 0 && meta.stx_mnt_id != m_mount)
        return;
    ++m_files;
    const bool isFolder = S_ISDIR(meta.stx_mode);
    if (isFolder || meta.stx_nlink < 2 || isFirstName(meta))
        m_bytes += meta.stx_blocks * BlockSize;
    if (isFolder)
        under.push_back({folder, name});
}

bool Counter::isFirstName(const struct statx &meta)
{
    const std::lock_guard lock(m_linkMutex);
    return m_links.insert({meta.stx_dev_major, meta.stx_dev_minor, meta.stx_ino}).second;
}

bool Counter::isOver()
{
    if (!m_stop && (cancelled() || std::chrono::steady_clock::now() > m_end)) {
        const std::lock_guard lock(m_mutex); // or a thread that is just going to sleep misses it
        m_stop = true;
    }
    if (m_stop)
        m_changed.notify_all();
    return m_stop;
}

} // namespace

TreeCount countTree(int root, std::chrono::milliseconds limit)
{
    return Counter(root, limit).run();
}

} // namespace boxyard::worker
