// SPDX-License-Identifier: GPL-2.0-or-later
// What can be wanted of which container, and what a person reads where it can't.

#include "gui/models/containermodel.h"
#include "gui/models/dependants.h"
#include "gui/models/eligibility.h"
#include "guitest.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::putOverlay;
using guitest::ref;

class TestEligibility : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void problems_data();
    void problems();
    void whatOverlaysLieOnStaysAsItIs();
    void overlaysLieOnWhat_data();
    void overlaysLieOnWhat();
    void everyOverlayOnce();
    void withoutAConnectionNothing();
    void withoutTheCapabilityNothing_data();
    void withoutTheCapabilityNothing();
    void whatIsBusySaysSo();
    void whatIsBeingMadeIsBusy();
    void ofSeveralThoseThatCan();
    void creating();
};

namespace {

constexpr std::array AllWishes = {Wish::Clone,  Wish::Start,    Wish::Stop,   Wish::Kill,   Wish::Restart,
                                  Wish::Freeze, Wish::Unfreeze, Wish::Rename, Wish::Delete, Wish::Shell};

/// A letter a wish, in the order of the enumeration, for those that can be met.
QString possible(const ContainerRow &row, const FakeEngine &engine)
{
    static const QString letters = u"CSTKRFUNDH"_s;
    QString can;
    for (qsizetype i = 0; i < letters.size(); ++i) {
        if (refusal(AllWishes.at(static_cast<std::size_t>(i)), row, engine).isEmpty())
            can += letters.at(i);
    }
    return can;
}

} // namespace

void TestEligibility::states_data()
{
    QTest::addColumn<ContainerState>("state");
    QTest::addColumn<QString>("can");
    // C clone, S start, T stop, K kill, R restart, F freeze, U unfreeze, N rename, D delete, H shell
    QTest::newRow("stopped") << ContainerState::Stopped << u"CSND"_s;
    QTest::newRow("running") << ContainerState::Running << u"CTKRFH"_s;
    QTest::newRow("frozen") << ContainerState::Frozen << u"CKU"_s;
    QTest::newRow("not responding") << ContainerState::NotResponding << u"K"_s;
}

void TestEligibility::states()
{
    QFETCH(ContainerState, state);
    QFETCH(QString, can);
    FakeEngine engine;
    put(engine, {u"web1"_s}, state);
    const ContainerModel model(engine);
    const ContainerRow row = *model.find(ref(u"web1"_s));
    QCOMPARE(possible(row, engine), can);
    for (const Wish wish : AllWishes) {
        // Whoever reads a refusal has to see which container is meant.
        if (const QString why = refusal(wish, row, engine); !why.isEmpty())
            QVERIFY2(why.contains(u"web1"_s), qPrintable(why));
    }
}

void TestEligibility::problems_data()
{
    QTest::addColumn<ErrorCode>("problem");
    QTest::addColumn<QString>("can");
    QTest::newRow("a broken config can only be thrown away") << ErrorCode::BrokenConfig << u"D"_s;
    QTest::newRow("so can one without a rootfs") << ErrorCode::RootfsMissing << u"D"_s;
    QTest::newRow("a name that another user holds") << ErrorCode::NameTaken << QString();
    QTest::newRow("a name outside our pattern") << ErrorCode::UnsupportedName << QString();
}

void TestEligibility::problems()
{
    QFETCH(ErrorCode, problem);
    QFETCH(QString, can);
    FakeEngine engine;
    ContainerEntry entry = FakeEngine::entry(ref(u"odd"_s));
    entry.container.problem = errorWord(problem);
    entry.container.problemDetail = u"line 14"_s;
    engine.put(entry);
    const ContainerModel model(engine);
    const ContainerRow row = *model.find(ref(u"odd"_s));
    QCOMPARE(possible(row, engine), can);
    QCOMPARE(refusal(Wish::Start, row, engine), explain({problem, u"odd"_s, u"line 14"_s}));
}

