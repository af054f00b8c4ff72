// SPDX-License-Identifier: GPL-2.0-or-later
// What the helper's workers start is as what a bare lxc-start starts: nothing of a service's hardening has
// leaked in.

#include "machine.h"
#include "tests/integration/operator.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <sched.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using namespace boxyard::lab;

namespace {

const QString Bare = u"bare"_s; ///< started by lxc-start
const QString Ours = u"ours"_s; ///< started by the helper

/// A field of /proc/PID/status.
QString statusField(pid_t pid, const QString &name)
{
    for (const QString &line : bed::readFile(u"/proc/%1/status"_s.arg(pid)).split(u'\n')) {
        if (line.startsWith(name + u':'))
            return line.section(u':', 1).simplified();
    }
    return u"absent"_s;
}

QString namespaceOf(pid_t pid, const QString &kind)
{
    return QFile::symLinkTarget(u"/proc/%1/ns/%2"_s.arg(pid).arg(kind)).section(u'/', -1);
}

/// The lines that one has and the other has not.
QString difference(const QString &expected, const QString &actual)
{
    const QStringList before = expected.split(u'\n');
    const QStringList after = actual.split(u'\n');
    QString said;
    for (const QString &line : before) {
        if (!after.contains(line))
            said += u"\n- "_s + line;
    }
    for (const QString &line : after) {
        if (!before.contains(line))
            said += u"\n+ "_s + line;
    }
    return said.isEmpty() ? u"the same lines in another order"_s : said;
}

/// A container's own name reads the same in both.
QString anonymous(QString text, const QString &name)
{
    return text.replace(QRegularExpression(u"(?<![A-Za-z0-9])%1(?![A-Za-z0-9])"_s.arg(name)), u"NAME"_s);
}

/// What is mounted where, with which options; ids of mounts and devices, and the number of the terminal that
/// is its console, are each one's own. proc(5), /proc/PID/mountinfo.
QString mounts(pid_t pid, const QString &name)
{
    static const QRegularExpression terminal(u"^/[0-9]+ /dev/"_s);
    QStringList lines;
    for (const QString &line :
         bed::readFile(u"/proc/%1/mountinfo"_s.arg(pid)).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.split(u' ');
        lines.append((words.mid(3, 3).join(u' ') + line.mid(line.indexOf(u" - "_s)))
                         .replace(terminal, u"/NUMBER /dev/"_s));
    }
    lines.sort();
    static const QRegularExpression perMount(u"(size|nr_inodes|ino)=[0-9a-z]+,?"_s);
    return anonymous(lines.join(u'\n'), name).remove(perMount);
}

/// The container's init: 0, its monitor: 1.
pid_t process(const QString &name, int which)
{
    const pid_t init = initPid(name);
    return which == 0 ? init : static_cast<pid_t>(statusField(init, u"PPid"_s).toInt());
}

QString look(const QString &name, int which, const QString &what)
{
    const pid_t pid = process(name, which);
    if (what.startsWith(u"status "_s))
        return statusField(pid, what.section(u' ', 1));
    if (what == "mounts"_L1)
        return mounts(pid, name);
    if (what == "namespaces of the machine"_L1) {
        QStringList shared;
        for (const QString &kind :
             {u"mnt"_s, u"uts"_s, u"ipc"_s, u"net"_s, u"pid"_s, u"user"_s, u"cgroup"_s, u"time"_s}) {
            if (namespaceOf(pid, kind) == namespaceOf(1, kind))
                shared.append(kind);
        }
        return shared.join(u' ');
    }
    if (what == "scheduling"_L1)
        return u"%1 %2"_s.arg(sched_getscheduler(pid)).arg(getpriority(PRIO_PROCESS, static_cast<id_t>(pid)));
    return anonymous(bed::readFile(u"/proc/%1/%2"_s.arg(pid).arg(what)), name);
}

} // namespace

class TestLabContainers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void asLxcStartsThem_data();
    void asLxcStartsThem();
    void appArmorConfines_data();
    void appArmorConfines();
    void theCgroupIsItsOwn();
};

void TestLabContainers::initTestCase()
{
    if (!isLab())
        QSKIP("runs in the lab only: ./dev lab");
    bed::makeContainer(Bare, {}, false);
    bed::makeContainer(Ours, {}, false);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, Bare});
    Operator may(u"may"_s);
    const End end = may.start(Ours);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + end.detail));
    QVERIFY(initPid(Bare) > 0 && initPid(Ours) > 0);
}

void TestLabContainers::cleanupTestCase()
{
    if (!isLab())
        return;
    stopHelper();
    bed::removeContainers();
}

void TestLabContainers::asLxcStartsThem_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("what");
    static const QStringList whats = {u"status NoNewPrivs"_s,
                                      u"status Seccomp"_s,
                                      u"status Seccomp_filters"_s,
                                      u"status CapInh"_s,
                                      u"status CapPrm"_s,
                                      u"status CapEff"_s,
                                      u"status CapBnd"_s,
                                      u"status CapAmb"_s,
                                      u"status Uid"_s,
                                      u"status Gid"_s,
                                      u"status Groups"_s,
                                      u"status Umask"_s,
                                      u"status Cpus_allowed"_s,
                                      u"status Mems_allowed"_s,
                                      u"status Speculation_Store_Bypass"_s,
                                      u"status SigBlk"_s,
                                      u"status SigIgn"_s,
                                      u"limits"_s,
                                      u"oom_score_adj"_s,
                                      u"timerslack_ns"_s,
                                      u"coredump_filter"_s,
                                      u"attr/apparmor/current"_s,
                                      u"namespaces of the machine"_s,
                                      u"mounts"_s,
                                      u"scheduling"_s,
                                      u"personality"_s};
    for (const int which : {0, 1}) {
        for (const QString &what : whats)
            QTest::addRow("%s: %s", which == 0 ? "init" : "monitor", qPrintable(what)) << which << what;
    }
}

void TestLabContainers::asLxcStartsThem()
{
    QFETCH(int, which);
    QFETCH(QString, what);
    const QString expected = look(Bare, which, what);
    QVERIFY(expected != "absent"_L1);
    QVERIFY(!expected.isEmpty() || what == "status Groups"_L1); // who has none
    const QString actual = look(Ours, which, what);
    QVERIFY2(actual == expected, qPrintable(difference(expected, actual)));
}

void TestLabContainers::appArmorConfines_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("by lxc-start") << Bare;
    QTest::newRow("by the helper") << Ours;
}

void TestLabContainers::appArmorConfines()
{
    QFETCH(QString, name);
    const QString profile = look(name, 0, u"attr/apparmor/current"_s).trimmed();
    QVERIFY2(profile.startsWith(u"lxc-"_s) && profile.contains(u"enforce"_s), qPrintable(profile));
}

void TestLabContainers::theCgroupIsItsOwn()
{
    const QString line = bed::readFile(u"/proc/%1/cgroup"_s.arg(initPid(Ours))).trimmed();
    QVERIFY2(line.startsWith(u"0::/lxc.payload.ours"_s), qPrintable(line));
    // Neither it nor its monitor ends with the helper's unit.
    const QString monitor = bed::readFile(u"/proc/%1/cgroup"_s.arg(process(Ours, 1))).trimmed();
    QVERIFY2(monitor.startsWith(u"0::/lxc.monitor.ours"_s), qPrintable(monitor));
}

QTEST_GUILESS_MAIN(TestLabContainers)
#include "tst_labcontainers.moc"
