// SPDX-License-Identifier: GPL-2.0-or-later
// What a person chooses is kept, in force, and asked for as it says.

#include "gui/containeractions.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/dialogs/preferencesdialog.h"
#include "gui/mainwindow.h"
#include "gui/manual.h"
#include "gui/pages/containerpage.h"
#include "gui/pages/containerspage.h"
#include "gui/preferences.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "guitest.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;
using namespace std::chrono_literals;

class TestPreferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsEverything();
    void nonsenseIsTheDefault_data();
    void nonsenseIsTheDefault();
    void theDialogEditsEveryValue();
    void cancelKeepsNothing();
    void valuesSetByHandAreShown();
    void asksBeforeSeveralAreStopped_data();
    void asksBeforeSeveralAreStopped();
    void killsWithoutAQuestion();
    void proposesTheStore();
    void terminalsFollow();
    void figuresGoByThem();
    void theManualInTheReadersLanguage_data();
    void theManualInTheReadersLanguage();
};

void TestPreferences::initTestCase()
{
    guitest::isolateSettings();
}

void TestPreferences::init()
{
    QSettings().clear();
}

namespace {

/// None of them is the default.
PreferenceValues others()
{
    PreferenceValues values;
    values.language = u"zh_CN"_s;
    values.confirmKill = false;
    values.confirmSeveral = false;
    values.store = Store::Directory;
    values.samplingInterval = 5s;
    values.history = 10min;
    values.terminal.scheme = TerminalSettings::Scheme::Black;
    values.terminal.keepsReadable = false;
    values.terminal.scrollback = 321;
    values.tray = true;
    values.notifications = false;
    return values;
}

} // namespace

void TestPreferences::keepsEverything()
{
    Preferences first;
    QVERIFY(first.values() == PreferenceValues());
    const QSignalSpy changed(&first, &Preferences::changed);
    first.setValues(others());
    QCOMPARE(changed.size(), 1);
    first.setValues(others());
    QCOMPARE(changed.size(), 1);
    QVERIFY(Preferences().values() == others());
}

void TestPreferences::nonsenseIsTheDefault_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("a language that is not spoken") << u"language"_s << QVariant(u"tlh"_s);
    QTest::newRow("a store that there is not") << u"store"_s << QVariant(u"floppy"_s);
    QTest::newRow("an interval of nothing") << u"samplingInterval"_s << QVariant(0);
    QTest::newRow("an interval of words") << u"samplingInterval"_s << QVariant(u"often"_s);
    QTest::newRow("a negative history") << u"history"_s << QVariant(-3);
}

void TestPreferences::nonsenseIsTheDefault()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    QSettings().setValue(u"preferences/"_s + key, value);
    QVERIFY(Preferences().values() == PreferenceValues());
}

void TestPreferences::theDialogEditsEveryValue()
{
    Preferences preferences;
    QPointer<PreferencesDialog> dialog = new PreferencesDialog(preferences);
    dialog->show();
    QVERIFY(dialog->values() == PreferenceValues());
    const auto choose = [&](const QString &name, const QVariant &value) {
        auto *box = dialog->findChild<QComboBox *>(name);
        box->setCurrentIndex(box->findData(value));
    };
    choose(u"language"_s, u"zh_CN"_s);
    choose(u"store"_s, static_cast<int>(Store::Directory));
    choose(u"sampling"_s, 5000);
    choose(u"history"_s, 10);
    dialog->findChild<QComboBox *>(u"terminalColours"_s)
        ->setCurrentIndex(static_cast<int>(TerminalSettings::Scheme::Black));
    dialog->findChild<QCheckBox *>(u"terminalReadable"_s)->setChecked(false);
    dialog->findChild<QSpinBox *>(u"terminalScrollback"_s)->setValue(321);
    for (const auto &name : {u"confirmKill"_s, u"confirmSeveral"_s, u"notifications"_s, u"tray"_s})
        dialog->findChild<QCheckBox *>(name)->toggle();
    QVERIFY(preferences.values() == PreferenceValues());
    dialog->accept();
    QVERIFY(preferences.values() == others());
    QTRY_VERIFY(dialog.isNull());
}

void TestPreferences::cancelKeepsNothing()
{
    Preferences preferences;
    QPointer<PreferencesDialog> dialog = new PreferencesDialog(preferences);
    dialog->show();
    dialog->findChild<QCheckBox *>(u"confirmKill"_s)->toggle();
    dialog->reject();
    QVERIFY(preferences.values() == PreferenceValues());
    QTRY_VERIFY(dialog.isNull());
}

void TestPreferences::valuesSetByHandAreShown()
{
    QSettings().setValue(u"preferences/samplingInterval"_s, 3000);
    QSettings().setValue(u"preferences/history"_s, 25);
    Preferences preferences;
    const PreferencesDialog dialog(preferences);
    QVERIFY(dialog.values() == preferences.values());
    QCOMPARE(dialog.values().samplingInterval, 3s);
}

void TestPreferences::asksBeforeSeveralAreStopped_data()
{
    QTest::addColumn<bool>("confirm");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("asks");
    QTest::newRow("one") << true << 1 << false;
    QTest::newRow("two") << true << 2 << true;
    QTest::newRow("two, unasked") << false << 2 << false;
}

