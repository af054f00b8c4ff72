// SPDX-License-Identifier: GPL-2.0-or-later
#include "lxctest.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace lxctest;

namespace {

QJsonObject shellRequest(const QString &name, bool privileged)
{
    return WorkerRunner::request(
        u"shell"_s, Location, name,
        {{u"columns"_s, 97}, {u"rows"_s, 31}, {u"privileged"_s, privileged}, {u"expect"_s, QString()}});
}

int parentOf(int pid)
{
    const QByteArray status = readTestFile(u"/proc/%1/status"_s.arg(pid));
    return status.mid(status.indexOf("PPid:") + 5).trimmed().split('\n').constFirst().toInt();
}

/// Reads a terminal until a text comes.
bool waitForText(int fd, const QByteArray &text, QByteArray &all)
{
    const QDeadlineTimer deadline(10s);
    while (!all.contains(text) && !deadline.hasExpired()) {
        pollfd event = {fd, POLLIN, 0};
        if (poll(&event, 1, 100) <= 0)
            continue;
        std::array<char, 4096> buffer = {};
        const ssize_t got = read(fd, buffer.data(), buffer.size());
        if (got <= 0)
            return false;
        all.append(buffer.data(), static_cast<int>(got));
    }
    return all.contains(text);
}

/// Everything of a process that it may have from whom started it.
QStringList inherited(int pid)
{
    QStringList out;
    const QList<QByteArray> status = readTestFile(u"/proc/%1/status"_s.arg(pid)).split('\n');
    for (const QByteArray &line : status) {
        static const QList<QByteArray> wanted = {"Umask",      "SigBlk",  "SigIgn", "SigCgt",
                                                 "NoNewPrivs", "Seccomp", "CapBnd", "Groups"};
        if (wanted.contains(line.split(':').constFirst()))
            out.append(QString::fromUtf8(line).simplified());
    }
    out.append(u"oom "_s + QString::fromUtf8(readTestFile(u"/proc/%1/oom_score_adj"_s.arg(pid))).trimmed());
    out.append(QString::fromUtf8(readTestFile(u"/proc/%1/limits"_s.arg(pid))));
    out.append(QString::fromUtf8(readTestFile(u"/proc/%1/environ"_s.arg(pid)).replace('\0', ' ')));
    return out;
}

/// What is left of `all` when each of `taken` has taken one of its like.
QStringList without(QStringList all, const QStringList &taken)
{
    for (const QString &one : taken)
        all.removeOne(one);
    return all;
}

/// The kinds of things that a process has open, without their numbers.
QStringList descriptors(int pid)
{
    QStringList out;
    const QString folder = u"/proc/%1/fd/"_s.arg(pid);
    for (const QString &name : entries(folder)) {
        std::array<char, 4097> target = {};
        const ssize_t length = readlink(QFile::encodeName(folder + name).constData(), target.data(), 4096);
        QString text = QString::fromUtf8(target.data(), length);
        static const QRegularExpression numbers(u"\\[[0-9]+\\]|/dev/pts/[0-9]+"_s);
        text.replace(numbers, u"*"_s);
        if (!text.endsWith(u".log"_s)) // lxc-start opens it when it has something to say
            out.append(text);
    }
    out.sort();
    return out;
}

} // namespace

/// The verbs on real containers; in the test bed.
class TestWorkerLxc : public LxcTest
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { check(); }

    void cleanup() { removeAll(); }

    void lifeOf_data();
    void lifeOf();
    void restartAndFreeze();
    void killStuckMonitor();
    void askRefused();
    void shell();
    void shellOfPrivileged();
    void cloneOfRunning();
    void overlays_data();
    void overlays();
    void inheritsNothing();
    void lxcToolsAgree();
};

void TestWorkerLxc::lifeOf_data()
{
    QTest::addColumn<bool>("privileged");
    QTest::newRow("unprivileged") << false;
    QTest::newRow("privileged") << true;
}

