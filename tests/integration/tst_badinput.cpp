// SPDX-License-Identifier: GPL-2.0-or-later
// What can't be done: one clear sentence each, and the old state stays.

#include "backend/api/error.h"
#include "operator.h"
#include "tests/bed/services.h"
#include "tests/worker/heldfile.h"

#include <QDBusArgument>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTest>

#include <memory>

#include <sys/mount.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using bed::Call;

namespace {

const QString Small = u"/run/small"_s; ///< a container path on a file system of some MiB

Call container(const QString &method, const QString &name, const QVariantList &more = {})
{
    return {u"Containers"_s, method, QVariantList{Location, name} + more};
}

} // namespace

class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void names_data();
    void names();
    void locations_data();
    void locations();
    void options_data();
    void options();
    void namesThatExist();
    void aTemplateThatFailsHalfWay();
    void aTemplateThatIsNotThere();
    void aTargetThatAppearsMeanwhile();
    void noSpaceForANewOne();
    void noSpaceForAClone();
    void noContainerPath();
    void aReadOnlyContainerPath();
    void aConfigThatDoesNotLoad();
    void aRootfsThatIsGone();
    void aSourceThatIsAChangedOne();

private:
    void expectNothingDone(const End &end, const QString &error);

    std::unique_ptr<Operator> m_may;
    QStringList m_names;
};

void TestBadInput::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    QVERIFY(QDir().mkpath(Small));
    QCOMPARE(mount("small", "/run/small", "tmpfs", 0, "size=3m,mode=755"), 0);
    configureHelper(u"[helper]\nlocations = /var/lib/lxc, /run/small\n"_s);
}

void TestBadInput::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    if (bed::lxcNames() != QStringList{u"web"_s}) {
        const End made = m_may->create(u"web"_s);
        QVERIFY2(made.error.isEmpty(), qPrintable(made.error + made.detail));
    }
    m_names = bed::lxcNames();
}

void TestBadInput::cleanup()
{
    m_may.reset();
    // What only refuses has changed nothing, and looked at that: the next row has the same container.
    const QByteArray function = QTest::currentTestFunction();
    const bool kept = !QTest::currentTestFailed()
        && (function == "names" || function == "locations" || function == "options");
    if (bed::isBed() && !kept) {
        bed::removeContainers();
        bed::mustRun(u"sh"_s, {u"-c"_s, u"rm -rf /run/small/* /run/small/.boxyard*"_s});
    }
}

/// A sentence that a person can read, and nothing new.
void TestBadInput::expectNothingDone(const End &end, const QString &error)
{
    QCOMPARE(end.error, error);
    const Error told = {errorCodeFromWord(end.error), end.object, end.detail};
    const QString sentence = end.job == 0 ? end.detail : explain(told);
    QVERIFY2(!sentence.isEmpty() && !sentence.contains(u'\n') && sentence.endsWith(u'.'),
             qPrintable(sentence));
    QCOMPARE(QDir(Location).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), m_names);
    QCOMPARE(leftovers(Small), QStringList());
    QCOMPARE(m_may->list().size(), m_names.size());
}

void TestBadInput::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("a slash") << u"a/b"_s;
    QTest::newRow("absolute") << u"/etc"_s;
    QTest::newRow("the parent") << u".."_s;
    QTest::newRow("the folder itself") << u"."_s;
    QTest::newRow("a path upwards") << u"../../../etc/lxc"_s;
    QTest::newRow("hidden") << u".boxyard-1"_s;
    QTest::newRow("a space") << u"my web"_s;
    QTest::newRow("a newline") << u"web\nlxc.hook.pre-start=/bin/sh"_s;
    QTest::newRow("a final newline") << u"web2\n"_s;
    QTest::newRow("a leading hyphen") << u"-rf"_s;
    QTest::newRow("an option") << u"--help"_s;
    QTest::newRow("64 characters") << QString(64, u'a');
    QTest::newRow("5,000 characters") << QString(5000, u'a');
    QTest::newRow("not ASCII") << u"w\u00e9b"_s;
    QTest::newRow("Chinese") << u"\u5bb9\u5668"_s;
    QTest::newRow("looks like ASCII") << u"w\u0435b"_s;
    QTest::newRow("a wildcard") << u"web*"_s;
    QTest::newRow("a shell's words") << u"$(reboot)"_s;
    QTest::newRow("an escape") << u"web\u001b[2J"_s;
}

