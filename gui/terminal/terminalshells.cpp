// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalshells.h"

#include "flatbutton.h"
#include "gui/dialogs/confirmdialog.h"
#include "gui/icons.h"
#include "gui/tones.h"
#include "gui/widgets/plaintabs.h"
#include "terminalpane.h"
#include "terminalview.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Programs write titles of any length.
constexpr qsizetype LongestTabText = 64;
constexpr int LeastLetters = 12;
constexpr int MostLetters = 26;

/// The end of a title tells more, for paths stand there, and so does its beginning.
QString shortened(const QString &title)
{
    if (title.size() <= LongestTabText)
        return title;
    return title.left(LongestTabText / 3) + u'…' + title.right(LongestTabText - LongestTabText / 3 - 1);
}

} // namespace

TerminalShells::TerminalShells(const QString &container, QWidget *parent)
    : QWidget(parent)
    , m_container(container)
    , m_bar(new PlainTabBar(this))
    , m_new(flatButton(this, u"newShell"_s, tr("New shell (Ctrl+Shift+N)")))
    , m_close(flatButton(this, u"closeShell"_s, tr("Close this shell (Ctrl+Shift+W)")))
    , m_wide(flatButton(this, u"wideTerminal"_s,
                        tr("Hide the list while the terminal is in front (Ctrl+Shift+F11)")))
    , m_stack(new QStackedWidget(this))
{
    m_bar->setObjectName(u"shellTabs"_s);
    m_bar->setAccessibleName(tr("Shells of %1").arg(container));
    m_bar->setUsesScrollButtons(true);
    m_bar->setElideMode(Qt::ElideMiddle);
    m_bar->setLetters(LeastLetters, MostLetters);
    m_wide->setCheckable(true);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 6, 1);
    top->setSpacing(2);
    top->addWidget(m_bar);
    top->addWidget(m_new);
    top->addStretch(1);
    top->addWidget(m_wide);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, this, &TerminalShells::showPane);
    connect(m_new, &QToolButton::clicked, this, &TerminalShells::newWanted);
    connect(m_close, &QToolButton::clicked, this, &TerminalShells::closeCurrent);
    connect(m_wide, &QToolButton::clicked, this, &TerminalShells::wideWanted);
    addKeys();
    drawIcons();
}

void TerminalShells::addKeys()
{
    const auto add = [this](Qt::Key key, auto work) {
        auto *action = new QAction(this);
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | key));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, work);
        addAction(action);
    };
    add(Qt::Key_N, [this] {
        if (m_new->isEnabled())
            Q_EMIT newWanted();
    });
    add(Qt::Key_W, [this] { closeCurrent(); });
    const auto step = [this](int by) {
        m_bar->setCurrentIndex((m_bar->currentIndex() + by + m_bar->count()) % m_bar->count());
    };
    add(Qt::Key_PageDown, [step] { step(1); });
    add(Qt::Key_PageUp, [step] { step(-1); });
}

TerminalPane *TerminalShells::add(int descriptor, TerminalPane *instead)
{
    auto *pane = new TerminalPane(this);
    pane->view().setAccessibleName(tr("Terminal of %1").arg(m_container));
    connect(&pane->view(), &TerminalView::titleChanged, this,
            [this, pane](const QString &title) { setTitle(pane, title); });
    connect(&pane->view(), &TerminalView::menuWanted, this, [this](QMenu *menu) {
        menu->addSeparator();
        menu->addAction(tr("New shell"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), this,
                        &TerminalShells::newWanted)
            ->setEnabled(m_new->isEnabled());
    });
    pane->setProperty("number", ++m_opened);
    Q_EMIT added(pane);
    const int place = instead == nullptr ? m_stack->count() : m_stack->indexOf(instead);
    m_stack->insertWidget(place, pane);
    m_bar->insertTab(place, QString());
    setTitle(pane, {});
    if (instead != nullptr)
        remove(instead);
    m_bar->setCurrentIndex(m_stack->indexOf(pane));
    showPane(m_stack->indexOf(pane));
    pane->view().attach(descriptor);
    return pane;
}

