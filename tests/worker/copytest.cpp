// SPDX-License-Identifier: GPL-2.0-or-later
#include "copytest.h"

#include "helper/worker/fd.h"
#include "helper/worker/removetree.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace boxyard::worker;

namespace {

constexpr off_t Block = 64 << 10; // the grain in which holes are compared: file systems round differently

int openFolder(const QString &path)
{
    return open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

QByteArray number(long long value, int base = 10)
{
    return QByteArray::number(static_cast<qlonglong>(value), base);
}

QByteArray shown(const timespec &time)
{
    return number(time.tv_sec) + '.' + number(time.tv_nsec).rightJustified(9, '0');
}

/// Reads one entry of a tree as a text, part by part.
class Entry
{
public:
    Entry(int folder, const QByteArray &name)
        : m_path("/proc/self/fd/" + QByteArray::number(folder) + '/' + name)
    {
        fstatat(folder, name.constData(), &m_stat, AT_SYMLINK_NOFOLLOW);
        if (S_ISREG(m_stat.st_mode) || S_ISDIR(m_stat.st_mode))
            m_fd.reset(openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_NOATIME | O_CLOEXEC));
    }

    [[nodiscard]] const struct stat &stat() const { return m_stat; }

    [[nodiscard]] int fd() const { return m_fd.get(); }

    [[nodiscard]] QByteArray common() const
    {
        QByteArray text = "mode " + number(m_stat.st_mode, 8) + " owner " + number(m_stat.st_uid) + ':'
            + number(m_stat.st_gid) + " access " + shown(m_stat.st_atim) + " change " + shown(m_stat.st_mtim);
        if (!S_ISDIR(m_stat.st_mode))
            text += " size " + number(m_stat.st_size) + " names " + number(qint64(m_stat.st_nlink));
        if (S_ISCHR(m_stat.st_mode) || S_ISBLK(m_stat.st_mode))
            text += " device " + number(qint64(m_stat.st_rdev));
        return text + " flags " + number(flags(), 16) + " attributes " + attributes() + " to " + symlink();
    }

    [[nodiscard]] QByteArray layout() const
    {
        std::set<off_t> blocks;
        for (off_t at = 0; m_fd && at < m_stat.st_size;) {
            const off_t data = lseek(fd(), at, SEEK_DATA);
            if (data < 0)
                break;
            at = lseek(fd(), data, SEEK_HOLE);
            for (off_t block = data / Block; block * Block < at; ++block)
                blocks.insert(block);
        }
        QByteArray text = "data in";
        for (const off_t block : blocks)
            text += ' ' + number(block);
        return text;
    }

private:
    /// Of those that all file systems mean the same by.
    [[nodiscard]] int flags() const
    {
        int value = 0;
        if (!m_fd || ioctl(fd(), FS_IOC_GETFLAGS, &value) != 0)
            return 0;
        return value
            & (FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL | FS_SYNC_FL | FS_DIRSYNC_FL);
    }

    [[nodiscard]] QByteArray attributes() const
    {
        QByteArray names(65536, '\0');
        const ssize_t length = llistxattr(m_path.constData(), names.data(), size_t(names.size()));
        names.truncate(std::max<ssize_t>(length, 0));
        std::map<QByteArray, QByteArray> all;
        for (const QByteArray &name : names.split('\0')) {
            if (name.isEmpty() || name.startsWith("trusted.SGI_ACL_")) // XFS' own form of an ACL
                continue;
            QByteArray value(65536, '\0');
            const ssize_t size =
                lgetxattr(m_path.constData(), name.constData(), value.data(), size_t(value.size()));
            all[name] = value.left(std::max<ssize_t>(size, 0)).toHex();
        }
        QByteArray text;
        for (const auto &[name, value] : all)
            text += name + '=' + value + ',';
        return text;
    }

    [[nodiscard]] QByteArray symlink() const
    {
        std::array<char, 4097> target = {};
        const ssize_t length =
            S_ISLNK(m_stat.st_mode) ? readlink(m_path.constData(), target.data(), 4096) : 0;
        return {target.data(), std::max<ssize_t>(length, 0)};
    }

    QByteArray m_path;
    struct stat m_stat = {};
    Fd m_fd;
};

class Comparer
{
public:
    void folders(int expected, int actual, const QByteArray &path);

    [[nodiscard]] QByteArray differences() const { return m_differences; }

private:
    void entries(int expected, int actual, const QByteArray &name, const QByteArray &path);
    void compare(const QByteArray &path, const QByteArray &expected, const QByteArray &actual);
    void contents(const Entry &expected, const Entry &actual, const QByteArray &path);

    using Names = std::map<std::pair<dev_t, ino_t>, QByteArray>;

    static QByteArray firstName(Names &names, const struct stat &st, const QByteArray &path)
    {
        return names.try_emplace({st.st_dev, st.st_ino}, path).first->second;
    }

