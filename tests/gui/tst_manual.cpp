// SPDX-License-Identifier: GPL-2.0-or-later
// The manual: complete in each language, without dead links, and F1 opens the page that is about the place.

#include "backend/fake/demo.h"
#include "gui/containeractions.h"
#include "gui/dialogs/manualwindow.h"
#include "gui/mainwindow.h"
#include "gui/manual.h"
#include "gui/pages/containerspage.h"
#include "guitest.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTextBrowser>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::ref;

namespace {

const QDir &root()
{
    static const QDir folder(QStringLiteral(BOXYARD_SOURCES));
    return folder;
}

QStringList pages(const QString &folder)
{
    return QDir(root().filePath(folder)).entryList({u"*.md"_s}, QDir::Files, QDir::Name);
}

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What lies between lines of ```: code, in which nothing is a heading or a link.
QString withoutCode(QString text)
{
    static const QRegularExpression blocks(u"^```.*?^```$"_s,
                                           QRegularExpression::MultilineOption
                                               | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression spans(u"`[^`\n]*`"_s);
    return text.remove(blocks).remove(spans);
}

/// The targets of links, or of pictures.
QStringList targets(const QString &text, bool pictures)
{
    static const QRegularExpression form(u"(!?)\\[[^\\]]*\\]\\(([^)\\s]+)\\)"_s);
    QStringList found;
    auto match = form.globalMatch(text);
    while (match.hasNext()) {
        const auto link = match.next();
        if (link.captured(1).isEmpty() != pictures)
            found.append(link.captured(2));
    }
    return found;
}

/// The levels of its headings, one a character.
QString outline(const QString &text)
{
    static const QRegularExpression heading(u"^(#+) "_s, QRegularExpression::MultilineOption);
    QString levels;
    auto match = heading.globalMatch(text);
    while (match.hasNext())
        levels += QString::number(match.next().capturedLength(1));
    return levels;
}

/// The rows of its tables, each by the number of its cells.
QStringList tables(const QString &text)
{
    QStringList rows;
    for (const QString &line : text.split(u'\n')) {
        if (line.startsWith(u'|'))
            rows.append(QString::number(line.count(u'|')));
    }
    return rows;
}

} // namespace

class TestManual : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void linksLeadSomewhere_data();
    void linksLeadSomewhere();
    void picturesAreUsed();
    void languagesAreAlike_data();
    void languagesAreAlike();
    void opensThePageOfThePlace_data();
    void opensThePageOfThePlace();
    void opensThePageOfTheDialog_data();
    void opensThePageOfTheDialog();
    void troubleIsLookedUp();
    void picturesFitIntoTheWindow();

private:
    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestManual::initTestCase()
{
    guitest::isolateSettings();
}

void TestManual::init()
{
    m_engine = std::make_unique<FakeEngine>();
    fillDemo(*m_engine);
    m_window = std::make_unique<MainWindow>(*m_engine);
    m_window->show();
    QVERIFY(guitest::isActive(m_window.get()));
    m_window->containers().select({ref(u"build-arm64"_s)});
}

void TestManual::cleanup()
{
    m_window.reset();
    QVERIFY(ManualWindow::opened() == nullptr);
}

void TestManual::linksLeadSomewhere_data()
{
    QTest::addColumn<QString>("page");
    for (const QString &folder : {u"."_s, u"docs"_s, u"docs/manual/en"_s, u"docs/manual/zh_CN"_s}) {
        for (const QString &page : pages(folder))
            QTest::newRow(qPrintable(folder + u'/' + page)) << root().filePath(folder + u'/' + page);
    }
}

void TestManual::linksLeadSomewhere()
{
    QFETCH(QString, page);
    const QString text = withoutCode(textOf(page));
    QVERIFY(!text.isEmpty());
    const QDir folder = QFileInfo(page).dir();
    for (const QString &target : targets(text, false)) {
        if (!target.contains(u"://"))
            QVERIFY2(QFileInfo::exists(folder.filePath(target.section(u'#', 0, 0))), qPrintable(target));
    }
    for (const QString &target : targets(text, true)) {
        const QImage picture(folder.filePath(target));
        QVERIFY2(!picture.isNull(), qPrintable(target));
    }
}

void TestManual::picturesAreUsed()
{
    QStringList named;
    for (const QString &page : {u"README.md"_s, u"docs/manual/en"_s, u"docs/manual/zh_CN"_s}) {
        const QStringList files = page.endsWith(u".md") ? QStringList{page} : pages(page);
        for (const QString &file : files) {
            const QString path = root().filePath(page.endsWith(u".md") ? file : page + u'/' + file);
            for (const QString &target : targets(textOf(path), true))
                named.append(QDir::cleanPath(QFileInfo(path).dir().filePath(target)));
        }
    }
    for (const QString &language : {u"en"_s, u"zh_CN"_s}) {
        const QDir folder(root().filePath(u"docs/pictures/"_s + language));
        for (const QString &picture : folder.entryList(QDir::Files))
            QVERIFY2(named.contains(QDir::cleanPath(folder.filePath(picture))), qPrintable(picture));
    }
}

void TestManual::languagesAreAlike_data()
{
    QCOMPARE(pages(u"docs/manual/zh_CN"_s), pages(u"docs/manual/en"_s));
    QTest::addColumn<QString>("page");
    for (const QString &page : pages(u"docs/manual/en"_s))
        QTest::newRow(qPrintable(page)) << page;
}

