// SPDX-License-Identifier: GPL-2.0-or-later
// Which containers exist, and what their configs say.
#include "backend/api/error.h"
#include "fakemonitor.h"
#include "place.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace boxyard::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Quiet = 200; // ms; longer than a changed config waits until it is asked about

} // namespace

class TestWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folders();
    void configThatComesLater();
    void replacedFolder();
    void missingLocation();
    void severalLocations();
    void oddNames_data();
    void oddNames();
    void configs();
    void configChanges();
    void inspectNeverAnswers();
    void inspectAnswersPartially();
    void inspectAnswersTooLate();
    void identity();
};

void TestWatch::folders()
{
    const Place place;
    place.write(u"b"_s);
    place.write(u".hidden"_s);
    QDir(place.path()).mkdir(u"noconfig"_s);
    QFile(place.path() + u"/file"_s).open(QIODevice::WriteOnly);
    Watch watch(place.options(), nobody());
    QCOMPARE(names(watch), QStringList{u"b"_s});
    QCOMPARE(stateText(watch, place.ref(u"b"_s)), u"Stopped"_s);
    QVERIFY(!watch.find(place.ref(u"a"_s)));

    QSignalSpy changed(&watch, &Watch::changed);
    place.write(u"a"_s);
    QTRY_COMPARE(names(watch), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(!changed.isEmpty());

    QVERIFY(QDir(place.path()).rename(u"a"_s, u"c"_s));
    QTRY_COMPARE(names(watch), (QStringList{u"b"_s, u"c"_s}));
    QVERIFY(QDir(place.path() + u"/b"_s).removeRecursively());
    QTRY_COMPARE(names(watch), QStringList{u"c"_s});

    QVERIFY(QDir(place.path()).rename(u".hidden"_s, u"shown"_s));
    QTRY_COMPARE(names(watch), (QStringList{u"c"_s, u"shown"_s}));

    changed.clear();
    QDir(place.path()).mkdir(u".boxyard-7"_s);
    watch.rescan();
    QTest::qWait(Quiet);
    QVERIFY2(changed.isEmpty(), "nothing to see, and yet a change was told");
}

void TestWatch::configThatComesLater()
{
    const Place place;
    Watch watch(place.options(), nobody());
    QDir(place.path()).mkdir(u"late"_s);
    QTest::qWait(30);
    QCOMPARE(names(watch), QStringList());
    place.write(u"late"_s);
    watch.setWatched(true);
    QTRY_COMPARE(names(watch), QStringList{u"late"_s});
    QVERIFY(QFile::remove(place.path() + u"/late/config"_s));
    QTRY_COMPARE(names(watch), QStringList());
    place.write(u"late"_s);
    QTRY_COMPARE(names(watch), QStringList{u"late"_s});
}

void TestWatch::replacedFolder()
{
    Place place;
    place.write(u"x"_s);
    Watch watch(place.options(), place.keep());
    QTRY_COMPARE(place.requests.size(), 1);
    Place::answerAll(place.requests.takeFirst());
    const QString before = watch.configIdentity(place.ref(u"x"_s));
    QVERIFY(QDir(place.path()).rename(u"x"_s, u".away"_s));
    place.write(u"x"_s, "another\n");
    QTRY_VERIFY(!place.requests.isEmpty()); // the new one is read
    QCOMPARE(place.requests.constFirst().names, QStringList{u"x"_s});
    QVERIFY(watch.configIdentity(place.ref(u"x"_s)) != before);
    Place::answerAll(place.requests.takeFirst());
    place.write(u"x"_s, "and again, in the new folder\n"); // which is watched as well
    QTRY_VERIFY(!place.requests.isEmpty());
}

void TestWatch::missingLocation()
{
    const Place place;
    const QString path = place.path() + u"/not/yet"_s;
    Watch watch({{path}, ::getuid()}, nobody());
    QCOMPARE(names(watch), QStringList());
    QVERIFY(QDir().mkpath(path + u"/early"_s));
    QFile file(path + u"/early/config"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QTest::qWait(20);
    watch.rescan();
    QTRY_COMPARE(names(watch), QStringList{u"early"_s});
    QVERIFY(QDir(path).removeRecursively());
    QTRY_COMPARE(names(watch), QStringList());
    QVERIFY(QDir().mkpath(path));
    QTest::qWait(30); // the new folder is found
    QVERIFY(QDir(place.path()).mkdir(u"prepared"_s));
    QFile prepared(place.path() + u"/prepared/config"_s);
    QVERIFY(prepared.open(QIODevice::WriteOnly));
    prepared.close();
    QVERIFY(QDir().rename(place.path() + u"/prepared"_s, path + u"/again"_s));
    QTRY_COMPARE(names(watch), QStringList{u"again"_s});
}

void TestWatch::severalLocations()
{
    const Place one;
    const Place two;
    one.write(u"same"_s);
    two.write(u"same"_s);
    const Watch watch({{one.path(), two.path()}, ::getuid()}, nobody());
    QCOMPARE(watch.containers().size(), 2);
    QVERIFY(std::ranges::is_sorted(watch.containers(), {}, [](const Container &container) {
        return std::pair(container.ref.location, container.ref.name);
    }));
    QVERIFY(watch.find(one.ref(u"same"_s)) && watch.find(two.ref(u"same"_s)));
}

void TestWatch::oddNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("supported");
    QTest::newRow("plain") << QByteArray("web.1-a_B") << u"web.1-a_B"_s << true;
    QTest::newRow("63 letters") << QByteArray(63, 'a') << QString(63, u'a') << true;
    QTest::newRow("64 letters") << QByteArray(64, 'a') << QString(64, u'a') << false;
    QTest::newRow("a space") << QByteArray("my web") << u"my web"_s << false;
    QTest::newRow("a newline") << QByteArray("web\nroot") << u"web\nroot"_s << false;
    QTest::newRow("a hyphen in front") << QByteArray("-rf") << u"-rf"_s << false;
    QTest::newRow("not ASCII") << QByteArray("c\xc3\xa4sar") << u"cäsar"_s << false;
    QTest::newRow("no text") << QByteArray("web\xff") << u"web\uFFFD"_s << false;
}

void TestWatch::oddNames()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QString, shown);
    QFETCH(const bool, supported);
    Place place;
    const QByteArray folder = QFile::encodeName(place.path()) + '/' + name;
    QCOMPARE(::mkdir(folder.constData(), 0755), 0);
    const int fd = ::open((folder + "/config").constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    QVERIFY(fd >= 0);
    ::close(fd);
    const FakeMonitor monitor({commandSocketName(place.path().toStdString(), name.toStdString())},
                              FakeMonitor::Manner::Silent);
    QVERIFY(monitor.isReady);
    Watch watch(place.options(), place.keep());
    QCOMPARE(names(watch), QStringList{shown});
    QCOMPARE(watch.containers().constFirst().problem,
             supported ? QString() : errorWord(ErrorCode::UnsupportedName));
    QVERIFY(watch.containers().constFirst().state
            != ContainerState::Stopped); // its socket was found all the same
    QTest::qWait(Quiet);
    QCOMPARE(place.requests.size(), supported ? 1 : 0);
    ::unlink((folder + "/config").constData()); // QTemporaryDir can't name what is no text
    ::rmdir(folder.constData());
}