void TestPreferences::asksBeforeSeveralAreStopped()
{
    QFETCH(bool, confirm);
    QFETCH(int, count);
    QFETCH(bool, asks);
    FakeEngine engine;
    put(engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    MainWindow window(engine);
    PreferenceValues values;
    values.confirmSeveral = confirm;
    window.preferences().setValues(values);
    window.show();
    for (const Wish wish : {Wish::Stop, Wish::Restart}) {
        const auto before = engine.tasks().size();
        window.containers().actions().perform(
            wish, QList<ContainerRef>{ref(u"web1"_s), ref(u"web2"_s)}.mid(0, count));
        if (asks) {
            auto *dialog = guitest::dialogOf<PowerDialog>(&window);
            QVERIFY(dialog != nullptr);
            QCOMPARE(engine.tasks().size(), before);
            QVERIFY(dialog->sentence().contains(u"web1"_s) && dialog->sentence().contains(u"web2"_s));
            dialog->accept();
        }
        QCOMPARE(engine.tasks().size(), before + count);
        QCOMPARE(engine.tasks().last()->verb(), wish == Wish::Stop ? Verb::Stop : Verb::Restart);
        engine.finishAll();
        put(engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    }
}

void TestPreferences::killsWithoutAQuestion()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(engine);
    PreferenceValues values;
    values.confirmKill = false;
    window.preferences().setValues(values);
    window.show();
    window.containers().actions().perform(Wish::Kill, {ref(u"web1"_s)});
    QCOMPARE(engine.tasks().size(), 1);
}

void TestPreferences::proposesTheStore()
{
    FakeEngine engine;
    MainWindow window(engine);
    PreferenceValues values;
    values.store = Store::Directory;
    window.preferences().setValues(values);
    window.show();
    window.containers().actions().create()->trigger();
    auto *dialog = guitest::dialogOf<CreateDialog>(&window);
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->spec().store, Store::Directory);
    dialog->proposeStore(Store::Btrfs);
    QCOMPARE(dialog->spec().store, Store::Btrfs);
}

void TestPreferences::terminalsFollow()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(engine);
    window.show();
    TerminalTab *terminals = window.containers().page().terminal();
    PreferenceValues values;
    values.terminal.scrollback = 77;
    window.preferences().setValues(values);
    QCOMPARE(terminals->settings().scrollback, 77);
    // And the other way round: an answer in a terminal that is to be remembered.
    window.containers().select({ref(u"web1"_s)});
    window.containers().actions().perform(Wish::Shell, {ref(u"web1"_s)});
    QTRY_VERIFY(terminals->view() != nullptr);
    values.terminal.warnsOfLines = false;
    Q_EMIT terminals->view()->settingsChanged(values.terminal);
    QVERIFY(window.preferences().values() == values);
    QVERIFY(Preferences().values() == window.preferences().values());
    // Its menu leads to their page.
    Q_EMIT terminals->preferencesWanted();
    auto *dialog = guitest::dialogOf<PreferencesDialog>(&window);
    QVERIFY(dialog != nullptr);
    QVERIFY(dialog->findChild<QSpinBox *>(u"terminalScrollback"_s)->isVisible());
}

void TestPreferences::figuresGoByThem()
{
    PreferenceValues values;
    values.samplingInterval = 5s;
    values.history = 10min;
    Preferences().setValues(values);
    FakeEngine engine;
    MainWindow window(engine);
    const Metrics &figures = *engine.metrics();
    QVERIFY2(figures.pace() > 5s, "nobody looks yet");
    window.show();
    QCOMPARE(figures.pace(), std::chrono::milliseconds(5s));
    QCOMPARE(figures.kept(), 10min);
    values.samplingInterval = 2s;
    values.history = 240min;
    window.preferences().setValues(values);
    QCOMPARE(figures.pace(), std::chrono::milliseconds(2s));
    QCOMPARE(figures.kept(), 240min);
    // However slowly figures are read: a window that is seen is seen.
    values.samplingInterval = Metrics::Unseen;
    window.preferences().setValues(values);
    QCOMPARE(figures.pace(), Metrics::Unseen);
    QVERIFY(figures.isSeen());
    window.hide();
    QVERIFY(figures.pace() > 2s);
}

void TestPreferences::theManualInTheReadersLanguage_data()
{
    QTest::addColumn<QStringList>("pages");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("shown");
    const QStringList both = {u"en/index.md"_s, u"zh_CN/index.md"_s};
    QTest::newRow("English") << both << u"en_GB"_s << u"en/index.md"_s;
    QTest::newRow("Chinese") << both << u"zh_CN"_s << u"zh_CN/index.md"_s;
    QTest::newRow("a language without one") << both << u"fr_FR"_s << u"en/index.md"_s;
    QTest::newRow("as HTML") << QStringList{u"en/index.html"_s} << u"en_US"_s << u"en/index.html"_s;
    QTest::newRow("none") << QStringList() << u"en_US"_s << QString();
}

void TestPreferences::theManualInTheReadersLanguage()
{
    QFETCH(QStringList, pages);
    QFETCH(QString, language);
    QFETCH(QString, shown);
    const QTemporaryDir folder;
    for (const QString &page : std::as_const(pages)) {
        QVERIFY(QDir(folder.path()).mkpath(page.section(u'/', 0, 0)));
        QFile file(folder.filePath(page));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# Boxyard\n");
    }
    const QLocale before;
    QLocale::setDefault(QLocale(language));
    const QString found = manualPageIn(folder.path());
    QLocale::setDefault(before);
    QCOMPARE(found, shown.isEmpty() ? QString() : folder.filePath(shown));
}

QTEST_MAIN(TestPreferences)
#include "tst_preferences.moc"
