// SPDX-License-Identifier: GPL-2.0-or-later
#include "teststore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QProcess>

#include <array>
#include <map>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

using Inode = std::pair<dev_t, ino_t>;

QByteArray attributesOf(const QByteArray &path)
{
    std::array<char, 65536> names = {};
    const ssize_t length = llistxattr(path.constData(), names.data(), names.size());
    std::map<QByteArray, QByteArray> all;
    for (ssize_t at = 0; at < length;) {
        const QByteArray name(names.data() + at);
        std::array<char, 65536> value = {};
        const ssize_t size = lgetxattr(path.constData(), name.constData(), value.data(), value.size());
        if (!name.startsWith("trusted.SGI_ACL_")) // XFS' own form of an ACL
            all[name] = QByteArray(value.data(), static_cast<int>(std::max<ssize_t>(size, 0))).toHex();
        at += name.size() + 1;
    }
    QByteArray out;
    for (const auto &[name, value] : all)
        out += name + '=' + value + ',';
    return out;
}

QByteArray hashOf(int folder, const char *name)
{
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOATIME);
    QFile file;
    QCryptographicHash hash(QCryptographicHash::Sha1);
    if (file.open(fd, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        hash.addData(&file);
    return hash.result().toHex().left(16);
}

class Describer
{
public:
    void folder(int fd, const QByteArray &path);

    [[nodiscard]] QByteArrayList lines() { return m_lines; }

private:
    void entry(int fd, const QByteArray &path, const char *name);

    QByteArrayList m_lines;
    std::map<Inode, QByteArray> m_links;
};

QByteArray number(long long value, int base = 10)
{
    return QByteArray::number(static_cast<qlonglong>(value), base);
}

void Describer::entry(int fd, const QByteArray &path, const char *name)
{
    struct stat st = {};
    fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW);
    QByteArray line = path + ' ' + number(st.st_mode, 8) + ' ' + number(st.st_uid) + ':' + number(st.st_gid)
        + ' ' + number(st.st_mtim.tv_sec) + '.' + number(st.st_mtim.tv_nsec);
    if (!S_ISDIR(st.st_mode))
        line += " nlink " + number(static_cast<long long>(st.st_nlink)) + " size " + number(st.st_size);
    if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
        line += " dev " + number(static_cast<long long>(st.st_rdev));
    // 10 GiB of nothing take their time to be read.
    if (S_ISREG(st.st_mode))
        line += " hash " + (st.st_size > 1LL << 30 && st.st_blocks == 0 ? "hole" : hashOf(fd, name));
    if (S_ISLNK(st.st_mode)) {
        std::array<char, 4097> target = {};
        const ssize_t length = readlinkat(fd, name, target.data(), 4096);
        line += " to " + QByteArray(target.data(), static_cast<int>(std::max<ssize_t>(length, 0)));
    }
    line += ' ' + attributesOf("/proc/self/fd/" + QByteArray::number(fd) + '/' + name);
    if (!S_ISDIR(st.st_mode) && st.st_nlink > 1) {
        const auto [first, isNew] = m_links.try_emplace(Inode{st.st_dev, st.st_ino}, path);
        line += " same as " + first->second;
    }
    m_lines.append(line);
    if (S_ISDIR(st.st_mode)) {
        const int sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NOATIME);
        folder(sub, path);
    }
}

void Describer::folder(int fd, const QByteArray &path)
{
    DIR *dir = fdopendir(fd);
    if (dir == nullptr) {
        m_lines.append(path + ": " + strerror(errno));
        return;
    }
    std::vector<QByteArray> names;
    while (const dirent *entry = readdir(dir)) {
        if (qstrcmp(entry->d_name, ".") != 0 && qstrcmp(entry->d_name, "..") != 0)
            names.emplace_back(entry->d_name);
    }
    std::sort(names.begin(), names.end());
    for (const QByteArray &name : names)
        entry(dirfd(dir), path + '/' + name, name.constData());
    closedir(dir);
}

void setTimes(const QByteArray &path, time_t seconds, long nanoseconds)
{
    const std::array<timespec, 2> times = {timespec{seconds, nanoseconds},
                                           timespec{seconds + 1, nanoseconds + 1}};
    utimensat(AT_FDCWD, path.constData(), times.data(), AT_SYMLINK_NOFOLLOW);
}

void setAttribute(const QByteArray &path, const char *name, const QByteArray &value)
{
    lsetxattr(path.constData(), name, value.constData(), static_cast<size_t>(value.size()), 0);
}

} // namespace

bool enterOwnMounts()
{
    umask(022);
    return geteuid() == 0 && unshare(CLONE_NEWNS) == 0
        && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
        && mount("tmpfs", "/run", "tmpfs", 0, "mode=755") == 0;
}