    QByteArray m_differences;
    Names m_expectedNames;
    Names m_actualNames;
};

void Comparer::compare(const QByteArray &path, const QByteArray &expected, const QByteArray &actual)
{
    if (expected != actual && m_differences.size() < 20000)
        m_differences += path + "\n  is " + actual + "\n  not " + expected + '\n';
}

std::set<QByteArray> namesIn(int folder)
{
    std::set<QByteArray> names;
    DIR *dir = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC));
    while (const dirent *entry = dir != nullptr ? readdir(dir) : nullptr) {
        const QByteArray name = entry->d_name;
        if (name != "." && name != "..")
            names.insert(name);
    }
    if (dir != nullptr)
        closedir(dir);
    return names;
}

void Comparer::folders(int expected, int actual, const QByteArray &path)
{
    const std::set<QByteArray> names = namesIn(expected);
    const std::set<QByteArray> others = namesIn(actual);
    for (const QByteArray &name : names) {
        if (others.contains(name))
            entries(expected, actual, name, path + '/' + name);
        else
            compare(path + '/' + name, "there", "missing");
    }
    for (const QByteArray &name : others) {
        if (!names.contains(name))
            compare(path + '/' + name, "nothing", "there");
    }
}

void Comparer::entries(int expected, int actual, const QByteArray &name, const QByteArray &path)
{
    const Entry one(expected, name);
    const Entry other(actual, name);
    compare(path, one.common(), other.common());
    if (!S_ISDIR(one.stat().st_mode) && one.stat().st_nlink > 1)
        compare(path, "a name of " + firstName(m_expectedNames, one.stat(), path),
                "a name of " + firstName(m_actualNames, other.stat(), path));
    if (S_ISREG(one.stat().st_mode)) {
        compare(path, one.layout(), other.layout());
        contents(one, other, path);
    } else if (S_ISDIR(one.stat().st_mode)) {
        folders(one.fd(), other.fd(), path);
    }
}

void Comparer::contents(const Entry &expected, const Entry &actual, const QByteArray &path)
{
    // Only where there are data: the layouts are compared by themselves.
    static std::vector<char> one(1U << 20U);
    static std::vector<char> other(1U << 20U);
    for (off_t at = lseek(expected.fd(), 0, SEEK_DATA); at >= 0; at = lseek(expected.fd(), at, SEEK_DATA)) {
        const ssize_t got = pread(expected.fd(), one.data(), one.size(), at);
        const ssize_t had = pread(actual.fd(), other.data(), other.size(), at);
        if (got != had || !std::equal(one.begin(), one.begin() + std::max<ssize_t>(got, 0), other.begin()))
            return compare(path, "content", "another content at " + number(at));
        if (got <= 0)
            return;
        at += got;
    }
}

} // namespace

QByteArray Copied::problem() const
{
    if (result)
        return {};
    const Failure &failure = result.error();
    return QByteArray::fromStdString(std::string(wordText(failure.word)) + ' ' + failure.object + ' '
                                     + failure.detail);
}

Copied copyTo(const QString &from, const QString &to, const CopyOptions &options)
{
    QDir().mkpath(to);
    const Fd source(openFolder(from));
    const Fd target(openFolder(to));
    Copied copied;
    const CopyListener listener{
        [&](const CopyProgress &progress) { copied.progress.append(progress); },
        [&](const std::string &line) { copied.lines.append(QString::fromStdString(line)); }};
    copied.result = copyTree(source.get(), target.get(), options, listener);
    return copied;
}

QByteArray removeAll(const QString &path)
{
    const Fd parent(openFolder(path.section(u'/', 0, -2)));
    const Status removed = removeTree(parent.get(), path.section(u'/', -1).toStdString());
    if (!removed)
        return QByteArray::fromStdString(removed.error().object + ": " + removed.error().detail);
    return QFile::exists(path) ? QByteArray("still there") : QByteArray();
}

void makeDeep(const QString &path, int levels, bool comb)
{
    QDir().mkpath(path);
    int fd = openFolder(path);
    for (int i = 0; i < levels; ++i) {
        const int file = openat(fd, "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        [[maybe_unused]] const ssize_t written = write(file, &i, sizeof i);
        close(file);
        if (comb)
            mkdirat(fd, "side", 0755);
        mkdirat(fd, "d", 0755);
        const int next = openat(fd, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        close(fd);
        fd = next;
    }
    close(fd);
}

QByteArray treeDifference(const QString &expected, const QString &actual)
{
    const Fd one(openFolder(expected));
    const Fd other(openFolder(actual));
    if (!one || !other)
        return "can't be opened";
    Comparer comparer;
    comparer.folders(one.get(), other.get(), {});
    const QByteArray top = Entry(one.get(), ".").common();
    const QByteArray otherTop = Entry(other.get(), ".").common();
    return comparer.differences()
        + (top == otherTop ? QByteArray() : "/\n  is " + otherTop + "\n  not " + top + '\n');
}