void TestEligibility::whatOverlaysLieOnStaysAsItIs()
{
    FakeEngine engine;
    put(engine, {u"web1"_s, u"web10"_s});
    guitest::putOverlay(engine, u"over"_s, u"web1"_s);
    const ContainerModel model(engine);
    const ContainerRow base = *model.find(ref(u"web1"_s));
    QCOMPARE(possible(base, engine), u"C"_s);
    for (const Wish wish : {Wish::Start, Wish::Rename, Wish::Delete}) {
        QVERIFY2(refusal(wish, base, engine).contains(u"over"_s), qPrintable(refusal(wish, base, engine)));
        QVERIFY(isOnlyNeeded(wish, base, engine));
    }
    QCOMPARE(possible(*model.find(ref(u"web10"_s)), engine), u"CSND"_s); // it only begins with the name
    QCOMPARE(possible(*model.find(ref(u"over"_s)), engine), u"CSND"_s);
    // While it runs, that is the first thing to say.
    put(engine, {u"web1"_s}, ContainerState::Running);
    const ContainerRow running = *model.find(ref(u"web1"_s));
    QCOMPARE(refusal(Wish::Delete, running, engine), explain({ErrorCode::MustBeStopped, u"web1"_s, {}}));
    QVERIFY(!isOnlyNeeded(Wish::Delete, running, engine));
}

void TestEligibility::overlaysLieOnWhat_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<QString>("rootfs");
    QTest::addColumn<bool>("lies");
    const QString upper = u":/var/lib/lxc/over/overlay/delta"_s;
    QTest::newRow("on its root file system") << u"overlay"_s << u"/var/lib/lxc/base/rootfs"_s + upper << true;
    QTest::newRow("as LXC 3 calls it") << u"overlayfs"_s << u"/var/lib/lxc/base/rootfs"_s + upper << true;
    QTest::newRow("the second of two layers")
        << u"overlay"_s << u"/srv/x:/var/lib/lxc/base/rootfs"_s + upper << true;
    QTest::newRow("on a root file system elsewhere") << u"overlay"_s << u"/srv/roots/base"_s + upper << true;
    QTest::newRow("on another") << u"overlay"_s << u"/var/lib/lxc/base2/rootfs"_s + upper << false;
    QTest::newRow("in another container path") << u"overlay"_s << u"/srv/lxc/base/rootfs"_s + upper << false;
    QTest::newRow("a folder is no layer") << u"dir"_s << u"/var/lib/lxc/base/rootfs"_s + upper << false;
    QTest::newRow("its own layer") << u"overlay"_s << u"/srv/x:/var/lib/lxc/base/rootfs"_s << false;
    QTest::newRow("a colon in the name") << u"overlay"_s << u"/var/lib/lxc/base:2/rootfs"_s + upper << false;
    QTest::newRow("nothing") << u"overlay"_s << QString() << false;
}

void TestEligibility::overlaysLieOnWhat()
{
    QFETCH(QString, store);
    QFETCH(QString, rootfs);
    QFETCH(bool, lies);
    FakeEngine engine;
    ContainerEntry base = FakeEngine::entry(ref(u"base"_s));
    base.container.rootfs = u"/srv/roots/base"_s;
    engine.put(base);
    ContainerEntry over = FakeEngine::entry(ref(u"over"_s));
    over.container.store = store;
    over.container.rootfs = rootfs;
    engine.put(over);
    const QStringList found = Overlays(engine.snapshot()).namesOn(base.container);
    QCOMPARE(found, lies ? QStringList{u"over"_s} : QStringList());
}

void TestEligibility::everyOverlayOnce()
{
    FakeEngine engine;
    const ContainerEntry base = FakeEngine::entry(ref(u"base"_s));
    engine.put(base);
    putOverlay(engine, u"zoo"_s, u"base"_s);
    putOverlay(engine, u"ape"_s, u"base"_s);
    ContainerEntry twice = FakeEngine::entry(ref(u"both"_s));
    twice.container.store = u"overlay"_s;
    twice.container.rootfs =
        u"/var/lib/lxc/base/rootfs:/var/lib/lxc/base/more:/var/lib/lxc/both/overlay/delta"_s;
    engine.put(twice);
    const Overlays overlays(engine.snapshot());
    QCOMPARE(overlays.namesOn(base.container), (QStringList{u"ape"_s, u"both"_s, u"zoo"_s}));
    QCOMPARE(overlays.namesOn(twice.container), QStringList());
}

