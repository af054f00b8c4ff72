// SPDX-License-Identifier: GPL-2.0-or-later
// The program speaks each of its languages. That the .ts files are complete is checked by translations/update
// --check.

#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/shortcutsdialog.h"
#include "gui/languages.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/words.h"
#include "guitest.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void englishHasPlurals_data();
    void englishHasPlurals();
    void anUnknownLanguageIsEnglish();
    void chineseIsLoaded();
    void errorsAreChinese();
    void theWindowIsChinese();
    void placeholdersAreKept_data();
    void placeholdersAreKept();
};

namespace {

bool isChinese(const QString &text)
{
    static const QRegularExpression han(u"\\p{Han}"_s);
    return text.contains(han);
}

/// %1, %2, %n … of a text, sorted; those that stand twice, twice.
QStringList placeholders(const QString &text)
{
    static const QRegularExpression form(u"%(?:L?[0-9]|n)"_s);
    QStringList found;
    for (auto match = form.globalMatch(text); match.hasNext();)
        found += match.next().captured();
    found.sort();
    return found;
}

} // namespace

void TestTranslations::initTestCase()
{
    guitest::isolateSettings();
}

void TestTranslations::cleanup()
{
    loadTranslations(u"en"_s);
}

void TestTranslations::englishHasPlurals_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("button");
    QTest::newRow("one") << u"x"_s << u"Clone"_s;
    QTest::newRow("two") << u"x{1..2}"_s << u"Clone 2 containers"_s;
    QTest::newRow("twenty") << u"x{1..20}"_s << u"Clone 20 containers"_s;
}

void TestTranslations::englishHasPlurals()
{
    QFETCH(QString, pattern);
    QFETCH(QString, button);
    loadTranslations(u"en"_s);
    FakeEngine engine;
    put(engine, {u"web1"_s});
    CloneDialog dialog(engine, {ref(u"web1"_s)});
    dialog.findChild<QLineEdit *>(u"name"_s)->setText(pattern);
    QCOMPARE(dialog.verbButton()->text(), button);
    QVERIFY2(!guitest::texts(&dialog).contains(u"(s)"_s), qPrintable(guitest::texts(&dialog)));
}

void TestTranslations::anUnknownLanguageIsEnglish()
{
    loadTranslations(u"fi_FI"_s);
    QCOMPARE(Words::state(ContainerState::Running), u"Running"_s);
    QCOMPARE(Words::duration(qint64(3) * 86400 * 1000), u"3 days"_s);
}

void TestTranslations::chineseIsLoaded()
{
    loadTranslations(u"zh_CN"_s);
    QCOMPARE(Words::state(ContainerState::Running), u"运行中"_s);
    QCOMPARE(Words::duration(qint64(3) * 86400 * 1000), u"3 天"_s);
    loadTranslations(u"en"_s);
    QCOMPARE(Words::state(ContainerState::Running), u"Running"_s);
}

void TestTranslations::errorsAreChinese()
{
    loadTranslations(u"zh_CN"_s);
    for (int code = 0; code <= static_cast<int>(ErrorCode::Failed); ++code) {
        const Error error{static_cast<ErrorCode>(code), u"web1"_s, u"why"_s};
        QVERIFY2(isChinese(explain(error)), qPrintable(explain(error)));
        QVERIFY2(advice(error).isEmpty() || isChinese(advice(error)), qPrintable(advice(error)));
    }
}

void TestTranslations::theWindowIsChinese()
{
    loadTranslations(u"zh_CN"_s);
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(engine);
    window.show();
    window.showTasks(nullptr);
    const ShortcutsDialog shortcuts(&window);
    // What is left in Latin letters is names, addresses, keys.
    static const QRegularExpression word(
        u"\\b(?!web1\\b|Boxyard\\b|Ctrl\\b|Shift\\b|Btrfs\\b|MAC\\b|[Ss]hell\\b|PgUp\\b|PgDown\\b|Del\\b|ID\\b|Init\\b|root\\b|veth\\b|lxcbr\\b|amd64\\b|fe\\b)[A-Z]?[a-z]{4,}\\b"_s);
    for (const QString &text : (guitest::texts(&window) + u'\n' + guitest::texts(&shortcuts)).split(u'\n')) {
        if (text.contains(u'/') || text.contains(u':') || text.contains(u"lxc"_s))
            continue;
        QVERIFY2(!text.contains(word), qPrintable(text));
    }
}

void TestTranslations::placeholdersAreKept_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("Chinese") << u"boxyard_zh_CN.ts"_s;
    QTest::newRow("English plurals") << u"boxyard_en.ts"_s;
}

void TestTranslations::placeholdersAreKept()
{
    QFETCH(QString, file);
    QFile ts(QStringLiteral(BOXYARD_TRANSLATIONS) + u'/' + file);
    QVERIFY(ts.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&ts);
    QString source;
    bool counted = false;
    int checked = 0;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == "message"_L1)
            counted = reader.attributes().value("numerus"_L1) == "yes"_L1;
        else if (reader.name() == "source"_L1)
            source = reader.readElementText();
        else if (reader.name() == (counted ? "numerusform"_L1 : "translation"_L1)) {
            const QString text = reader.readElementText();
            QVERIFY2(placeholders(text) == placeholders(source), qPrintable(source + u" → "_s + text));
            ++checked;
        }
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(checked > 20);
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
