// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/api/clone.h"
#include "backend/api/create.h"
#include "backend/api/host.h"
#include "backend/api/job.h"
#include "backend/api/names.h"
#include "backend/api/plan.h"
#include "backend/api/rename.h"
#include "backend/api/shell.h"
#include "backend/api/stop.h"

#include <QDBusMetaType>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

const QString Lxc = u"/var/lib/lxc"_s;

} // namespace

class TestWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { registerWireTypes(); }

    void names_data();
    void names();
    void locations_data();
    void locations();
    void specsComeBackWhole();
    void refusals_data();
    void refusals();
    void obstacleWords();
    void signaturesAreTheContracts_data();
    void signaturesAreTheContracts();
};

void TestWire::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << u"web1"_s << true;
    QTest::newRow("every kind of character") << u"0aZ_.-"_s << true;
    QTest::newRow("63 characters") << QString(63, u'a') << true;
    QTest::newRow("64 characters") << QString(64, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("dots") << u".."_s << false;
    QTest::newRow("leading dot") << u".hidden"_s << false;
    QTest::newRow("space") << u"a b"_s << false;
    QTest::newRow("newline") << u"web\n"_s << false;
    QTest::newRow("NUL") << QString(u"web"_s + QChar(u'\0')) << false;
    QTest::newRow("leading hyphen") << u"-n"_s << false;
    QTest::newRow("not ASCII") << u"wéb"_s << false;
    QTest::newRow("other digits") << u"web١"_s << false;
}

void TestWire::names()
{
    QFETCH(QString, name);
    QFETCH(bool, good);
    QCOMPARE(isContainerName(name), good);
}

void TestWire::locations_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    QTest::newRow("LXC's") << Lxc << true;
    QTest::newRow("in a home") << u"/home/a b/.local/share/lxc"_s << true;
    QTest::newRow("root") << u"/"_s << false;
    QTest::newRow("relative") << u"var/lib/lxc"_s << false;
    QTest::newRow("trailing slash") << u"/var/lib/lxc/"_s << false;
    QTest::newRow("up") << u"/var/lib/../lxc"_s << false;
    QTest::newRow("double slash") << u"/var//lxc"_s << false;
    QTest::newRow("newline") << u"/var/lib/lxc\n"_s << false;
    QTest::newRow("too long") << QString(u"/"_s + QString(1024, u'a')) << false;
}

void TestWire::locations()
{
    QFETCH(QString, path);
    QFETCH(bool, good);
    QCOMPARE(isLocation(path), good);
}

void TestWire::specsComeBackWhole()
{
    const CreateSpec create{{Lxc, u"a"_s}, u"debian"_s, {{u"release"_s, u"trixie"_s}}, Store::Btrfs, true};
    QCOMPARE(createSpecFromWire(Lxc, u"a"_s, u"debian"_s, toWire(create)), Result<CreateSpec>(create));
    const CloneSpec clone{{Lxc, u"a"_s}, {u"/srv/lxc"_s, u"a"_s}, CloneMode::Overlay, true, u"a-1"_s};
    QCOMPARE(cloneSpecFromWire(Lxc, u"a"_s, u"/srv/lxc"_s, u"a"_s, toWire(clone)), Result<CloneSpec>(clone));
    const StopSpec stop{{Lxc, u"a"_s}, StopMode::Kill, std::chrono::seconds(7)};
    QCOMPARE(stopSpecFromWire(Lxc, u"a"_s, toWire(stop)), Result<StopSpec>(stop));
    const ShellSpec shell{{Lxc, u"a"_s}, 132, 50};
    QCOMPARE(shellSpecFromWire(Lxc, u"a"_s, toWire(shell)), Result<ShellSpec>(shell));
    const RenameSpec rename{{Lxc, u"a"_s}, u"b"_s};
    QCOMPARE(renameSpecFromWire(Lxc, u"a"_s, u"b"_s), Result<RenameSpec>(rename));
}