void TestWorkerLxc::lifeOf()
{
    QFETCH(bool, privileged);
    const auto created = m_worker.run(createRequest(u"web"_s, privileged));
    QVERIFY2(created.ok(), created.text());
    QCOMPARE(created.steps(), (QStringList{u"preparing"_s, u"template"_s, u"configure"_s}));
    QCOMPARE(entries(Location), QStringList{u"web"_s});
    QCOMPARE(m_worker.run(createRequest(u"web"_s, privileged)).error, u"AlreadyExists"_s);
    QCOMPARE(m_worker.run(stopRequest(u"web"_s, u"ask"_s)).error, u"NotRunning"_s);

    auto starting = m_worker.start(plainRequest(u"start"_s, u"web"_s));
    const auto started = starting.wait();
    QVERIFY2(started.ok(), started.text());
    QVERIFY2(!starting.isLocked(), "the container's monitor holds the request's lock");
    QCOMPARE(stateOf(u"web"_s), u"RUNNING"_s);
    const QByteArray map = readTestFile(u"/proc/%1/uid_map"_s.arg(initOf(u"web"_s))).simplified();
    QCOMPARE(map.startsWith("0 0 "), privileged);

    QCOMPARE(m_worker.run(plainRequest(u"start"_s, u"web"_s)).error, u"MustBeStopped"_s);
    QCOMPARE(m_worker.run(plainRequest(u"delete"_s, u"web"_s)).error, u"MustBeStopped"_s);
    QCOMPARE(m_worker
                 .run(WorkerRunner::request(u"rename"_s, Location, u"web"_s,
                                            {{u"newName"_s, u"x"_s}, {u"expect"_s, QString()}}))
                 .error,
             u"MustBeStopped"_s);
    const auto stopped = m_worker.run(stopRequest(u"web"_s, u"ask"_s, 60));
    QVERIFY2(stopped.ok(), stopped.text());
    QCOMPARE(stateOf(u"web"_s), u"STOPPED"_s);

    const auto renamed = m_worker.run(WorkerRunner::request(
        u"rename"_s, Location, u"web"_s, {{u"newName"_s, u"www"_s}, {u"expect"_s, QString()}}));
    QVERIFY2(renamed.ok(), renamed.text());
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"www"_s)).ok());
    const auto killed = m_worker.run(stopRequest(u"www"_s, u"kill"_s));
    QVERIFY2(killed.ok(), killed.text());
    const auto removed = m_worker.run(plainRequest(u"delete"_s, u"www"_s));
    QVERIFY2(removed.ok(), removed.text());
    QCOMPARE(entries(Location), QStringList());
}

void TestWorkerLxc::restartAndFreeze()
{
    const auto done = [this](const QString &verb) {
        const auto outcome = m_worker.run(plainRequest(verb, u"web"_s));
        QVERIFY2(outcome.ok(), outcome.text());
    };
    make(u"web"_s, false);
    QCOMPARE(m_worker.run(plainRequest(u"freeze"_s, u"web"_s)).error, u"NotRunning"_s);
    done(u"start"_s);
    const int init = initOf(u"web"_s);
    const auto restarted = m_worker.run(stopRequest(u"web"_s, u"ask"_s, 60, u"restart"_s));
    QVERIFY2(restarted.ok(), restarted.text());
    QCOMPARE(restarted.steps(), (QStringList{u"stopping"_s, u"starting"_s}));
    QVERIFY(initOf(u"web"_s) != init);
    done(u"freeze"_s);
    QCOMPARE(stateOf(u"web"_s), u"FROZEN"_s);
    done(u"unfreeze"_s);
    QCOMPARE(stateOf(u"web"_s), u"RUNNING"_s);
    // What is frozen can be asked, and killed, too.
    done(u"freeze"_s);
    const auto asked = m_worker.run(stopRequest(u"web"_s, u"ask"_s, 60));
    QVERIFY2(asked.ok(), asked.text());
    done(u"start"_s);
    done(u"freeze"_s);
    const auto killed = m_worker.run(stopRequest(u"web"_s, u"kill"_s));
    QVERIFY2(killed.ok(), killed.text());
    QCOMPARE(stateOf(u"web"_s), u"STOPPED"_s);
}

void TestWorkerLxc::killStuckMonitor()
{
    make(u"web"_s, false);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    const int init = initOf(u"web"_s);
    QCOMPARE(kill(parentOf(init), SIGSTOP), 0);
    QCOMPARE(m_worker.run(stopRequest(u"web"_s, u"ask"_s, 30)).error, u"NotResponding"_s);
    QCOMPARE(m_worker.run(shellRequest(u"web"_s, false)).error, u"NotResponding"_s);
    const auto killed = m_worker.run(stopRequest(u"web"_s, u"kill"_s));
    QVERIFY2(killed.ok(), killed.text());
    QCOMPARE(stateOf(u"web"_s), u"STOPPED"_s);
    QVERIFY(!QFile::exists(u"/proc/%1/environ"_s.arg(init)));
    const auto again = m_worker.run(plainRequest(u"start"_s, u"web"_s));
    QVERIFY2(again.ok(), again.text());
}

