// SPDX-License-Identifier: GPL-2.0-or-later
// What lxc-* commands do to real containers appears by itself. Runs in the test bed.
#include "backend/metrics/addresses.h"
#include "helper/watch/watch.h"
#include "place.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace boxyard;
using namespace boxyard::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Location = "/var/lib/lxc";

QString location()
{
    return QString::fromLatin1(Location);
}

ContainerRef ref(const QString &name)
{
    return {location(), name};
}

/// What a command prints; nothing where it fails.
std::optional<QString> run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    // The event loop of the watch goes on meanwhile, as in the helper.
    QSignalSpy finished(&process, &QProcess::finished);
    if (!process.waitForStarted() || (process.state() != QProcess::NotRunning && !finished.wait(60'000)))
        return std::nullopt;
    const QString output = QString::fromLocal8Bit(process.readAll());
    if (process.exitCode() != 0) {
        qWarning("%s: %s", qPrintable(program), qPrintable(output));
        return std::nullopt;
    }
    return output;
}

bool lxc(const QString &command, const QString &name, const QStringList &arguments = {},
         const QString &path = location())
{
    return run(u"lxc-"_s + command, QStringList{u"-P"_s, path, u"-n"_s, name} + arguments).has_value();
}

bool create(const QString &name, const QByteArray &network = "lxc.net.0.type = empty\n",
            const QString &path = location())
{
    if (!lxc(u"create"_s, name, {u"-t"_s, u"busybox"_s}, path))
        return false;
    QFile file(path + u'/' + name + u"/config"_s);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QByteArray kept;
    for (const auto &line : file.readAll().split('\n'))
        if (!line.startsWith("lxc.net"))
            kept += line + '\n';
    file.close();
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    return file.write(kept + network) > 0;
}

/// The v1 freezer can't freeze a process that waits in vfork() for a child that is frozen already, and
/// busybox's init starts its services so: lxc-freeze right after a start then waits for ever.
bool freezeSettled(const QString &name)
{
    QTest::qWait(700);
    return lxc(u"freeze"_s, name);
}

uint initOf(const QString &name)
{
    return run(u"lxc-info"_s, {u"-P"_s, location(), u"-n"_s, name, u"-pH"_s})
        .value_or(QString())
        .trimmed()
        .toUInt();
}

pid_t parentOf(uint pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

Watch::Options here()
{
    return {{location()}, 0};
}

} // namespace

class TestWatchLxc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void life();
    void alreadyRunning();
    void freeze();
    void reboot();
    void monitorKilled();
    void monitorStopped();
    void cgroupOfAnotherName();
    void longPath();
    void unprivileged();
    void fixedMac();
};

void TestWatchLxc::initTestCase()
{
    if (qgetenv("BOXYARD_BED") != "1")
        QSKIP("needs the test bed: real containers");
}

void TestWatchLxc::cleanup()
{
    for (const auto &name : QDir(location()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QProcess::execute(u"lxc-stop"_s, {u"-k"_s, u"-P"_s, location(), u"-n"_s, name});
        QVERIFY(lxc(u"destroy"_s, name));
    }
}

void TestWatchLxc::life()
{
    Watch watch(here(), nobody()); // not watched: what is seen is seen by events
    QVERIFY(create(u"one"_s));
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(lxc(u"start"_s, u"one"_s));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
        const auto *container = watch.find(ref(u"one"_s));
        QCOMPARE(container->initPid, initOf(u"one"_s));
        QVERIFY(qAbs(container->since - QDateTime::currentMSecsSinceEpoch()) < 60'000);
        QVERIFY(lxc(u"stop"_s, u"one"_s, {u"-k"_s}));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
        QCOMPARE(watch.find(ref(u"one"_s))->initPid, 0U);
    }
    QVERIFY(lxc(u"destroy"_s, u"one"_s));
    QTRY_COMPARE(names(watch), QStringList());
}

void TestWatchLxc::alreadyRunning()
{
    QVERIFY(create(u"one"_s) && create(u"two"_s));
    QVERIFY(lxc(u"start"_s, u"one"_s) && lxc(u"start"_s, u"two"_s) && freezeSettled(u"two"_s));
    Watch watch(here(), nobody());
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    QTRY_COMPARE(stateText(watch, ref(u"two"_s)), u"Frozen"_s);
    QCOMPARE(watch.find(ref(u"two"_s))->initPid, initOf(u"two"_s));
    QVERIFY(lxc(u"unfreeze"_s, u"two"_s));
}

void TestWatchLxc::freeze()
{
    QVERIFY(create(u"one"_s) && lxc(u"start"_s, u"one"_s));
    Watch watch(here(), nobody());
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    const uint init = watch.find(ref(u"one"_s))->initPid;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(freezeSettled(u"one"_s));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Frozen"_s);
        QCOMPARE(watch.find(ref(u"one"_s))->initPid, init);
        QVERIFY(lxc(u"unfreeze"_s, u"one"_s));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    }
}

void TestWatchLxc::reboot()
{
    QVERIFY(create(u"one"_s) && lxc(u"start"_s, u"one"_s));
    Watch watch(here(), nobody());
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    const uint before = watch.find(ref(u"one"_s))->initPid;
    QVERIFY(lxc(u"attach"_s, u"one"_s, {u"--"_s, u"reboot"_s, u"-f"_s}));
    QTRY_VERIFY(watch.find(ref(u"one"_s))->state == ContainerState::Running
                && watch.find(ref(u"one"_s))->initPid != before);
    QCOMPARE(watch.find(ref(u"one"_s))->initPid, initOf(u"one"_s));
}

void TestWatchLxc::monitorKilled()
{
    QVERIFY(create(u"one"_s) && lxc(u"start"_s, u"one"_s));
    Watch watch(here(), nobody());
    watch.setWatched(true);
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    const pid_t monitor = parentOf(watch.find(ref(u"one"_s))->initPid);
    QVERIFY(monitor > 1);
    QCOMPARE(::kill(monitor, SIGKILL), 0);
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
    QVERIFY(lxc(u"start"_s, u"one"_s)); // whatever cgroups it left behind
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
}

void TestWatchLxc::monitorStopped()
{
    QVERIFY(create(u"one"_s) && lxc(u"start"_s, u"one"_s));
    auto watch = std::make_unique<Watch>(here(), nobody());
    watch->setWatched(true);
    QTRY_COMPARE(stateText(*watch, ref(u"one"_s)), u"Running"_s);
    const pid_t monitor = parentOf(watch->find(ref(u"one"_s))->initPid);
    QVERIFY(monitor > 1);
    QCOMPARE(::kill(monitor, SIGSTOP), 0);
    QTRY_COMPARE(stateText(*watch, ref(u"one"_s)), u"NotResponding"_s); // the probe's turn
    watch = std::make_unique<Watch>(here(), nobody()); // a helper that starts only now
    QTRY_COMPARE(stateText(*watch, ref(u"one"_s)), u"NotResponding"_s);
    QCOMPARE(::kill(monitor, SIGCONT), 0);
    QTRY_COMPARE(stateText(*watch, ref(u"one"_s)), u"Running"_s);
}

void TestWatchLxc::cgroupOfAnotherName()
{
    // As after a crash: LXC takes lxc.payload.one-1, and the freezer is found there.
    QVERIFY(create(u"one"_s));
    const QDir root(u"/sys/fs/cgroup"_s);
    QStringList made;
    QStringList hierarchies = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    hierarchies.append(u"."_s);
    for (const auto &hierarchy : std::as_const(hierarchies)) {
        const QString folder = root.filePath(hierarchy) + u"/lxc.payload.one"_s;
        if (QFile::exists(root.filePath(hierarchy) + u"/cgroup.procs"_s)
            && (QFile::exists(folder) || QDir().mkdir(folder)))
            made.append(folder);
    }
    QVERIFY(!made.isEmpty());
    QVERIFY(lxc(u"start"_s, u"one"_s));
    Watch watch(here(), nobody());
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    QFile cgroup(u"/proc/%1/cgroup"_s.arg(watch.find(ref(u"one"_s))->initPid));
    QVERIFY(cgroup.open(QIODevice::ReadOnly));
    QVERIFY(cgroup.readAll().contains("/lxc.payload.one-1"));
    QVERIFY(freezeSettled(u"one"_s));
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Frozen"_s);
    QVERIFY(lxc(u"unfreeze"_s, u"one"_s));
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    QVERIFY(lxc(u"stop"_s, u"one"_s, {u"-k"_s}));
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
    for (const auto &folder : std::as_const(made))
        QDir().rmdir(folder);
}

void TestWatchLxc::longPath()
{
    // Its socket's name would exceed sun_path; LXC takes a hash of it.
    const QString path = u"/var/lib/long-"_s + QString(90, u'p');
    QVERIFY(QDir().mkpath(path));
    QVERIFY(create(u"one"_s, "lxc.net.0.type = empty\n", path));
    Watch watch({{path}, 0}, nobody());
    watch.setWatched(true);
    QVERIFY(lxc(u"start"_s, u"one"_s, {}, path));
    QTRY_COMPARE(stateText(watch, {path, u"one"_s}), u"Running"_s);
    QVERIFY(lxc(u"stop"_s, u"one"_s, {u"-k"_s}, path));
    QTRY_COMPARE(stateText(watch, {path, u"one"_s}), u"Stopped"_s);
    QVERIFY(lxc(u"destroy"_s, u"one"_s, {}, path));
    QTRY_VERIFY(watch.containers().isEmpty());
}

void TestWatchLxc::unprivileged()
{
    QFile config(u"/tmp/tst_watchlxc.conf"_s);
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("lxc.net.0.type = empty\nlxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n");
    config.close();
    const bool isMade = lxc(u"create"_s, u"one"_s, {u"-t"_s, u"busybox"_s, u"-f"_s, config.fileName()});
    config.remove();
    QVERIFY(isMade);
    Watch watch(here(), nobody());
    if (!lxc(u"start"_s, u"one"_s))
        QSKIP("this machine starts no idmapped container");
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
    QCOMPARE(watch.find(ref(u"one"_s))->initPid, initOf(u"one"_s));
    QVERIFY(lxc(u"stop"_s, u"one"_s, {u"-k"_s}));
    QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
}

void TestWatchLxc::fixedMac()
{
    // Whoever keeps a descriptor in the container's network namespace keeps its macvlan link, and so its
    // address, alive.
    const QStringList pair{u"link"_s, u"add"_s,  u"parent0"_s, u"type"_s,
                           u"veth"_s, u"peer"_s, u"name"_s,    u"parent1"_s};
    QVERIFY(run(u"ip"_s, pair) && run(u"ip"_s, {u"link"_s, u"set"_s, u"parent0"_s, u"up"_s}));
    QVERIFY(create(u"one"_s,
                   "lxc.net.0.type = macvlan\nlxc.net.0.macvlan.mode = bridge\nlxc.net.0.link = parent0\n"
                   "lxc.net.0.flags = up\nlxc.net.0.hwaddr = 02:16:3e:00:00:77\nlxc.net.0.ipv4.address = "
                   "10.7.7.7/24\n"));
    Watch watch(here(), nobody());
    watch.setWatched(true);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(lxc(u"start"_s, u"one"_s));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Running"_s);
        QVERIFY(readAddresses(watch.find(ref(u"one"_s))->initPid)); // as the program does meanwhile
        QVERIFY(lxc(u"stop"_s, u"one"_s, {u"-k"_s}));
        QTRY_COMPARE(stateText(watch, ref(u"one"_s)), u"Stopped"_s);
    }
    QVERIFY(run(u"ip"_s, {u"link"_s, u"delete"_s, u"parent0"_s}));
}

QTEST_GUILESS_MAIN(TestWatchLxc)

#include "tst_watchlxc.moc"
