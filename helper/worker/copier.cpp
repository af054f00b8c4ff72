// SPDX-License-Identifier: GPL-2.0-or-later
#include "copier.h"

#include "cancel.h"
#include "copyfile.h"
#include "folderpairs.h"
#include "text.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using PairPtr = std::shared_ptr<FolderPair>;
using Lease = FolderPairs::Lease;

constexpr std::size_t BatchSize = 128; // files of one folder that one thread takes at a time
constexpr double FolderWeight = 8; // of a folder whose size nobody knows yet, in files
constexpr std::chrono::milliseconds Tick{50};
constexpr unsigned LogLimit = 200;

struct Entry {
    std::string name;
    unsigned char type = DT_UNKNOWN;
};

/// A folder to look through, or some of its files to copy.
struct Work {
    PairPtr pair;
    std::vector<Entry> files; ///< empty: look through it
    double unit = 0; ///< of the progress, a file
};

/// Something that is not as it was a moment before; told, not fatal.
bool isVanished(int error)
{
    return error == ENOENT || error == ESTALE || error == ELOOP || error == ENOTDIR || error == ENXIO;
}

class TreeCopy
{
public:
    TreeCopy(int source, int target, const CopyOptions &options, const CopyListener &listener);

    Result<CopyProgress> run();

private:
    struct FirstLink {
        PairPtr pair;
        std::string name;
    };

    using Inode = std::array<std::uint64_t, 3>;

    void work();
    void push(Work work);
    void look(const Work &work);
    bool list(const Lease &lease, const PairPtr &pair, std::vector<Entry> &files,
              std::vector<std::string> &folders);
    [[nodiscard]] bool isWanted(const FolderPair &pair, const std::string &name) const;
    static void sort(const Lease &lease, Entry entry, std::vector<Entry> &files,
                     std::vector<std::string> &folders);
    void hand(const Lease &lease, const PairPtr &pair, std::vector<Entry> files,
              std::vector<std::string> folders);
    void copyFiles(const Lease &lease, const Work &work);
    int copyEntry(const Lease &lease, const PairPtr &pair, const Entry &entry);
    int copyRegular(const Lease &lease, const PairPtr &pair, const std::string &name);
    int copyOther(const Lease &lease, const PairPtr &pair, const std::string &name, const struct statx &meta);
    static int makeOther(const Lease &lease, const std::string &name, const struct statx &meta);
    bool linked(const Lease &lease, const std::string &name, const struct statx &meta, int &error);
    void partDone(const PairPtr &pair);
    void lost(const PairPtr &pair, int error);

    [[nodiscard]] bool isMounted(const struct statx &meta) const;
    void fail(int error, const std::string &path);
    void say(std::string line);
    void tell();

    const CopyOptions &m_options;
    const CopyListener &m_listener;
    CopyShared m_shared;
    FolderPairs m_pairs;
    PairPtr m_top;

    std::mutex m_mutex; // of what follows
    std::condition_variable m_changed;
    std::vector<Work> m_queue; // last in, first out: few folders are open and few names are held at once
    std::size_t m_unfinished = 0;
    std::vector<std::string> m_lines;
    unsigned m_said = 0;
    std::optional<Failure> m_failure;

    std::mutex m_linkMutex;
    std::map<Inode, FirstLink> m_links;

    std::atomic<double> m_done = 0;
    std::atomic<std::uint64_t> m_files = 0;
    std::chrono::steady_clock::time_point m_told;
};

struct statx statOf(int fd, const char *name, int flags, int &error)
{
    struct statx meta = {};
    error = statx(fd, name, flags, STATX_BASIC_STATS | STATX_MNT_ID, &meta) == 0 ? 0 : errno;
    return meta;
}

std::array<std::uint64_t, 3> inodeOf(const struct statx &meta)
{
    return {meta.stx_dev_major, meta.stx_dev_minor, meta.stx_ino};
}

TreeCopy::TreeCopy(int source, int target, const CopyOptions &options, const CopyListener &listener)
    : m_options(options)
    , m_listener(listener)
    , m_pairs(options.openFolders)
{
    int error = 0;
    m_top = m_pairs.makeTop(source, target, statOf(source, "", AT_EMPTY_PATH, error));
    m_shared.log = [this](std::string line) { say(std::move(line)); };
}

Result<CopyProgress> TreeCopy::run()
{
    push({m_top, {}, 0});
    const mode_t oldMask = umask(0);
    std::vector<std::jthread> threads;
    const unsigned count =
        m_options.threads > 0 ? m_options.threads : std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i)
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
    m_changed.notify_all();
    threads.clear();
    umask(oldMask);
    m_links.clear();
    m_queue.clear();
    tell();
    if (cancelled())
        return refuse(Word::Cancelled);
    if (m_failure)
        return refuse(*m_failure);
    return CopyProgress{1, m_shared.bytes, m_files};
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
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(work));
        ++m_unfinished;
    }
    m_changed.notify_one();
}