void TestWorkerLxc::askRefused()
{
    make(u"web"_s, false);
    // An init that will not hear of it.
    QFile::remove(Location + u"/web/rootfs/sbin/init"_s);
    writeTestFile(Location + u"/web/rootfs/sbin/init"_s,
                  "#!/bin/sh\ntrap '' USR1 PWR\nwhile :; do sleep 1; done\n");
    chmod("/var/lib/lxc/web/rootfs/sbin/init", 0755);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    const auto asked = m_worker.run(stopRequest(u"web"_s, u"ask"_s, 2));
    QCOMPARE(asked.error, u"StopRefused"_s);
    QCOMPARE(asked.detail, u"2 s"_s);
    QCOMPARE(stateOf(u"web"_s), u"RUNNING"_s);
    auto waiting = m_worker.start(stopRequest(u"web"_s, u"ask"_s, 600));
    QVERIFY(waiting.waitForStep(u"stopping"_s));
    QThread::msleep(200);
    waiting.signal(SIGTERM);
    QCOMPARE(waiting.wait().error, u"Cancelled"_s);
    QVERIFY(m_worker.run(stopRequest(u"web"_s, u"kill"_s)).ok());
}

void TestWorkerLxc::shell()
{
    make(u"web"_s, false);
    QCOMPARE(m_worker.run(shellRequest(u"web"_s, false)).error, u"NotRunning"_s);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    auto running = m_worker.start(shellRequest(u"web"_s, false));
    const int fd = running.receiveDescriptor();
    QVERIFY2(fd >= 0, running.soFar().text());
    QByteArray seen;
    const QByteArray command =
        "echo begin-$((6*7)); id -u; stty size; tty; echo term=$TERM; ls /proc/$$/fd; hostname; "
        "grep SigIgn /proc/self/status; echo end-$((6*8))\n";
    QCOMPARE(write(fd, command.constData(), static_cast<size_t>(command.size())), ssize_t(command.size()));
    QVERIFY2(waitForText(fd, "end-48", seen), seen);
    seen = seen.mid(seen.indexOf("begin-42")).replace("\r\n", "\n");
    const QList<QByteArray> lines = seen.split('\n');
    QCOMPARE(lines.value(1), QByteArray("0"));
    QCOMPARE(lines.value(2), QByteArray("31 97"));
    QVERIFY2(lines.value(3).startsWith("/dev/pts/"), seen);
    QCOMPARE(lines.value(4), QByteArray("term=xterm-256color"));
    QVERIFY2(seen.contains("\n0 "), seen); // one line of numbers: the terminal, and nothing of ours
    QVERIFY2(!seen.contains(" 3 "), seen);
    QVERIFY2(seen.contains("\nweb\n"), seen);
    QVERIFY2(seen.contains("SigIgn:\t0000000000000000"), seen);
    // Closing our end is all that it takes to end it.
    close(fd);
    const auto ended = running.wait(20s);
    QVERIFY2(ended.ok(), ended.text());

    // So is an exit typed in it, and a cancel.
    auto second = m_worker.start(shellRequest(u"web"_s, false));
    const int other = second.receiveDescriptor();
    QVERIFY(other >= 0);
    QCOMPARE(write(other, "exit\n", 5), ssize_t(5));
    QVERIFY(second.wait(20s).ok());
    close(other);
    auto third = m_worker.start(shellRequest(u"web"_s, false));
    const int last = third.receiveDescriptor();
    QVERIFY(last >= 0);
    third.signal(SIGTERM);
    QCOMPARE(third.wait(20s).error, u"Cancelled"_s);
    close(last);
}

void TestWorkerLxc::shellOfPrivileged()
{
    make(u"web"_s, true);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    const auto refused = m_worker.run(shellRequest(u"web"_s, false));
    QCOMPARE(refused.error, u"Changed"_s);
    // An id map that was written into the config since does not make the running container another one.
    QFile config(Location + u"/web/config"_s);
    QVERIFY(config.open(QIODevice::Append));
    config.write("lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n");
    config.close();
    QCOMPARE(m_worker.run(shellRequest(u"web"_s, false)).error, u"Changed"_s);
    auto running = m_worker.start(shellRequest(u"web"_s, true));
    const int fd = running.receiveDescriptor();
    QVERIFY(fd >= 0);
    close(fd);
    QVERIFY(running.wait(20s).ok());
}