TerminalPane *TerminalShells::current() const
{
    return qobject_cast<TerminalPane *>(m_stack->currentWidget());
}

QList<TerminalPane *> TerminalShells::panes() const
{
    QList<TerminalPane *> all;
    for (int index = 0; index < m_stack->count(); ++index)
        all.append(qobject_cast<TerminalPane *>(m_stack->widget(index)));
    return all;
}

void TerminalShells::setNewEnabled(bool enabled)
{
    m_new->setEnabled(enabled);
}

void TerminalShells::setTitle(TerminalPane *pane, const QString &title)
{
    const int index = m_stack->indexOf(pane);
    const int number = pane->property("number").toInt();
    QString text = title.isEmpty()
        ? tr("Shell %1", "number").arg(number)
        : tr("%1: %2", "number of a shell, its title").arg(QString::number(number), shortened(title));
    m_bar->setTabToolTip(index, title.isEmpty() ? text : title.toHtmlEscaped());
    m_bar->setTabText(index, text.replace(u'&', u'＆')); // which would become somebody's key
}

void TerminalShells::setWide(bool wide)
{
    m_wide->setChecked(wide);
}

void TerminalShells::placeClose()
{
    const int current = m_bar->currentIndex();
    for (int index = 0; index < m_bar->count(); ++index) {
        if (index != current && m_bar->tabButton(index, QTabBar::RightSide) == m_close)
            m_bar->setTabButton(index, QTabBar::RightSide, nullptr);
    }
    if (current >= 0 && m_bar->tabButton(current, QTabBar::RightSide) != m_close)
        m_bar->setTabButton(current, QTabBar::RightSide, m_close);
}

void TerminalShells::showPane(int index)
{
    const QWidget *focus = QApplication::focusWidget();
    const bool hadFocus = focus != nullptr && m_stack->isAncestorOf(focus);
    m_stack->setCurrentIndex(index);
    placeClose();
    if (hadFocus && current() != nullptr)
        current()->setFocus();
}

void TerminalShells::closeCurrent()
{
    TerminalPane *pane = current();
    if (pane == nullptr || pane->hasEnded()) {
        if (pane != nullptr)
            remove(pane);
        return;
    }
    auto *question = new ConfirmDialog(this, u"shell"_s, tr("Close this shell?"));
    question->ask(tr("Programs that run in it will be ended."), tr("Close shell"), true);
    connect(question, &QDialog::accepted, pane, [this, pane] { remove(pane); });
    connect(pane, &TerminalPane::ended, question, &QDialog::reject);
    question->open();
}

void TerminalShells::remove(TerminalPane *pane)
{
    const int index = m_stack->indexOf(pane);
    m_stack->removeWidget(pane);
    if (m_bar->tabButton(index, QTabBar::RightSide) == m_close)
        m_bar->setTabButton(index, QTabBar::RightSide, nullptr); // it would go with the tab
    m_bar->removeTab(index);
    pane->hide();
    pane->deleteLater();
    m_stack->setCurrentIndex(m_bar->currentIndex());
    placeClose();
    if (m_stack->count() == 0)
        Q_EMIT emptied();
    else if (isVisible())
        current()->setFocus();
}

void TerminalShells::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
    QWidget::changeEvent(event);
}

void TerminalShells::drawIcons()
{
    m_new->setIcon(symbolicIcon(u"create"_s));
    m_close->setIcon(symbolicIcon(u"close"_s));
    m_wide->setIcon(symbolicIcon(u"widen"_s));
}

void TerminalShells::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor base = palette().color(QPalette::Base);
    painter.fillRect(rect(), base);
    painter.fillRect(0, m_stack->geometry().top() - 1, width(), 1,
                     blend(palette().color(QPalette::Text), base, 0.14));
}

} // namespace boxyard