void TestWatch::configs()
{
    Place place;
    place.write(u"a"_s);
    place.write(u"b"_s);
    Watch watch(place.options(), place.keep());
    QSignalSpy changed(&watch, &Watch::changed);
    QTRY_COMPARE(place.requests.size(), 1);
    const auto request = place.requests.takeFirst();
    QCOMPARE(request.location, place.path());
    QCOMPARE(request.names, (QStringList{u"a"_s, u"b"_s})); // one batch
    QCOMPARE(watch.details(place.ref(u"a"_s)), ContainerDetails());

    auto a = Place::config(u"a"_s, u"btrfs"_s);
    a.unprivileged = a.autostart = true;
    a.rootfs = u"/somewhere"_s;
    auto b = Place::config(u"b"_s);
    b.problem = errorWord(ErrorCode::BrokenConfig);
    b.problemDetail = u"line 3"_s;
    request.done({a, b});
    QTRY_COMPARE(changed.size(), 1);
    const auto *found = watch.find(place.ref(u"a"_s));
    QCOMPARE(found->store, u"btrfs"_s);
    QVERIFY(found->unprivileged && found->autostart);
    QCOMPARE(found->rootfs, u"/somewhere"_s);
    QCOMPARE(watch.find(place.ref(u"b"_s))->problemDetail, u"line 3"_s);
    QCOMPARE(watch.details(place.ref(u"a"_s)).hostname, u"a-host"_s);

    watch.rescan();
    QTest::qWait(Quiet);
    QVERIFY2(place.requests.isEmpty(), "a config that did not change was asked for again");
}