void TestWire::refusals_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("object");
    const auto row = [](const char *what, const auto &result, ErrorCode code, const QString &object) {
        QTest::newRow(what) << (result ? Error{ErrorCode::Failed, u"accepted"_s, {}} : result.error()) << code
                            << object;
    };
    row("unknown option", stopSpecFromWire(Lxc, u"a"_s, {{u"force"_s, true}}), ErrorCode::InvalidArgument,
        u"force"_s);
    row("wrong type", stopSpecFromWire(Lxc, u"a"_s, {{u"timeout"_s, 5}}), ErrorCode::InvalidArgument,
        u"timeout"_s);
    row("out of bounds", stopSpecFromWire(Lxc, u"a"_s, {{u"timeout"_s, 0u}}), ErrorCode::InvalidArgument,
        u"timeout"_s);
    row("unknown word", stopSpecFromWire(Lxc, u"a"_s, {{u"mode"_s, u"hard"_s}}), ErrorCode::InvalidArgument,
        u"mode"_s);
    row("bad location", stopSpecFromWire(u"lxc"_s, u"a"_s, {}), ErrorCode::InvalidArgument, u"location"_s);
    row("bad name", stopSpecFromWire(Lxc, u"a\n"_s, {}), ErrorCode::InvalidName, u"a\n"_s);
    row("clone onto itself", cloneSpecFromWire(Lxc, u"a"_s, Lxc, u"a"_s, {}), ErrorCode::AlreadyExists,
        u"a"_s);
    row("clone with an unknown mode",
        cloneSpecFromWire(Lxc, u"a"_s, Lxc, u"b"_s, {{u"mode"_s, u"overlayfs"_s}}),
        ErrorCode::InvalidArgument, u"mode"_s);
    row("clone whose hooks are a number", cloneSpecFromWire(Lxc, u"a"_s, Lxc, u"b"_s, {{u"hooks"_s, 1}}),
        ErrorCode::InvalidArgument, u"hooks"_s);
    const auto inSeries = [](const QVariant &series) {
        return cloneSpecFromWire(Lxc, u"a"_s, Lxc, u"b"_s, {{u"series"_s, series}});
    };
    row("clone of a series that is a number", inSeries(5), ErrorCode::InvalidArgument, u"series"_s);
    row("clone of a series without a name", inSeries(QString()), ErrorCode::InvalidArgument, u"series"_s);
    row("clone of a series with a space", inSeries(u"a b"_s), ErrorCode::InvalidArgument, u"series"_s);
    row("clone of a series with a newline", inSeries(u"a\n"_s), ErrorCode::InvalidArgument, u"series"_s);
    row("clone of a series with a long name", inSeries(QString(65, u'a')), ErrorCode::InvalidArgument,
        u"series"_s);
    row("plan for a bad name", planSpecFromWire(Lxc, u"a/b"_s, Lxc), ErrorCode::InvalidName, u"a/b"_s);
    row("plan from a bad location", planSpecFromWire(u"lxc"_s, u"a"_s, Lxc), ErrorCode::InvalidArgument,
        u"location"_s);
    row("plan to a bad location", planSpecFromWire(Lxc, u"a"_s, u"/srv/../lxc"_s), ErrorCode::InvalidArgument,
        u"targetLocation"_s);
    row("rename to itself", renameSpecFromWire(Lxc, u"a"_s, u"a"_s), ErrorCode::AlreadyExists, u"a"_s);
    row("template with a path", createSpecFromWire(Lxc, u"a"_s, u"/bin/sh"_s, {}), ErrorCode::InvalidArgument,
        u"template"_s);
    const auto options = [](const QMap<QString, QString> &map) {
        return QVariantMap{{u"options"_s, QVariant::fromValue(map)}};
    };
    row("newline in a template option",
        createSpecFromWire(Lxc, u"a"_s, u"busybox"_s, options({{u"x"_s, u"a\nb"_s}})),
        ErrorCode::InvalidArgument, u"options"_s);
    row("newline in a template option's name",
        createSpecFromWire(Lxc, u"a"_s, u"busybox"_s, options({{u"\n"_s, {}}})), ErrorCode::InvalidArgument,
        u"options"_s);
    row("options that are no map", createSpecFromWire(Lxc, u"a"_s, u"busybox"_s, {{u"options"_s, u"x"_s}}),
        ErrorCode::InvalidArgument, u"options"_s);
}

void TestWire::refusals()
{
    QFETCH(Error, error);
    QFETCH(ErrorCode, code);
    QFETCH(QString, object);
    QCOMPARE(error.code, code);
    QCOMPARE(error.object, object);
}

void TestWire::obstacleWords()
{
    for (int i = 0; i < static_cast<int>(Obstacle::Other); ++i) {
        const auto obstacle = static_cast<Obstacle>(i);
        QCOMPARE(obstacleFromWord(obstacleWord(obstacle)), obstacle);
    }
    QCOMPARE(obstacleFromWord(u"Moon"_s), Obstacle::Other);
    for (const CloneMode mode : {CloneMode::Auto, CloneMode::Copy, CloneMode::Snapshot, CloneMode::Overlay})
        QCOMPARE(cloneModeFromWord(cloneModeWord(mode)), Result<CloneMode>(mode));
    QVERIFY(!cloneModeFromWord(u"overlayfs"_s));
}

void TestWire::signaturesAreTheContracts_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QString>("file");
    const auto row = [](QMetaType type, const char *file) {
        QTest::newRow(type.name()) << QByteArray(QDBusMetaType::typeToSignature(type))
                                   << QString::fromLatin1(file);
    };
    row(QMetaType::fromType<ContainerList>(), "org.boxyard.Containers1.xml");
    row(QMetaType::fromType<ContainerDetails>(), "org.boxyard.Containers1.xml");
    row(QMetaType::fromType<HostInfo>(), "org.boxyard.Host1.xml");
    row(QMetaType::fromType<ClonePlan>(), "org.boxyard.Clones1.xml");
    row(QMetaType::fromType<JobInfoList>(), "org.boxyard.Jobs1.xml");
}

void TestWire::signaturesAreTheContracts()
{
    QFETCH(QByteArray, signature);
    QFETCH(QString, file);
    QVERIFY(!signature.isEmpty());
    QFile xml(QStringLiteral(BOXYARD_API_DIR "/") + file);
    QVERIFY2(xml.open(QIODevice::ReadOnly), qPrintable(xml.fileName()));
    QVERIFY2(xml.readAll().contains("type=\"" + signature + "\" direction=\"out\""), signature.constData());
}

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