void TestBadInput::names()
{
    QFETCH(QString, name);
    const QVariantMap none;
    const QList<Call> calls = {
        container(u"Create"_s, name, {u"busybox"_s, none}),
        container(u"Rename"_s, u"web"_s, {name}),
        container(u"Rename"_s, name, {u"new"_s}),
        container(u"Start"_s, name),
        container(u"Stop"_s, name, {none}),
        container(u"Delete"_s, name),
        {u"Clones"_s, u"Clone"_s, {Location, u"web"_s, Location, name, none}},
        {u"Clones"_s, u"Clone"_s, {Location, name, Location, u"new"_s, none}},
    };
    for (const Call &call : calls)
        expectNothingDone(m_may->change(call), u"InvalidName"_s);
    const QString asTemplate = m_may->create(u"new"_s, {}, name).error;
    QVERIFY2(asTemplate == "InvalidArgument"_L1 || asTemplate == "InvalidName"_L1, qPrintable(asTemplate));
}

void TestBadInput::locations_data()
{
    QTest::addColumn<QString>("location");
    QTest::newRow("empty") << QString();
    QTest::newRow("relative") << u"lib/lxc"_s;
    QTest::newRow("not allowed") << u"/home"_s;
    QTest::newRow("upwards") << u"/var/lib/lxc/../../../home"_s;
    QTest::newRow("a trailing slash") << u"/var/lib/lxc/"_s;
    QTest::newRow("two slashes") << u"/var//lib/lxc"_s;
    QTest::newRow("a newline") << u"/var/lib/lxc\n"_s;
    QTest::newRow("long") << QString(u'/' + QString(5000, u'a'));
}

void TestBadInput::locations()
{
    QFETCH(QString, location);
    const QVariantMap none;
    const QList<Call> calls = {
        {u"Containers"_s, u"Create"_s, {location, u"new"_s, u"busybox"_s, none}},
        {u"Containers"_s, u"Start"_s, {location, u"web"_s}},
        {u"Clones"_s, u"Clone"_s, {Location, u"web"_s, location, u"new"_s, none}},
        {u"Clones"_s, u"Clone"_s, {location, u"web"_s, Location, u"new"_s, none}},
    };
    for (const Call &call : calls)
        expectNothingDone(m_may->change(call), u"InvalidArgument"_s);
}

void TestBadInput::options_data()
{
    QTest::addColumn<QVariantMap>("options");
    QTest::addColumn<QString>("templateName");
    const auto inner = [](const QString &key, const QString &value) {
        return QVariantMap{{u"options"_s, QVariant::fromValue(QMap<QString, QString>{{key, value}})}};
    };
    QTest::newRow("an unknown one") << QVariantMap{{u"hook"_s, u"/bin/sh"_s}} << u"busybox"_s;
    QTest::newRow("another type") << QVariantMap{{u"privileged"_s, u"true"_s}} << u"busybox"_s;
    QTest::newRow("a number as a truth") << QVariantMap{{u"privileged"_s, 1}} << u"busybox"_s;
    QTest::newRow("an unknown store") << QVariantMap{{u"store"_s, u"zfs"_s}} << u"busybox"_s;
    QTest::newRow("an option that the template does not have")
        << inner(u"rootfs"_s, u"/etc"_s) << u"busybox"_s;
    QTest::newRow("an option's value that is another option")
        << inner(u"release"_s, u"--rootfs=/etc"_s) << u"debian"_s;
    QTest::newRow("a newline in a value") << inner(u"release"_s, u"trixie\nx"_s) << u"debian"_s;
}

void TestBadInput::options()
{
    QFETCH(QVariantMap, options);
    QFETCH(QString, templateName);
    expectNothingDone(m_may->create(u"new"_s, options, templateName), u"InvalidArgument"_s);
}

void TestBadInput::namesThatExist()
{
    const bed::Canaries web({Location + u"/web"_s});
    expectNothingDone(m_may->create(u"web"_s), u"AlreadyExists"_s);
    QVERIFY(m_may->create(u"db"_s).error.isEmpty());
    m_names = bed::lxcNames();
    expectNothingDone(m_may->clone(u"web"_s, u"db"_s), u"AlreadyExists"_s);
    expectNothingDone(m_may->change(container(u"Rename"_s, u"db"_s, {u"web"_s})), u"AlreadyExists"_s);
    QCOMPARE(m_may->clone(u"web"_s, u"web"_s).job, 0ULL);
    QCOMPARE(web.touched(), QStringList());
    // A folder that is no container is in the way as well, and stays.
    QVERIFY(QDir().mkpath(Location + u"/mine"_s));
    bed::writeFile(Location + u"/mine/letter"_s, u"dear"_s);
    QCOMPARE(m_may->create(u"mine"_s).error, u"AlreadyExists"_s);
    QCOMPARE(m_may->clone(u"web"_s, u"mine"_s).error, u"AlreadyExists"_s);
    QCOMPARE(bed::readFile(Location + u"/mine/letter"_s), u"dear"_s);
}

