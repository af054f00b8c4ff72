// SPDX-License-Identifier: GPL-2.0-or-later
#include "clones.h"

#include "debiantree.h"
#include "fleet.h"
#include "tests/worker/teststore.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QThread>

#include <algorithm>
#include <array>
#include <cstdio>

#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int StoreSize = 2'560; // MiB: three Debians and room
constexpr int FullRuns = 3;
constexpr int QuickRuns = 11;
constexpr int SeriesRuns = 3;
constexpr int SeriesLength = 20;

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(path.section(u'/', 0, -2));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        giveUp(u"%1 can't be written"_s.arg(path));
}

/// What a clone has of its own; docs of the clone engine, "identity".
void addIdentity(const QString &rootfs)
{
    write(rootfs + u"/etc/hostname"_s, "debian\n");
    write(rootfs + u"/etc/hosts"_s, "127.0.0.1 localhost\n127.0.1.1 debian\n");
    write(rootfs + u"/etc/machine-id"_s, "0123456789abcdef0123456789abcdef\n");
    write(rootfs + u"/etc/ssh/ssh_host_ed25519_key"_s, "a key\n");
    write(rootfs + u"/etc/ssh/ssh_host_ed25519_key.pub"_s, "a key\n");
    write(rootfs + u"/var/lib/systemd/random-seed"_s, QByteArray(512, 'r'));
}

bool isReset(const QByteArray &line)
{
    static const std::array<QByteArray, 9> files = {"/etc/hostname ",    "/etc/hosts ",
                                                    "/etc/machine-id ",  "/var/lib/dbus/machine-id ",
                                                    "/etc/ssh/ssh_host", "/var/lib/systemd/random-seed ",
                                                    "/var/lib/dhcp/",    "/var/lib/NetworkManager/",
                                                    "/etc/ssh/boxyard"};
    return std::any_of(files.begin(), files.end(),
                       [&line](const QByteArray &file) { return line.startsWith(file); });
}

/// The lines of a tree but for what is reset, and without the times of the folders that lies in.
QSet<QByteArray> linesOf(const QString &rootfs)
{
    static const std::array<QByteArray, 4> folders = {"/etc ", "/etc/ssh ", "/var/lib/systemd ", "/var/lib "};
    QSet<QByteArray> lines;
    for (const QByteArray &line : describeTree(rootfs)) {
        const bool written = std::any_of(folders.begin(), folders.end(), [&line](const QByteArray &folder) {
            return line.startsWith(folder);
        });
        if (written)
            lines.insert(line.split(' ').mid(0, 3).join(' '));
        else if (!isReset(line))
            lines.insert(line);
    }
    return lines;
}

void compare(const QString &source, const QString &clone)
{
    const QSet<QByteArray> before = linesOf(source);
    const QSet<QByteArray> after = linesOf(clone);
    if (before == after && before.size() > 1)
        return;
    const QSet<QByteArray> lost = before - after;
    const QSet<QByteArray> fresh = after - before;
    for (const QByteArray &line : lost)
        std::fprintf(stderr, "- %s\n", line.constData());
    for (const QByteArray &line : fresh)
        std::fprintf(stderr, "+ %s\n", line.constData());
    giveUp(u"%1 is not as its source %2"_s.arg(clone, source));
}

void remove(const QString &location, const QString &name)
{
    const QString folder = location + u'/' + name;
    if (QFile::exists(folder + u"/rootfs"_s))
        runTool(u"btrfs"_s, {u"subvolume"_s, u"delete"_s, folder + u"/rootfs"_s}); // where it is one
    if (runTool(u"rm"_s, {u"-rf"_s, folder}) != 0)
        giveUp(u"%1 can't be removed"_s.arg(folder));
}

/// Nothing of an earlier run is written to the disk while the next is timed.
void settle()
{
    ::sync();
    QThread::msleep(200); // the helper has seen what changed
}