int runTool(const QString &program, const QStringList &arguments, QByteArray *output)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60000))
        return -1;
    if (output != nullptr)
        *output = process.readAll();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

TestStore::TestStore(const QString &kind, int mebibytes)
    : m_path(m_folder.filePath(u"m"_s))
{
    QDir().mkpath(m_path);
    // The way down is open to mapped users, as it is to /var/lib/lxc.
    chmod(QFile::encodeName(m_folder.path()).constData(), 0755);
    if (kind == u"tmpfs"_s) {
        const QByteArray options = "mode=755,size=" + QByteArray::number(mebibytes) + 'm';
        if (mount("tmpfs", QFile::encodeName(m_path).constData(), "tmpfs", 0, options.constData()) != 0)
            m_problem = u"tmpfs"_s;
        return;
    }
    const QString image = m_folder.filePath(u"image"_s);
    QFile file(image);
    if (!file.open(QIODevice::WriteOnly) || !file.resize(qint64(mebibytes) << 20)) {
        m_problem = u"image"_s;
        return;
    }
    file.close();
    QByteArray said;
    if (runTool(u"mkfs."_s + kind, {u"-q"_s, image}, &said) != 0
        || runTool(u"mount"_s, {u"-o"_s, u"loop"_s, image, m_path}, &said) != 0)
        m_problem = kind + u": "_s + QString::fromUtf8(said).trimmed();
}

bool TestStore::cutPower()
{
    const QByteArray path = QFile::encodeName(m_path);
    const QString image = m_folder.filePath(u"image"_s);
    const QString disk = m_folder.filePath(u"disk"_s);
    // A killed worker's children are in it for a moment longer.
    bool unmounted = false;
    const auto tried = [&] {
        unmounted = umount2(path.constData(), 0) == 0;
        return unmounted || errno != EBUSY;
    };
    return runTool(u"cp"_s, {u"--reflink=never"_s, u"--sparse=always"_s, image, disk}) == 0
        && boxyard::test::comes(tried) && unmounted && QFile::remove(image) && QFile::rename(disk, image)
        && runTool(u"mount"_s, {u"-o"_s, u"loop"_s, image, m_path}) == 0;
}

TestStore::~TestStore()
{
    umount2(QFile::encodeName(m_path).constData(), MNT_DETACH);
}

MergedRootfs::MergedRootfs(const QString &location, const QString &name)
{
    const QList<QByteArray> lines = readTestFile(location + u'/' + name + u"/config"_s).split('\n');
    QByteArray value;
    for (const QByteArray &line : lines) {
        if (line.startsWith("lxc.rootfs.path"))
            value = line.mid(line.indexOf('=') + 1).trimmed();
    }
    const QList<QByteArray> parts = value.split(':');
    m_path = QString::fromUtf8(parts.constLast());
    if (parts.constFirst() != "overlay")
        return;
    m_path = m_folder.path();
    const QByteArray options =
        "lowerdir=" + parts.constLast() + ':' + parts.mid(1, parts.size() - 2).join(':');
    m_mounted =
        mount("overlay", QFile::encodeName(m_path).constData(), "overlay", MS_RDONLY, options.constData())
        == 0;
    if (!m_mounted)
        m_problem = QString::fromUtf8(options) + u": "_s + QString::fromLocal8Bit(strerror(errno));
}

MergedRootfs::~MergedRootfs()
{
    if (m_mounted)
        umount2(QFile::encodeName(m_path).constData(), MNT_DETACH);
}

QByteArrayList describeTree(const QString &path)
{
    Describer describer;
    const int fd = open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOATIME);
    if (fd < 0)
        return {"nothing at " + QFile::encodeName(path)};
    describer.folder(fd, {});
    return describer.lines();
}

QByteArray difference(const QByteArrayList &actual, const QByteArrayList &expected)
{
    QByteArray out;
    for (const QByteArray &line : expected) {
        if (!actual.contains(line))
            out += "- " + line + '\n';
    }
    for (const QByteArray &line : actual) {
        if (!expected.contains(line))
            out += "+ " + line + '\n';
    }
    return out;
}

qint64 allocated(const QString &path)
{
    struct stat st = {};
    return lstat(QFile::encodeName(path).constData(), &st) == 0 ? qint64(st.st_blocks) * 512 : -1;
}

void writeTestFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(path.section(u'/', 0, -2));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s", qPrintable(path));
}

QByteArray readTestFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<none>");
}