void TestWorkerLxc::cloneOfRunning()
{
    make(u"web"_s, false);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    const auto cloned = m_worker.run(WorkerRunner::clone(Location, u"web"_s, u"two"_s));
    QVERIFY2(cloned.ok(), cloned.text());
    const auto started = m_worker.run(plainRequest(u"start"_s, u"two"_s));
    QVERIFY2(started.ok(), started.text());
    QCOMPARE(stateOf(u"web"_s), u"RUNNING"_s);
    QCOMPARE(stateOf(u"two"_s), u"RUNNING"_s);
    struct stat source = {};
    struct stat target = {};
    stat("/var/lib/lxc/web/rootfs/bin/busybox", &source);
    stat("/var/lib/lxc/two/rootfs/bin/busybox", &target);
    QCOMPARE(target.st_uid, source.st_uid);
    QVERIFY(target.st_uid >= 65536);
}

void TestWorkerLxc::overlays_data()
{
    QTest::addColumn<bool>("privileged");
    QTest::newRow("unprivileged") << false;
    QTest::newRow("privileged") << true;
}

/// Overlay clones run, ours by LXC's tools and theirs by us; an origin does not, as long as they are there.
void TestWorkerLxc::overlays()
{
    QFETCH(bool, privileged);
    make(u"web"_s, privileged);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    const QJsonObject request = WorkerRunner::clone(Location, u"web"_s, u"over"_s, u"overlay"_s);
    QCOMPARE(m_worker.run(request).error, u"MustBeStopped"_s);
    QVERIFY(m_worker.run(stopRequest(u"web"_s, u"kill"_s)).ok());
    const auto cloned = m_worker.run(request);
    QVERIFY2(cloned.ok(), cloned.text());
    const QByteArrayList origin = describeTree(Location + u"/web/rootfs"_s);

    const auto started = m_worker.run(plainRequest(u"start"_s, u"over"_s));
    QVERIFY2(started.ok(), started.text());
    QCOMPARE(stateOf(u"over"_s), u"RUNNING"_s);
    QByteArray out;
    // A folder of the origin can be replaced, which takes more than LXC itself asks the kernel for.
    QCOMPARE(
        runTool(u"lxc-attach"_s,
                {u"-n"_s, u"over"_s, u"--"_s, u"sh"_s, u"-c"_s,
                 u"hostname; cat /etc/hostname; touch /mine && rm -r /etc/init.d && mkdir /etc/init.d"_s},
                &out),
        0);
    QVERIFY2(out.startsWith("over\n"), out);
    const auto refused = m_worker.run(plainRequest(u"start"_s, u"web"_s));
    QCOMPARE(refused.error, u"HasDependants"_s);
    QCOMPARE(refused.detail, u"over"_s);
    QVERIFY(runTool(u"lxc-destroy"_s, {u"-n"_s, u"web"_s}) != 0);
    QVERIFY(m_worker.run(stopRequest(u"over"_s, u"kill"_s)).ok());

    // Theirs of ours.
    QCOMPARE(runTool(u"lxc-copy"_s,
                     {u"-n"_s, u"over"_s, u"-N"_s, u"theirs"_s, u"-s"_s, u"-B"_s, u"overlay"_s}, &out),
             0);
    const auto their = m_worker.run(plainRequest(u"start"_s, u"theirs"_s));
    QVERIFY2(their.ok(), their.text());
    QVERIFY(m_worker.run(stopRequest(u"theirs"_s, u"kill"_s)).ok());
    // Ours of theirs, of an overlay that runs; and by LXC's own tool.
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"theirs"_s)).ok());
    const auto second = m_worker.run(WorkerRunner::clone(Location, u"theirs"_s, u"second"_s));
    QVERIFY2(second.ok(), second.text());
    QCOMPARE(runTool(u"lxc-start"_s, {u"-n"_s, u"second"_s}), 0);
    QCOMPARE(runTool(u"lxc-attach"_s, {u"-n"_s, u"second"_s, u"--"_s, u"ls"_s, u"/mine"_s}), 0);
    const auto full = m_worker.run(WorkerRunner::clone(Location, u"second"_s, u"full"_s, u"copy"_s));
    QVERIFY2(full.ok(), full.text());
    for (const QString &name : {u"second"_s, u"theirs"_s})
        QVERIFY(m_worker.run(stopRequest(name, u"kill"_s)).ok());
    const auto independent = m_worker.run(plainRequest(u"start"_s, u"full"_s));
    QVERIFY2(independent.ok(), independent.text());
    QCOMPARE(difference(describeTree(Location + u"/web/rootfs"_s), origin), QByteArray());

    QVERIFY(m_worker.run(stopRequest(u"full"_s, u"kill"_s)).ok());
    QCOMPARE(runTool(u"lxc-destroy"_s, {u"-n"_s, u"second"_s}), 0);
    QVERIFY(m_worker.run(plainRequest(u"delete"_s, u"theirs"_s)).ok());
    QCOMPARE(runTool(u"lxc-destroy"_s, {u"-n"_s, u"over"_s}), 0);
    QVERIFY(!QFile::exists(Location + u"/web/lxc_snapshots"_s));
    const auto again = m_worker.run(plainRequest(u"start"_s, u"web"_s));
    QVERIFY2(again.ok(), again.text());
}