void TestBadInput::aTemplateThatFailsHalfWay()
{
    installTemplate(
        u"half"_s,
        u"for word in \"$@\"; do case $word in --rootfs=*) rootfs=${word#--rootfs=};; esac; done\n"
        "mkdir -p \"$rootfs/bin\" && echo half > \"$rootfs/bin/file\"\n"
        "echo 'downloading' ; echo 'the mirror burnt down' >&2; exit 3\n"_s);
    const End end = m_may->create(u"new"_s, {}, u"half"_s);
    expectNothingDone(end, u"TemplateFailed"_s);
    QCOMPARE(end.object, u"half"_s);
    QVERIFY2(end.detail.contains(u"the mirror burnt down"_s), qPrintable(end.detail));
    QVERIFY(m_may->log(end.job).contains(u"downloading"_s));
    QCOMPARE(m_may->create(u"new"_s).error, QString()); // a retry works
}

void TestBadInput::aTemplateThatIsNotThere()
{
    const End end = m_may->create(u"new"_s, {}, u"windows"_s);
    expectNothingDone(end, u"NotFound"_s);
}

void TestBadInput::aTargetThatAppearsMeanwhile()
{
    bed::writeFile(Location + u"/web/rootfs/root/held"_s, u"contents"_s);
    const bed::Canaries web({Location + u"/web"_s});
    auto held = std::make_unique<HeldFile>(Location + u"/web/rootfs/root/held"_s);
    const End begun =
        m_may->begin({u"Clones"_s,
                      u"Clone"_s,
                      {Location, u"web"_s, Location, u"web2"_s, QVariantMap{{u"mode"_s, u"copy"_s}}}});
    QVERIFY(begun.job != 0);
    held->awaitReached();
    QVERIFY(QDir().mkpath(Location + u"/web2"_s));
    bed::writeFile(Location + u"/web2/config"_s, u"# somebody else's\n"_s);
    held.reset();
    const End end = m_may->await(begun);
    QCOMPARE(end.error, u"AlreadyExists"_s);
    QCOMPARE(bed::readFile(Location + u"/web2/config"_s), u"# somebody else's\n"_s);
    QCOMPARE(QDir(Location + u"/web2"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{u"config"_s});
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(web.touched(), QStringList());
}

void TestBadInput::noSpaceForANewOne()
{
    bed::run(u"dd"_s, {u"if=/dev/zero"_s, u"of=/run/small/ballast"_s, u"bs=64k"_s});
    const End end =
        m_may->change({u"Containers"_s, u"Create"_s, {Small, u"new"_s, u"busybox"_s, QVariantMap()}});
    QFile::remove(Small + u"/ballast"_s);
    expectNothingDone(end, u"NoSpace"_s);
}

void TestBadInput::noSpaceForAClone()
{
    bed::run(u"dd"_s,
             {u"if=/dev/urandom"_s, u"of=/var/lib/lxc/web/rootfs/root/big"_s, u"bs=1M"_s, u"count=5"_s});
    const bed::Canaries web({Location + u"/web"_s});
    const End end =
        m_may->change({u"Clones"_s, u"Clone"_s, {Location, u"web"_s, Small, u"web"_s, QVariantMap()}});
    expectNothingDone(end, u"NoSpace"_s);
    QCOMPARE(web.touched(), QStringList());
    // And where there is room, a clone into the other container path works.
    QVERIFY(QFile::remove(Location + u"/web/rootfs/root/big"_s));
    const End fits =
        m_may->change({u"Clones"_s, u"Clone"_s, {Location, u"web"_s, Small, u"web"_s, QVariantMap()}});
    QVERIFY2(fits.error.isEmpty(), qPrintable(fits.error + fits.detail));
    QVERIFY(QFile::exists(Small + u"/web/config"_s));
}

void TestBadInput::noContainerPath()
{
    QVERIFY(m_may->remove(u"web"_s).error.isEmpty());
    m_may.reset();
    QCOMPARE(umount2("/var/lib/lxc", MNT_DETACH), 0);
    const auto restore = qScopeGuard([] {
        QDir().mkpath(Location);
        mount("lxc", "/var/lib/lxc", "tmpfs", 0, "mode=755");
        bed::killHelper();
    });
    QVERIFY(QDir(Location).removeRecursively());
    bed::killHelper();
    m_may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(m_may->list().size(), 0);
    QCOMPARE(m_may->info().locations.constFirst().problem, u"LocationMissing"_s);
    const End end = m_may->create(u"new"_s);
    QCOMPARE(end.error, u"LocationMissing"_s);
    QVERIFY(!QDir(Location).exists());
    // When it comes, the helper sees it without being started anew.
    QVERIFY(QDir().mkpath(Location));
    QTRY_COMPARE(m_may->info().locations.constFirst().problem, QString());
    const End made = m_may->create(u"new"_s);
    QVERIFY2(made.error.isEmpty(), qPrintable(made.error + made.detail));
    QTRY_COMPARE(m_may->find(u"new"_s).state, ContainerState::Stopped);
    m_may.reset();
    bed::removeContainers();
}

void TestBadInput::aReadOnlyContainerPath()
{
    QCOMPARE(mount(nullptr, "/run/small", nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
    const auto restore = qScopeGuard([] { mount(nullptr, "/run/small", nullptr, MS_REMOUNT, nullptr); });
    const End end =
        m_may->change({u"Containers"_s, u"Create"_s, {Small, u"new"_s, u"busybox"_s, QVariantMap()}});
    expectNothingDone(end, u"ReadOnlyStore"_s);
}

void TestBadInput::aConfigThatDoesNotLoad()
{
    const QString config = Location + u"/web/config"_s;
    const QString good = bed::readFile(config);
    bed::writeFile(config, good + u"lxc.no.such.key = 1\n"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).problem, u"BrokenConfig"_s);
    QVERIFY(!m_may->find(u"web"_s).problemDetail.isEmpty());
    const bed::Canaries web({Location + u"/web"_s});
    expectNothingDone(m_may->start(u"web"_s), u"BrokenConfig"_s);
    expectNothingDone(m_may->clone(u"web"_s, u"web2"_s), u"BrokenConfig"_s);
    QCOMPARE(web.touched(), QStringList());
    bed::writeFile(config, good);
    QTRY_COMPARE(m_may->find(u"web"_s).problem, QString());
    QCOMPARE(m_may->start(u"web"_s).error, QString());
}

void TestBadInput::aRootfsThatIsGone()
{
    bed::mustRun(u"mv"_s, {Location + u"/web/rootfs"_s, Location + u"/web/elsewhere"_s});
    expectNothingDone(m_may->start(u"web"_s), u"RootfsMissing"_s);
    bed::mustRun(u"mv"_s, {Location + u"/web/elsewhere"_s, Location + u"/web/rootfs"_s});
    QCOMPARE(m_may->start(u"web"_s).error, QString());
}

void TestBadInput::aSourceThatIsAChangedOne()
{
    // An unprivileged container that becomes privileged while its job waits is not what was authorized.
    const QString hook = u"/var/tmp/boxyard-waits"_s;
    const QString end = u"/var/tmp/boxyard-ends"_s;
    bed::writeFile(hook, u"#!/bin/sh\nwhile [ ! -e %1 ]; do sleep 0.05; done\n"_s.arg(end));
    bed::mustRun(u"chmod"_s, {u"755"_s, hook});
    const auto release = qScopeGuard([&] { bed::writeFile(end, {}); });
    QList<End> holding; // as many as a user's jobs run at a time
    for (int i = 0; i < 4; ++i) {
        const QString name = u"slow%1"_s.arg(i);
        bed::makeContainer(name, {u"lxc.hook.pre-start = "_s + hook});
        holding.append(m_may->begin(container(u"Start"_s, name)));
        QVERIFY(holding.constLast().job != 0);
    }
    const End waiting = m_may->begin(container(u"Start"_s, u"web"_s));
    QVERIFY(waiting.job != 0);
    const QString config = Location + u"/web/config"_s;
    QString text = bed::readFile(config);
    text.remove(QRegularExpression(u"lxc.idmap[^\\n]*\\n"_s));
    bed::writeFile(config, text);
    bed::writeFile(end, {});
    QCOMPARE(m_may->await(waiting).error, u"Changed"_s);
    QCOMPARE(bed::lxcState(u"web"_s), u"STOPPED"_s);
    for (const End &slow : std::as_const(holding))
        QCOMPARE(m_may->await(slow).error, QString());
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
