// SPDX-License-Identifier: GPL-2.0-or-later
// What all dialogs have in common: they fit into a small window, and scroll what does not.

#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/preferencesdialog.h"
#include "gui/dialogs/shortcutsdialog.h"
#include "gui/preferences.h"
#include "guitest.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fitIntoASmallWindow_data();
    void fitIntoASmallWindow();
    void theFormFollowsTheKeyboard();
    void noScrollBarWhereThereIsRoom();

private:
    [[nodiscard]] QDialog *newDialog(const QString &which, QWidget *window);

    FakeEngine m_engine;
    Preferences m_preferences;
};

void TestDialogs::initTestCase()
{
    guitest::isolateSettings();
    HostInfo host = m_engine.snapshot().host;
    host.locations.append({u"/srv/containers"_s, u"ext4"_s, false, {}});
    m_engine.setHost(host);
    put(m_engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
}

QDialog *TestDialogs::newDialog(const QString &which, QWidget *window)
{
    if (which == u"shortcuts")
        return new ShortcutsDialog(window);
    if (which == u"preferences")
        return new PreferencesDialog(m_preferences, window);
    if (which == u"clone")
        return new CloneDialog(m_engine, {ref(u"web1"_s)}, window);
    auto *create = new CreateDialog(m_engine, window);
    auto *templates = create->findChild<QComboBox *>(u"template"_s);
    templates->setCurrentIndex(templates->findData(u"download"_s));
    return create;
}

namespace {

/// The whole of a widget can be seen in its window.
bool isInside(const QWidget *widget)
{
    const QRect place(widget->mapTo(widget->window(), QPoint(0, 0)), widget->size());
    return widget->isVisible() && widget->window()->rect().contains(place);
}

} // namespace

void TestDialogs::fitIntoASmallWindow_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<bool>("longWords");
    for (const char *which : {"clone", "create", "preferences", "shortcuts"}) {
        QTest::addRow("%s", which) << QString::fromLatin1(which) << false;
        QTest::addRow("%s, long words", which) << QString::fromLatin1(which) << true;
    }
}

void TestDialogs::fitIntoASmallWindow()
{
    QFETCH(QString, which);
    QFETCH(bool, longWords);
    guitest::LongWords words;
    if (longWords)
        QApplication::installTranslator(&words);
    QWidget window;
    window.resize(900, 600);
    window.show();
    QVERIFY(guitest::isExposed(&window));
    QPointer<QDialog> dialog = newDialog(which, &window);
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    if (auto *more = dialog->findChild<QToolButton *>(u"more"_s))
        more->click();
    QCoreApplication::processEvents();
    QTRY_VERIFY2(dialog->height() <= 540 && dialog->width() <= 900,
                 qPrintable(u"%1 × %2"_s.arg(dialog->width()).arg(dialog->height())));
    const auto buttons = dialog->findChildren<QPushButton *>();
    QVERIFY(!buttons.isEmpty());
    for (const QPushButton *button : buttons) {
        if (button->isVisible())
            QVERIFY2(isInside(button), qPrintable(button->text()));
    }
    const auto *area = dialog->findChild<QScrollArea *>();
    QVERIFY2(area->viewport()->width() >= area->widget()->minimumSizeHint().width(),
             "nothing is cut off at the right");
    delete dialog;
}

void TestDialogs::theFormFollowsTheKeyboard()
{
    QWidget window;
    window.resize(700, 480);
    window.show();
    QVERIFY(guitest::isExposed(&window));
    auto *dialog = newDialog(u"create"_s, &window);
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    dialog->findChild<QToolButton *>(u"more"_s)->click();
    auto *area = dialog->findChild<QScrollArea *>();
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    auto *last = dialog->findChild<QCheckBox *>(u"privileged"_s);
    const auto isSeen = [area, last] {
        return area->viewport()->rect().contains(
            QRect(last->mapTo(area->viewport(), QPoint(0, 0)), last->size()));
    };
    area->verticalScrollBar()->setValue(0);
    QVERIFY(!isSeen());
    for (int i = 0; i < 20 && QApplication::focusWidget() != last; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), last);
    QVERIFY(isSeen());
}

void TestDialogs::noScrollBarWhereThereIsRoom()
{
    QWidget window;
    window.resize(900, 700);
    window.show();
    QVERIFY(guitest::isExposed(&window));
    auto *dialog = newDialog(u"clone"_s, &window);
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    const auto *area = dialog->findChild<QScrollArea *>();
    QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
    QVERIFY(!area->verticalScrollBar()->isVisible());
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