void TreeCopy::work()
{
    for (;;) {
        Work next;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return !m_queue.empty() || m_unfinished == 0 || m_shared.stop; });
            if (m_queue.empty() || m_shared.stop)
                return;
            next = std::move(m_queue.back());
            m_queue.pop_back();
        }
        look(next);
        next = {};
        bool over = false;
        {
            const std::lock_guard lock(m_mutex);
            over = --m_unfinished == 0;
        }
        if (over)
            m_changed.notify_all();
    }
}

void TreeCopy::look(const Work &work)
{
    int error = 0;
    const Lease lease = m_pairs.use(work.pair, error);
    if (!lease)
        return lost(work.pair, error);
    if (!work.files.empty()) {
        copyFiles(lease, work);
        return partDone(work.pair);
    }
    work.pair->pending = 1;
    if (isMounted(work.pair->meta)) {
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
    thread_local std::vector<char> buffer(64U << 10U);
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
                sort(lease, {entry->d_name, entry->d_type}, files, folders);
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
    int error = 0;
    const bool folder = entry.type == DT_DIR
        || (entry.type == DT_UNKNOWN
            && S_ISDIR(statOf(lease.source(), entry.name.c_str(), AT_SYMLINK_NOFOLLOW, error).stx_mode));
    if (folder)
        folders.push_back(std::move(entry.name));
    else
        files.push_back(std::move(entry));
}

/// Makes the folders under it, so that its own times can be set before they are filled, and shares out the
/// work.
void TreeCopy::hand(const Lease &lease, const PairPtr &pair, std::vector<Entry> files,
                    std::vector<std::string> folders)
{
    const double weight =
        static_cast<double>(files.size()) + FolderWeight * static_cast<double>(folders.size());
    const double unit = weight > 0 ? pair->share / weight : 0;
    if (weight <= 0)
        m_done += pair->share;
    for (std::string &name : folders) {
        if (mkdirat(lease.target(), name.c_str(), 0700) != 0)
            return fail(errno, pathOf(*pair) + '/' + printable(name, 255));
        PairPtr sub = m_pairs.make(pair, std::move(name));
        sub->share = unit * FolderWeight;
        push({std::move(sub), {}, 0});
    }
    while (files.size() > BatchSize) {
        const auto begin = files.end() - static_cast<std::ptrdiff_t>(BatchSize);
        Work batch{pair, {std::make_move_iterator(begin), std::make_move_iterator(files.end())}, unit};
        files.erase(begin, files.end());
        ++pair->pending;
        push(std::move(batch));
    }
    copyFiles(lease, {pair, std::move(files), unit});
}

void TreeCopy::copyFiles(const Lease &lease, const Work &work)
{
    for (const Entry &entry : work.files) {
        if (m_shared.stop || cancelled())
            return;
        const int error = copyEntry(lease, work.pair, entry);
        if (isVanished(error))
            say(pathOf(*work.pair) + '/' + printable(entry.name, 255)
                + ": changed while it was copied, left out");
        else if (error != 0 && error != ECANCELED)
            fail(error, pathOf(*work.pair) + '/' + printable(entry.name, 255));
        ++m_files;
        m_done += work.unit;
    }
}

int TreeCopy::copyEntry(const Lease &lease, const PairPtr &pair, const Entry &entry)
{
    if (entry.type == DT_REG)
        return copyRegular(lease, pair, entry.name);
    int error = 0;
    const struct statx meta = statOf(lease.source(), entry.name.c_str(), AT_SYMLINK_NOFOLLOW, error);
    if (error != 0)
        return error;
    if (S_ISREG(meta.stx_mode))
        return copyRegular(lease, pair, entry.name);
    return S_ISDIR(meta.stx_mode) ? ESTALE : copyOther(lease, pair, entry.name, meta);
}

bool TreeCopy::isMounted(const struct statx &meta) const
{
    return (meta.stx_mask & STATX_MNT_ID) != 0 && meta.stx_mnt_id != m_top->meta.stx_mnt_id;
}

/// Whether another name of the same file was copied before; then this one is a link to it. Call with
/// m_linkMutex held.
bool TreeCopy::linked(const Lease &lease, const std::string &name, const struct statx &meta, int &error)
{
    const auto first = m_links.find(inodeOf(meta));
    if (first == m_links.end())
        return false;
    const Lease other = m_pairs.use(first->second.pair, error);
    if (!other)
        return true;
    if (linkat(other.target(), first->second.name.c_str(), lease.target(), name.c_str(), 0) == 0)
        return true;
    error = errno == EMLINK ? 0 : errno;
    return error != 0; // too many links there: a copy of its own
}

int TreeCopy::copyRegular(const Lease &lease, const PairPtr &pair, const std::string &name)
{
    constexpr int Flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    Fd source(openat(lease.source(), name.c_str(), Flags | O_NOATIME));
    if (!source && errno == EPERM)
        source.reset(openat(lease.source(), name.c_str(), Flags));
    if (!source)
        return errno;
    int error = 0;
    const struct statx meta = statOf(source.get(), "", AT_EMPTY_PATH, error);
    if (error != 0)
        return error;
    if (!S_ISREG(meta.stx_mode))
        return ESTALE;
    if (isMounted(meta)) {
        say(pathOf(*pair) + '/' + printable(name, 255) + ": mount point, left out");
        return 0;
    }
    Fd target;
    {
        std::unique_lock lock(m_linkMutex, std::defer_lock);
        if (meta.stx_nlink > 1) {
            lock.lock();
            if (linked(lease, name, meta, error))
                return error;
        }
        target.reset(
            openat(lease.target(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!target)
            return errno;
        if (meta.stx_nlink > 1)
            m_links[inodeOf(meta)] = {pair, name};
    }
    error = copyContent(source.get(), target.get(), meta, m_shared);
    return error != 0 ? error : copyMetadata(source.get(), target.get(), meta, m_shared);
}

int TreeCopy::makeOther(const Lease &lease, const std::string &name, const struct statx &meta)
{
    if (!S_ISLNK(meta.stx_mode)) {
        const dev_t device = makedev(meta.stx_rdev_major, meta.stx_rdev_minor);
        return mknodat(lease.target(), name.c_str(), (meta.stx_mode & S_IFMT) | 0600U, device) == 0 ? 0
                                                                                                    : errno;
    }
    std::array<char, 4097> destination = {};
    const ssize_t length =
        readlinkat(lease.source(), name.c_str(), destination.data(), destination.size() - 1);
    if (length < 0)
        return errno == EINVAL ? ESTALE : errno;
    return symlinkat(destination.data(), lease.target(), name.c_str()) == 0 ? 0 : errno;
}

int TreeCopy::copyOther(const Lease &lease, const PairPtr &pair, const std::string &name,
                        const struct statx &meta)
{
    if (isMounted(meta)) {
        say(pathOf(*pair) + '/' + printable(name, 255) + ": mount point, left out");
        return 0;
    }
    int error = 0;
    std::unique_lock lock(m_linkMutex, std::defer_lock);
    if (meta.stx_nlink > 1) {
        lock.lock();
        if (linked(lease, name, meta, error))
            return error;
    }
    error = makeOther(lease, name, meta);
    if (error == 0)
        error = copyMetadataAt(lease.source(), lease.target(), name, meta, m_shared);
    if (error == 0 && meta.stx_nlink > 1)
        m_links[inodeOf(meta)] = {pair, name};
    return error;
}

/// When the last part of a folder's own work is done, nothing changes its times any more.
void TreeCopy::partDone(const PairPtr &pair)
{
    if (--pair->pending > 0 || m_shared.stop)
        return;
    int error = 0;
    const Lease lease = m_pairs.use(pair, error);
    if (lease)
        error = copyMetadata(lease.source(), lease.target(), pair->meta, m_shared);
    if (error != 0 && !isVanished(error))
        fail(error, pathOf(*pair));
}

/// A folder that could not be opened (again).
void TreeCopy::lost(const PairPtr &pair, int error)
{
    if (!isVanished(error))
        return fail(error, pathOf(*pair));
    say(pathOf(*pair) + ": changed while it was copied, left out");
    m_done += pair->share;
}

void TreeCopy::fail(int error, const std::string &path)
{
    const std::lock_guard lock(m_mutex);
    if (!m_failure)
        m_failure = refuseErrno(error, path).value();
    m_shared.stop = true;
    m_changed.notify_all();
}

void TreeCopy::say(std::string line)
{
    const std::lock_guard lock(m_mutex);
    if (++m_said <= LogLimit)
        m_lines.push_back(m_said == LogLimit ? "…" : std::move(line));
}

} // namespace

Result<CopyProgress> copyTree(int source, int target, const CopyOptions &options,
                              const CopyListener &listener)
{
    TreeCopy copy(source, target, options, listener);
    return copy.run();
}

} // namespace boxyard::worker