void TestManual::languagesAreAlike()
{
    QFETCH(QString, page);
    const QString whole = textOf(root().filePath(u"docs/manual/en/"_s + page));
    const QString other = textOf(root().filePath(u"docs/manual/zh_CN/"_s + page));
    const QString english = withoutCode(whole);
    const QString chinese = withoutCode(other);
    QCOMPARE(outline(chinese), outline(english));
    QCOMPARE(tables(chinese), tables(english));
    QStringList pictures = targets(english, true);
    QCOMPARE(targets(chinese, true), pictures.replaceInStrings(u"/en/"_s, u"/zh_CN/"_s));
    QStringList links = targets(english, false);
    QStringList sameLinks = targets(chinese, false);
    links.sort();
    sameLinks.sort();
    QCOMPARE(sameLinks, links);
    QCOMPARE(other.count(u"```"_s), whole.count(u"```"_s));
}

void TestManual::opensThePageOfThePlace_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("page");
    QTest::newRow("list") << u"containerList"_s << u"list.md"_s;
    QTest::newRow("filter") << u"search"_s << u"list.md"_s;
    QTest::newRow("overview") << u"overview"_s << u"container.md"_s;
    QTest::newRow("tab of shells") << u"terminal"_s << u"shell.md"_s;
    QTest::newRow("tasks") << u"taskList"_s << u"tasks.md"_s;
}

void TestManual::opensThePageOfThePlace()
{
    QFETCH(QString, place);
    QFETCH(QString, page);
    m_window->showTasks(nullptr);
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    QWidget *where = tabs;
    if (place == u"overview")
        tabs->setCurrentIndex(0);
    else if (place == u"terminal")
        tabs->setCurrentIndex(tabs->count() - 1);
    else
        where = m_window->findChild<QWidget *>(place);
    QVERIFY(where != nullptr);
    where->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QVERIFY(ManualWindow::opened() != nullptr);
    QCOMPARE(QFileInfo(ManualWindow::opened()->page()).fileName(), page);

    // Another question is answered in the same window.
    const ManualWindow *first = ManualWindow::opened();
    ManualWindow::open(u"clone"_s);
    QCOMPARE(ManualWindow::opened(), first);
    QCOMPARE(QFileInfo(first->page()).fileName(), u"clone.md"_s);
    ManualWindow::open(u"no such topic"_s);
    QCOMPARE(QFileInfo(first->page()).fileName(), u"index.md"_s);
}

void TestManual::opensThePageOfTheDialog_data()
{
    QTest::addColumn<QKeySequence>("keys");
    QTest::addColumn<QString>("page");
    QTest::newRow("create") << QKeySequence(QKeySequence::New) << u"create.md"_s;
    QTest::newRow("clone") << QKeySequence(Qt::CTRL | Qt::Key_D) << u"clone.md"_s;
    QTest::newRow("rename") << QKeySequence(Qt::Key_F2) << u"delete.md"_s;
    QTest::newRow("delete") << QKeySequence(Qt::Key_Delete) << u"delete.md"_s;
    QTest::newRow("preferences") << QKeySequence(Qt::CTRL | Qt::Key_Comma) << u"preferences.md"_s;
    QTest::newRow("shortcuts") << QKeySequence(Qt::CTRL | Qt::Key_Question) << u"shortcuts.md"_s;
}

void TestManual::opensThePageOfTheDialog()
{
    QFETCH(QKeySequence, keys);
    QFETCH(QString, page);
    m_window->containers().list()->setFocus();
    QTest::keySequence(m_window->containers().list(), keys);
    QPointer<QWidget> dialog = guitest::dialogOf(m_window.get());
    QVERIFY(dialog != nullptr);
    dialog->activateWindow(); // without a window manager nobody else does
    QTRY_COMPARE(QApplication::activeWindow(), dialog.data());
    QTest::keyClick(dialog, Qt::Key_F1);
    ManualWindow *manual = ManualWindow::opened();
    QVERIFY(manual != nullptr);
    QTRY_COMPARE(QApplication::activeWindow(), manual);
    QCOMPARE(QFileInfo(manual->page()).fileName(), page);

    // It can be read and closed while the dialog is open, and outlives it.
    QTest::keyClick(manual, Qt::Key_Home, Qt::AltModifier);
    QCOMPARE(QFileInfo(manual->page()).fileName(), u"index.md"_s);
    dialog->close();
    QTRY_VERIFY(dialog.isNull());
    QCOMPARE(ManualWindow::opened(), manual);
    const QPointer<ManualWindow> gone = manual;
    QTest::keyClick(manual, Qt::Key_Escape);
    QTRY_VERIFY(gone.isNull());
}

void TestManual::troubleIsLookedUp()
{
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QVERIFY(ManualWindow::opened() != nullptr);
    QCOMPARE(QFileInfo(ManualWindow::opened()->page()).fileName(), u"trouble.md"_s);
}

void TestManual::picturesFitIntoTheWindow()
{
    for (const QString &page : pages(u"docs/manual/en"_s)) {
        ManualWindow window(root().filePath(u"docs/manual/en/"_s + page));
        window.setAttribute(Qt::WA_DeleteOnClose, false);
        window.show();
        QVERIFY(guitest::isExposed(&window));
        const auto *browser = window.findChild<QTextBrowser *>();
        QVERIFY(!browser->toPlainText().isEmpty());
        QVERIFY2(browser->document()->size().width() <= browser->viewport()->width(), qPrintable(page));
        for (const QString &target : targets(textOf(window.page()), true)) {
            const auto picture =
                browser->document()->resource(QTextDocument::ImageResource, QUrl(target)).value<QImage>();
            QVERIFY2(!picture.isNull(), qPrintable(target));
        }
    }
}

QTEST_MAIN(TestManual)
#include "tst_manual.moc"