QString rootfsOf(const QString &location, const QString &name)
{
    return location + u'/' + name + u"/rootfs"_s;
}

double ours(Role &program, const QString &location, const QString &source, const QString &mode,
            const QStringList &targets)
{
    program.send(QStringList{u"clone"_s, location, source, mode}.join(u' ') + u' ' + targets.join(u' '));
    return program.expect(u"clone"_s, 120s).at(1).toDouble();
}

double theirs(const QString &location, const QString &source, const QStringList &how, const QString &target)
{
    return timeCommand(QStringList{u"lxc-copy"_s, u"-P"_s, location, u"-p"_s, location} + how
                       + QStringList{u"-n"_s, source, u"-N"_s, target});
}

} // namespace

CloneStores::CloneStores()
{
    QStringList locations = {u"/var/lib/lxc"_s};
    for (const auto &kind : {u"ext4"_s, u"xfs"_s, u"btrfs"_s}) {
        auto store = std::make_unique<TestStore>(kind, StoreSize);
        if (!store->problem().isEmpty())
            giveUp(store->problem());
        QFile::remove(store->path().section(u'/', 0, -2) + u"/image"_s); // it lives as long as its mount
        locations.append(store->path());
        m_stores[kind] = std::move(store);
    }
    write(u"/etc/boxyard/helper.conf"_s, "[helper]\nlocations = " + locations.join(u", "_s).toUtf8() + '\n');
    for (const auto &[kind, store] : m_stores) {
        const QString rootfs = store->path() + u"/debian/rootfs"_s;
        QDir().mkpath(store->path() + u"/debian"_s);
        makeDebianTree(QFile::encodeName(rootfs).toStdString());
        addIdentity(rootfs);
        makeDebian(store->path(), u"debian"_s, u"dir:"_s + rootfs);
    }
    const QString btrfs = location(u"btrfs"_s);
    QDir().mkpath(btrfs + u"/sub"_s);
    timeCommand({u"btrfs"_s, u"subvolume"_s, u"create"_s, btrfs + u"/sub/rootfs"_s});
    timeCommand(
        {u"cp"_s, u"-a"_s, u"--reflink=always"_s, btrfs + u"/debian/rootfs/."_s, btrfs + u"/sub/rootfs/"_s});
    makeDebian(btrfs, u"sub"_s, u"btrfs:"_s + btrfs + u"/sub/rootfs"_s);
    timeCommand(
        {u"lxc-create"_s, u"-P"_s, location(u"ext4"_s), u"-n"_s, u"busybox"_s, u"-t"_s, u"busybox"_s});
    settle();
}

CloneStores::~CloneStores() = default;

QString CloneStores::location(const QString &fileSystem) const
{
    return m_stores.at(fileSystem)->path();
}

void CloneStores::makeDebian(const QString &location, const QString &name, const QString &rootfs)
{
    write(location + u'/' + name + u"/config"_s,
          "lxc.rootfs.path = " + rootfs.toUtf8() + "\nlxc.uts.name = " + name.toUtf8()
              + "\nlxc.net.0.type = veth\nlxc.net.0.link = lxcbr0\nlxc.net.0.hwaddr = 00:16:3e:00:00:01\n");
}

namespace {

Figure measureCopies(const QString &figure, int runs, const QString &location, const QString &source,
                     Role &program)
{
    QList<double> our;
    QList<double> their;
    for (int run = 0; run < runs; ++run) {
        settle();
        our.append(ours(program, location, source, u"copy"_s, {u"ours"_s}));
        compare(rootfsOf(location, source), rootfsOf(location, u"ours"_s));
        remove(location, u"ours"_s);
        settle();
        their.append(theirs(location, source, {}, u"theirs"_s));
        remove(location, u"theirs"_s);
    }
    return {figure, u"ms"_s, median(our), median(their)};
}

} // namespace

Figure measureFullClone(const QString &fileSystem, const CloneStores &stores, Role &program)
{
    return measureCopies(u"clone-full-"_s + fileSystem, FullRuns, stores.location(fileSystem), u"debian"_s,
                         program);
}