void TestEligibility::withoutAConnectionNothing()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    const ContainerModel model(engine);
    for (const auto link : {Engine::Link::Lost, Engine::Link::Connecting}) {
        engine.setLink(link, {ErrorCode::HelperLost, {}, {}});
        QCOMPARE(possible(*model.find(ref(u"web1"_s)), engine), QString());
        QVERIFY(!createRefusal(engine).isEmpty());
    }
    engine.setLink(Engine::Link::Ready);
    QCOMPARE(possible(*model.find(ref(u"web1"_s)), engine), u"CSND"_s);
    QCOMPARE(createRefusal(engine), QString());
}

void TestEligibility::withoutTheCapabilityNothing_data()
{
    QTest::addColumn<Capability>("missing");
    QTest::addColumn<QString>("can");
    QTest::newRow("clone") << Capability::Clone << u"TKRFH"_s;
    QTest::newRow("power") << Capability::Power << u"CFH"_s;
    QTest::newRow("freeze") << Capability::Freeze << u"CTKRH"_s;
    QTest::newRow("shell") << Capability::Shell << u"CTKRF"_s;
}

void TestEligibility::withoutTheCapabilityNothing()
{
    QFETCH(Capability, missing);
    QFETCH(QString, can);
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    const ContainerModel model(engine);
    engine.setCapabilities(engine.capabilities().setFlag(missing, false));
    QCOMPARE(possible(*model.find(ref(u"web1"_s)), engine), can);
}

void TestEligibility::whatIsBusySaysSo()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    const ContainerModel model(engine);
    engine.start(ref(u"web1"_s));
    const ContainerRow row = *model.find(ref(u"web1"_s));
    QCOMPARE(possible(row, engine), QString());
    QVERIFY(refusal(Wish::Delete, row, engine).contains(u"web1"_s));
    engine.finishAll();
    QCOMPARE(possible(*model.find(ref(u"web1"_s)), engine), u"CTKRFH"_s);
}

void TestEligibility::whatIsBeingMadeIsBusy()
{
    FakeEngine engine;
    const ContainerModel model(engine);
    engine.create(guitest::newOne(u"fresh"_s));
    QCOMPARE(possible(*model.find(ref(u"fresh"_s)), engine), QString());
    QCOMPARE(possible(ContainerRow{ref(u"gone"_s), false, {}, {}, {}}, engine), QString());
}

void TestEligibility::ofSeveralThoseThatCan()
{
    FakeEngine engine;
    put(engine, {u"on1"_s, u"on2"_s}, ContainerState::Running);
    put(engine, {u"off"_s});
    const ContainerModel model(engine);
    QList<ContainerRow> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.append(model.row(row));
    const auto stoppable = eligible(Wish::Stop, rows, engine);
    QCOMPARE(stoppable.size(), 2);
    QCOMPARE(eligible(Wish::Start, rows, engine).size(), 1);
    QCOMPARE(eligible(Wish::Start, rows, engine).first().ref, ref(u"off"_s));
    QCOMPARE(eligible(Wish::Unfreeze, rows, engine).size(), 0);
}

void TestEligibility::creating()
{
    FakeEngine engine;
    QCOMPARE(createRefusal(engine), QString());
    HostInfo host = engine.snapshot().host;
    host.templates.clear();
    engine.setHost(host);
    QVERIFY(createRefusal(engine).contains(u"template"_s));
    engine.setCapabilities({});
    QVERIFY(!createRefusal(engine).isEmpty());
}

QTEST_MAIN(TestEligibility)
#include "tst_eligibility.moc"