void TestWatch::configChanges()
{
    Place place;
    place.write(u"a"_s);
    place.write(u"b"_s);
    Watch watch(place.options(), place.keep());
    QTRY_COMPARE(place.requests.size(), 1);
    Place::answerAll(place.requests.takeFirst());

    place.write(u"a"_s, "lxc.uts.name = longer\n"); // in place
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(place.requests.constFirst().names, QStringList{u"a"_s});
    Place::answerAll(place.requests.takeFirst());

    QFile file(place.path() + u"/a/config.new"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("lxc.uts.name = other\n");
    file.close();
    QCOMPARE(::rename(qPrintable(file.fileName()), qPrintable(place.path() + u"/a/config"_s)),
             0); // by renaming
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(place.requests.constFirst().names, QStringList{u"a"_s});

    // While that is under way another one changes: it waits for its turn.
    place.write(u"b"_s, "lxc.uts.name = second\n");
    QTest::qWait(Quiet);
    QCOMPARE(place.requests.size(), 1);
    Place::answerAll(place.requests.takeFirst());
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(place.requests.constFirst().names, QStringList{u"b"_s});
    Place::answerAll(place.requests.takeFirst());

    QFile rdepends(place.path() + u"/a/lxc_rdepends"_s);
    QVERIFY(rdepends.open(QIODevice::WriteOnly));
    rdepends.close();
    QTRY_COMPARE(place.requests.size(), 1);
}

void TestWatch::inspectNeverAnswers()
{
    Place place;
    place.write(u"a"_s);
    Watch watch(place.options(), place.keep());
    QTRY_COMPARE(place.requests.size(), 1);
    place.write(u"b"_s);
    QTRY_COMPARE(names(watch), (QStringList{u"a"_s, u"b"_s})); // the list goes on
    const FakeMonitor monitor({place.socket(u"a"_s)});
    Sleeper init;
    watch.rescan();
    QCOMPARE(place.requests.size(), 1); // one at a time
    QVERIFY(QDir(place.path() + u"/a"_s).removeRecursively());
    QTRY_COMPARE(names(watch), QStringList{u"b"_s});
    Place::answerAll(place.requests.takeFirst()); // of one that is gone
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(names(watch), QStringList{u"b"_s});
}

void TestWatch::inspectAnswersPartially()
{
    Place place;
    for (const auto &name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        place.write(name);
    Watch watch(place.options(), place.keep());
    QTRY_COMPARE(place.requests.size(), 1);
    // b hangs, so what follows it was not reached.
    place.requests.takeFirst().done({Place::config(u"a"_s)});
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(place.requests.constFirst().names, (QStringList{u"c"_s, u"d"_s}));
    Place::answerAll(place.requests.takeFirst());
    QTRY_COMPARE(place.requests.size(), 1);
    QCOMPARE(place.requests.constFirst().names, QStringList{u"b"_s});
    place.requests.takeFirst().done({});
    QTRY_COMPARE(watch.find(place.ref(u"b"_s))->problem, errorWord(ErrorCode::BrokenConfig));
    for (const auto &name : {u"a"_s, u"c"_s, u"d"_s})
        QCOMPARE(watch.find(place.ref(name))->problem, QString());
    QTest::qWait(Quiet);
    QVERIFY(place.requests.isEmpty());
    place.write(u"b"_s, "corrected\n");
    QTRY_COMPARE(place.requests.size(), 1);
    Place::answerAll(place.requests.takeFirst());
    QTRY_COMPARE(watch.find(place.ref(u"b"_s))->problem, QString());
}

void TestWatch::inspectAnswersTooLate()
{
    Place place;
    place.write(u"a"_s);
    auto watch = std::make_unique<Watch>(place.options(), place.keep());
    QTRY_COMPARE(place.requests.size(), 1);
    watch.reset();
    Place::answerAll(place.requests.takeFirst()); // must not reach what is gone
}

void TestWatch::identity()
{
    const Place place;
    place.write(u"a"_s);
    const Watch watch(place.options(), nobody());

    struct stat found {
    };

    QCOMPARE(::stat(qPrintable(place.path() + u"/a/config"_s), &found), 0);
    const QString expected = u"%1:%2:%3%4:%5"_s.arg(found.st_dev)
                                 .arg(found.st_ino)
                                 .arg(found.st_mtim.tv_sec)
                                 .arg(found.st_mtim.tv_nsec, 9, 10, QChar(u'0'))
                                 .arg(found.st_size);
    QCOMPARE(watch.configIdentity(place.ref(u"a"_s)), expected);
    QVERIFY(QFile::remove(place.path() + u"/a/config"_s));
    QCOMPARE(watch.configIdentity(place.ref(u"a"_s)), QString()); // now, not as it was
    QCOMPARE(watch.configIdentity(place.ref(u"z"_s)), QString());
}

QTEST_GUILESS_MAIN(TestWatch)

#include "tst_watch.moc"