Figure measureCancel(const CloneStores &stores, Role &program)
{
    const QString location = stores.location(u"ext4"_s);
    QList<double> our;
    for (int run = 0; run < FullRuns; ++run) {
        settle();
        program.send(u"cancel %1 debian copy ours"_s.arg(location));
        our.append(program.expect(u"clone"_s, 120s).at(1).toDouble());
        if (QFile::exists(location + u"/ours"_s))
            giveUp(u"a clone that was cancelled is there"_s);
    }
    return {u"clone-cancel"_s, u"ms"_s, median(our), {}};
}

Figure measureBusyboxClone(const CloneStores &stores, Role &program)
{
    return measureCopies(u"clone-busybox-ext4"_s, QuickRuns, stores.location(u"ext4"_s), u"busybox"_s,
                         program);
}

Figure measureBtrfsSnapshot(const CloneStores &stores, Role &program)
{
    const QString location = stores.location(u"btrfs"_s);
    QList<double> our;
    QList<double> their;
    for (int run = 0; run < QuickRuns; ++run) {
        settle();
        our.append(ours(program, location, u"sub"_s, u"snapshot"_s, {u"ours"_s}));
        if (run == 0)
            compare(rootfsOf(location, u"sub"_s), rootfsOf(location, u"ours"_s));
        remove(location, u"ours"_s);
        settle();
        their.append(theirs(location, u"sub"_s, {u"-s"_s}, u"theirs"_s));
        remove(location, u"theirs"_s);
    }
    return {u"clone-snapshot-btrfs"_s, u"ms"_s, median(our), median(their)};
}

Figure measureOverlay(const CloneStores &stores, Role &program)
{
    const QString location = stores.location(u"ext4"_s);
    const QString notes = location + u"/debian/lxc_snapshots"_s;
    QList<double> our;
    QList<double> their;
    for (int run = 0; run < QuickRuns; ++run) {
        settle();
        our.append(ours(program, location, u"debian"_s, u"overlay"_s, {u"ours"_s}));
        // What the clone has of its own is what was reset, and nothing else.
        for (const QByteArray &line : describeTree(location + u"/ours/overlay/delta"_s)) {
            const bool folder = line.split(' ').value(1).startsWith('4'); // S_IFDIR
            if (!folder && !isReset(line))
                giveUp(u"the overlay has of its own: %1"_s.arg(QString::fromUtf8(line)));
        }
        remove(location, u"ours"_s);
        QFile::remove(notes);
        settle();
        their.append(theirs(location, u"debian"_s, {u"-s"_s, u"-B"_s, u"overlay"_s}, u"theirs"_s));
        remove(location, u"theirs"_s);
        QFile::remove(notes);
    }
    return {u"clone-snapshot-overlay"_s, u"ms"_s, median(our), median(their)};
}

Figure measureSeries(const CloneStores &stores, Role &program)
{
    const QString location = stores.location(u"btrfs"_s);
    QStringList names;
    for (int i = 0; i < SeriesLength; ++i)
        names.append(u"n%1"_s.arg(i));
    const auto removeAll = [&] {
        for (const QString &name : names)
            remove(location, name);
    };
    QList<double> our;
    QList<double> their;
    for (int run = 0; run < SeriesRuns; ++run) {
        settle();
        our.append(ours(program, location, u"sub"_s, u"auto"_s, names));
        if (run == 0)
            compare(rootfsOf(location, u"sub"_s), rootfsOf(location, names.constLast()));
        removeAll();
        settle();
        double all = 0;
        for (const QString &name : std::as_const(names))
            all += theirs(location, u"sub"_s, {u"-s"_s}, name);
        their.append(all);
        removeAll();
    }
    return {u"clone-series-20-btrfs"_s, u"ms"_s, median(our), median(their)};
}

} // namespace boxyard::bench