void makeRichTree(const QString &path)
{
    const QByteArray base = QFile::encodeName(path);
    writeTestFile(path + u"/etc/passwd"_s, "root:x:0:0\n");
    writeTestFile(path + u"/bin/su"_s, QByteArray(70000, 's'));
    chown((base + "/bin/su").constData(), 100000, 100001);
    chmod((base + "/bin/su").constData(), 06755);
    writeTestFile(path + u"/bin/ping"_s, "ping");
    // VFS_CAP_REVISION_2, effective, CAP_NET_RAW: linux/capability.h.
    setAttribute(base + "/bin/ping", "security.capability",
                 QByteArray::fromHex("0100000200200000000000000000000000000000"));
    writeTestFile(path + u"/empty"_s, {});
    chmod((base + "/empty").constData(), 0);
    writeTestFile(path + u"/links/one"_s, "linked");
    link((base + "/links/one").constData(), (base + "/links/two").constData());
    link((base + "/links/one").constData(), (base + "/etc/three").constData());
    symlink("../../../../etc/shadow", (base + "/etc/shadow").constData());
    symlink("/absolute", (base + "/sym").constData());
    lchown((base + "/sym").constData(), 100002, 100003);
    setTimes(base + "/sym", 1000000000, 123456789);
    mkfifo((base + "/fifo").constData(), 0640);
    link((base + "/fifo").constData(), (base + "/fifo2").constData());
    mknod((base + "/null").constData(), S_IFCHR | 0666, makedev(1, 3));
    mknod((base + "/block").constData(), S_IFBLK | 0600, makedev(7, 200));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, (base + "/sock").constData(), sizeof address.sun_path);
    bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    close(socket);
    const int sparse = open((base + "/sparse").constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    pwrite(sparse, "begin", 5, 0);
    pwrite(sparse, "middle", 6, 4 << 20);
    ftruncate(sparse, 16 << 20);
    close(sparse);
    setAttribute(base + "/etc/passwd", "user.note", "a value");
    setAttribute(base + "/etc", "user.folder", QByteArray("\0\1\2", 3));
    setAttribute(base + "/sym", "trusted.on-a-link", "yes");
    // POSIX ACL, version 2: u::rw- u:1000:r-- g::r-- m::r-- o::--- ; acl(5), xattr(7).
    setAttribute(
        base + "/empty", "system.posix_acl_access",
        QByteArray::fromHex("02000000010006000000ffff02000400e803000004000400ffffffff"
                            "10000400ffffffff20000000ffffffff")
            .replace(QByteArray::fromHex("010006000000ffff"), QByteArray::fromHex("01000600ffffffff")));
    for (const QByteArray name :
         {"new\nline", "\xff\xfe not utf-8", "-rf", " blank ", "a\\b", "\xe4\xb8\xad"}) {
        const int fd = open((base + '/' + name).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        [[maybe_unused]] const ssize_t written =
            write(fd, name.constData(), static_cast<size_t>(name.size()));
        close(fd);
    }
    for (int i = 0; i < 300; ++i)
        writeTestFile(path + u"/many/%1"_s.arg(i), QByteArray::number(i));
    mkdir((base + "/sticky").constData(), 0700);
    chown((base + "/sticky").constData(), 100004, 100005);
    chmod((base + "/sticky").constData(), 03777);
    for (const char *name :
         {"/bin/su", "/etc/passwd", "/fifo", "/null", "/many/7", "/etc", "/sticky", "/many", ""})
        setTimes(base + name, 1234567890, 987654321);
}

void makeTestContainer(const QString &location, const QString &name)
{
    const QString path = location + u'/' + name;
    writeTestFile(path + u"/rootfs/etc/hostname"_s, name.toUtf8() + '\n');
    writeTestFile(path + u"/rootfs/sbin/init"_s, "#!/bin/sh\n");
    link(QFile::encodeName(path + u"/rootfs/sbin/init"_s).constData(),
         QFile::encodeName(path + u"/rootfs/init"_s).constData());
    symlink("init", QFile::encodeName(path + u"/rootfs/sbin/link"_s).constData());
    writeTestFile(path + u"/fstab"_s, QFile::encodeName(path) + "/data data none bind 0 0\n");
    writeTestFile(path + u'/' + name + u".log"_s, "old\n");
    writeTestFile(
        path + u"/config"_s,
        "# kept\nlxc.net.0.type = veth\nlxc.net.0.hwaddr = 00:16:3e:01:02:03\nlxc.net.1.type = veth\n"
        "lxc.net.1.hwaddr = 00:16:3e:xx:xx:xx\nlxc.rootfs.path = dir:"
            + QFile::encodeName(path) + "/rootfs\nlxc.uts.name = " + name.toUtf8()
            + "\nlxc.mount.fstab = " + QFile::encodeName(path) + "/fstab\n");
}

QString configIdentity(const QString &config)
{
    struct stat st = {};
    stat(QFile::encodeName(config).constData(), &st);
    return u"%1:%2:%3:%4"_s.arg(st.st_dev)
        .arg(st.st_ino)
        .arg(qint64(st.st_mtim.tv_sec) * 1000000000 + st.st_mtim.tv_nsec)
        .arg(st.st_size);
}