/// A container that we start is as one that lxc-start starts.
void TestWorkerLxc::inheritsNothing()
{
    make(u"web"_s, false);
    // An init that never changes what it was given.
    QFile::remove(Location + u"/web/rootfs/sbin/init"_s);
    writeTestFile(Location + u"/web/rootfs/sbin/init"_s, "#!/bin/sh\nexec sleep 100000\n");
    chmod("/var/lib/lxc/web/rootfs/sbin/init", 0755);
    QCOMPARE(runTool(u"env"_s,
                     {u"-i"_s, u"PATH=/usr/sbin:/usr/bin:/sbin:/bin"_s, u"sh"_s, u"-c"_s,
                      u"exec setsid lxc-start -n web </dev/null >/dev/null 2>&1"_s}),
             0);
    QThread::msleep(300);
    const int theirs = initOf(u"web"_s);
    const QStringList init = inherited(theirs);
    const QStringList monitor = inherited(parentOf(theirs)).mid(0, 9);
    const QStringList open = descriptors(parentOf(theirs));
    QVERIFY(m_worker.run(stopRequest(u"web"_s, u"kill"_s)).ok());

    // The worker's own parent has its peculiarities.
    signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, nullptr);
    const mode_t mask = umask(077);
    const auto started = m_worker.run(plainRequest(u"start"_s, u"web"_s));
    umask(mask);
    sigprocmask(SIG_UNBLOCK, &blocked, nullptr);
    signal(SIGPIPE, SIG_DFL);
    QVERIFY2(started.ok(), started.text());
    QThread::msleep(300);
    const int ours = initOf(u"web"_s);
    QCOMPARE(inherited(ours), init);
    QCOMPARE(inherited(parentOf(ours)).mid(0, 9), monitor);
    // Nothing is open that lxc-start's monitor has not; that one may have a client of its own just now.
    QTRY_COMPARE(without(descriptors(parentOf(ours)), open), QStringList());
}

/// What we make is a container for LXC's own tools, and the other way round.
void TestWorkerLxc::lxcToolsAgree()
{
    QCOMPARE(runTool(u"lxc-create"_s, {u"-n"_s, u"theirs"_s, u"-t"_s, u"busybox"_s}), 0);
    make(u"ours"_s, false);
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"theirs"_s)).ok());
    QCOMPARE(runTool(u"lxc-start"_s, {u"-n"_s, u"ours"_s}), 0);
    QByteArray listed;
    runTool(u"lxc-ls"_s, {u"--running"_s, u"-1"_s}, &listed);
    QCOMPARE(listed.simplified(), QByteArray("ours theirs"));
    QVERIFY(m_worker.run(stopRequest(u"ours"_s, u"kill"_s)).ok());
    QCOMPARE(runTool(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, u"theirs"_s}), 0);
    const auto inspected = m_worker.run(WorkerRunner::request(
        u"inspect"_s, Location, {}, {{u"containers"_s, QJsonArray{u"ours"_s, u"theirs"_s}}}));
    QCOMPARE(inspected.containers().size(), 2);
    QVERIFY(inspected.containers().at(0).value("unprivileged"_L1).toBool());
    QVERIFY(!inspected.containers().at(1).value("unprivileged"_L1).toBool());
    QCOMPARE(
        inspected.containers().at(0).value("nics"_L1).toArray().at(0).toObject().value("link"_L1).toString(),
        u"lxcbr0"_s);
    QVERIFY(m_worker.run(plainRequest(u"delete"_s, u"theirs"_s)).ok());
    QCOMPARE(runTool(u"lxc-destroy"_s, {u"-n"_s, u"ours"_s}), 0);
    QCOMPARE(entries(Location), QStringList());
}

QTEST_GUILESS_MAIN(TestWorkerLxc)
#include "tst_workerlxc.moc"
