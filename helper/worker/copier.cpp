// SPDX-License-Identifier: GPL-2.0-or-later
#include "copier.h"

#include "cancel.h"
#include "copyentry.h"
#include "copyfile.h"
#include "folderpairs.h"
#include "scratch.h"
#include "text.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using PairPtr = std::shared_ptr<FolderPair>;
using Lease = FolderPairs::Lease;

constexpr std::size_t BatchSize = 128; // files of one folder that one thread takes at a time
constexpr double FolderWeight = 8; // of a folder whose size nobody knows yet, in files
constexpr std::chrono::milliseconds Tick{50};
constexpr unsigned LogLimit = 200;
constexpr std::size_t Few = 8; // files that no thread is started for
constexpr off_t Small = 256 << 10; // bytes of each
constexpr unsigned MaxThreads = 64; // each has up to three pairs of descriptors in use

struct Entry {
    ino64_t inode = 0; ///< file systems find their neighbours quicker in this order
    std::string name;
    unsigned char type = DT_UNKNOWN;
};

/// A folder to look through, or some of its files to copy.
struct Work {
    PairPtr pair;
    std::vector<Entry> files; ///< empty: look through it
    double unit = 0; ///< of the progress, a file
};

/// The same folder on a mount that nobody else sees: what a racer swaps for a file can't be a device that
/// opening does something to, nothing that is mounted inside is in the way, and nothing is written. None
/// where this may not mount; then the folder itself serves. open_tree(2), mount_setattr(2).
Fd quietView(int folder)
{
    Fd view(open_tree(folder, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    mount_attr attributes = {};
    attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC
        | MOUNT_ATTR_NOATIME | MOUNT_ATTR_NODIRATIME;
    attributes.attr_clr = MOUNT_ATTR__ATIME;
    if (!view || mount_setattr(view.get(), "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0)
        return {};
    // As a descriptor that can be read; this one is O_PATH.
    return Fd(openat(view.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

class TreeCopy
{
public:
    TreeCopy(int source, int target, const CopyOptions &options, const CopyListener &listener);

    Result<CopyProgress> run();

private:
    void lookAtTop();
    void runThreads();
    void work();
    void push(Work work);
    void look(const Work &work);
    bool list(const Lease &lease, const PairPtr &pair, std::vector<Entry> &files,
              std::vector<std::string> &folders);
    static bool areFewAndSmall(const Lease &lease, const std::vector<Entry> &files);
    [[nodiscard]] bool isWanted(const FolderPair &pair, const std::string &name) const;
    static void sort(const Lease &lease, Entry entry, std::vector<Entry> &files,
                     std::vector<std::string> &folders);
    void hand(const Lease &lease, const PairPtr &pair, std::vector<Entry> files,
              std::vector<std::string> folders);
    void copyFiles(const Lease &lease, const Work &work);
    void partDone(const PairPtr &pair);
    void lost(const Work &work, int error);

    void fail(int error, const std::string &path);
    void say(std::string line);
    void tell();

    const CopyOptions &m_options;
    const CopyListener &m_listener;
    CopyShared m_shared;
    FolderPairs m_pairs;
    PairPtr m_top;
    EntryCopier m_entries;

    std::mutex m_mutex; // of what follows
    std::condition_variable m_changed; // for the calling thread: it is over
    std::condition_variable m_wanted; // for the others: there is work, or it is over
    unsigned m_waiting = 0; // of the others
    std::vector<Work> m_queue; // last in, first out: few folders are open and few names are held at once
    std::size_t m_unfinished = 0;
    std::vector<std::string> m_lines;
    std::set<std::string> m_said;
    std::optional<Failure> m_failure;

    bool m_threads = false; // there are some
    std::atomic<double> m_done = 0;
    std::atomic<std::uint64_t> m_files = 0;
    std::chrono::steady_clock::time_point m_told;
};

TreeCopy::TreeCopy(int source, int target, const CopyOptions &options, const CopyListener &listener)
    : m_options(options)
    , m_listener(listener)
    , m_pairs(options.openFolders)
    , m_top(m_pairs.makeTop(source, target))
    , m_entries(m_pairs, m_shared, m_top->meta->stx_mnt_id)
{
    m_shared.log = [this](std::string line) { say(std::move(line)); };
}

Result<CopyProgress> TreeCopy::run()
{
    const mode_t oldMask = umask(0);
    lookAtTop();
    if (m_unfinished > 0 && !m_shared.stop)
        runThreads();
    umask(oldMask);
    m_queue.clear();
    if (!m_shared.stop)
        m_entries.setLinkedFlags();
    tell();
    if (cancelled())
        return refuse(Word::Cancelled);
    if (m_failure)
        return refuse(*m_failure);
    return CopyProgress{1, m_shared.bytes, m_files};
}

/// By itself: what next to nothing is in takes no thread, which costs more than its work.
void TreeCopy::lookAtTop()
{
    push({m_top, {}, 0});
    const Work top = std::move(m_queue.back());
    m_queue.pop_back();
    look(top);
    --m_unfinished;
}

void TreeCopy::runThreads()
{
    m_threads = true;
    std::vector<std::jthread> threads;
    const unsigned count = m_options.threads > 0 ? m_options.threads : std::thread::hardware_concurrency();
    for (unsigned i = 0; i < std::clamp(count, 1U, MaxThreads); ++i)
        threads.emplace_back([this] { work(); });
    for (bool over = false; !over;) {
        {
            std::unique_lock lock(m_mutex);
            over = m_changed.wait_for(lock, Tick, [this] { return m_unfinished == 0 || m_shared.stop; });
        }
        if (cancelled()) {
            const std::lock_guard lock(m_mutex); // or a thread that is just going to sleep misses it
            m_shared.stop = true;
            over = true;
        }
        tell();
    }
    m_wanted.notify_all();
}

void TreeCopy::tell()
{
    std::vector<std::string> lines;
    {
        const std::lock_guard lock(m_mutex);
        lines.swap(m_lines);
    }
    for (const std::string &line : lines)
        m_listener.log(line);
    const auto now = std::chrono::steady_clock::now();
    if (now - m_told < 2 * Tick)
        return;
    m_told = now;
    m_listener.progress({std::min<double>(m_done, 1), m_shared.bytes, m_files});
}

void TreeCopy::push(Work work)
{
    bool waiting = false;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
        ++m_unfinished;
        waiting = m_waiting > 0;
    }
    if (waiting)
        m_wanted.notify_one();
}

void TreeCopy::work()
{
    for (;;) {
        Work next;
        {
            std::unique_lock lock(m_mutex);
            ++m_waiting;
            m_wanted.wait(lock, [this] { return !m_queue.empty() || m_unfinished == 0 || m_shared.stop; });
            --m_waiting;
            if (m_queue.empty() || m_shared.stop)
                return;
            next = std::move(m_queue.back());
            m_queue.pop_back();
        }
        look(next);
        next = {};
        const std::lock_guard lock(m_mutex);
        if (--m_unfinished == 0) {
            m_wanted.notify_all();
            m_changed.notify_one();
        }
    }
}

void TreeCopy::look(const Work &work)
{
    int error = 0;
    const Lease lease = m_pairs.use(work.pair, error);
    if (work.files.empty() && work.pair->parent)
        partDone(work.pair->parent); // it is made, or never will be
    if (!lease)
        return lost(work, error);
    if (!work.files.empty()) {
        copyFiles(lease, work);
        return partDone(work.pair);
    }
    work.pair->pending = 1;
    if (m_entries.isMounted(*work.pair->meta)) {
        say(pathOf(*work.pair) + ": mount point, left out");
    } else {
        std::vector<Entry> files;
        std::vector<std::string> folders;
        if (!list(lease, work.pair, files, folders))
            return;
        hand(lease, work.pair, std::move(files), std::move(folders));
    }
    partDone(work.pair);
}

bool TreeCopy::list(const Lease &lease, const PairPtr &pair, std::vector<Entry> &files,
                    std::vector<std::string> &folders)
{
    thread_local const Scratch buffer(64U << 10U);
    lseek(lease.source(), 0, SEEK_SET);
    for (;;) {
        const long got = syscall(SYS_getdents64, lease.source(), buffer.data(), buffer.size());
        if (got < 0 && errno != ENOENT) {
            fail(errno, pathOf(*pair));
            return false;
        }
        if (got <= 0 || m_shared.stop)
            return !m_shared.stop;
        for (long at = 0; at < got;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(buffer.data() + at);
            at += entry->d_reclen;
            if (isWanted(*pair, entry->d_name))
                sort(lease, {entry->d_ino, entry->d_name, entry->d_type}, files, folders);
        }
    }
}

bool TreeCopy::isWanted(const FolderPair &pair, const std::string &name) const
{
    return name != "." && name != ".." && (pair.parent || !m_options.skip || !m_options.skip(name));
}

void TreeCopy::sort(const Lease &lease, Entry entry, std::vector<Entry> &files,
                    std::vector<std::string> &folders)
{
    struct stat st = {};
    const bool folder = entry.type == DT_DIR
        || (entry.type == DT_UNKNOWN
            && fstatat(lease.source(), entry.name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0
            && S_ISDIR(st.st_mode));
    if (folder)
        folders.push_back(std::move(entry.name));
    else
        files.push_back(std::move(entry));
}

/// Shares out the work that is in a folder.
void TreeCopy::hand(const Lease &lease, const PairPtr &pair, std::vector<Entry> files,
                    std::vector<std::string> folders)
{
    const double weight =
        static_cast<double>(files.size()) + FolderWeight * static_cast<double>(folders.size());
    const double unit = weight > 0 ? pair->share / weight : 0;
    if (weight <= 0)
        m_done += pair->share;
    pair->pending += folders.size();
    for (std::string &name : folders) {
        PairPtr sub = m_pairs.make(pair, std::move(name));
        sub->share = unit * FolderWeight;
        push({std::move(sub), {}, 0});
    }
    std::ranges::sort(files, std::less<>(), &Entry::inode);
    while (files.size() > BatchSize && !m_shared.stop) {
        const auto begin = files.end() - static_cast<std::ptrdiff_t>(BatchSize);
        Work batch{pair, {std::make_move_iterator(begin), std::make_move_iterator(files.end())}, unit};
        files.erase(begin, files.end());
        ++pair->pending;
        push(std::move(batch));
    }
    if (!m_threads && !areFewAndSmall(lease, files)) {
        ++pair->pending;
        push({pair, std::move(files), unit});
    } else {
        copyFiles(lease, {pair, std::move(files), unit});
    }
}

bool TreeCopy::areFewAndSmall(const Lease &lease, const std::vector<Entry> &files)
{
    const auto isSmall = [&lease](const Entry &file) {
        struct stat st = {};
        return fstatat(lease.source(), file.name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0
            || st.st_size <= Small;
    };
    return files.size() <= Few && std::ranges::all_of(files, isSmall);
}

void TreeCopy::copyFiles(const Lease &lease, const Work &work)
{
    for (const Entry &entry : work.files) {
        if (m_shared.stop || cancelled())
            return;
        const int error = m_entries.copy(lease, work.pair, entry.name, entry.type);
        if (isVanished(error))
            say(pathOf(*work.pair) + '/' + printable(entry.name, 255)
                + ": changed while it was copied, left out");
        else if (error != 0 && error != ECANCELED)
            fail(error, pathOf(*work.pair) + '/' + printable(entry.name, 255));
        ++m_files;
        m_done += work.unit;
    }
}

/// When the last part of a folder's own work is done, nothing changes its times any more.
void TreeCopy::partDone(const PairPtr &pair)
{
    if (--pair->pending > 0 || m_shared.stop)
        return;
    int error = 0;
    const Lease lease = m_pairs.use(pair, error);
    if (lease)
        error = copyMetadata(lease.source(), lease.target(), *pair->meta, m_shared);
    if (lease && error == 0)
        setFlags(lease.target(), keptFlags(lease.source(), m_shared), m_shared);
    if (isVanished(error))
        say(pathOf(*pair) + ": changed while it was copied, without its owner and times");
    else if (error != 0)
        fail(error, pathOf(*pair));
}

/// A folder that could not be opened (again).
void TreeCopy::lost(const Work &work, int error)
{
    if (!isVanished(error))
        return fail(error, pathOf(*work.pair));
    say(pathOf(*work.pair) + ": changed while it was copied, left out");
    m_done += work.files.empty() ? work.pair->share : work.unit * static_cast<double>(work.files.size());
}

void TreeCopy::fail(int error, const std::string &path)
{
    const std::lock_guard lock(m_mutex);
    if (!m_failure)
        m_failure = refuseErrno(error, path).value();
    m_shared.stop = true;
    m_wanted.notify_all();
    m_changed.notify_one();
}

/// Once: what a thousand files have in common is one line.
void TreeCopy::say(std::string line)
{
    const std::lock_guard lock(m_mutex);
    if (m_said.size() >= LogLimit || !m_said.insert(line).second)
        return;
    m_lines.push_back(m_said.size() == LogLimit ? "…" : std::move(line));
}

} // namespace

Result<CopyProgress> copyTree(int source, int target, const CopyOptions &options,
                              const CopyListener &listener)
{
    if (const int error = forgetInherited(target); error != 0)
        return refuseErrno(error, "/");
    const Fd view = quietView(source);
    TreeCopy copy(view ? view.get() : source, target, options, listener);
    return copy.run();
}

} // namespace boxyard::worker
