// SPDX-License-Identifier: GPL-2.0-or-later

#include "findbar.h"

#include "flatbutton.h"
#include "gui/icons.h"
#include "gui/tones.h"
#include "terminalview.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

FindBar::FindBar(TerminalView &view, QWidget *parent)
    : QWidget(parent)
    , m_view(view)
    , m_text(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_case(flatButton(this, u"matchCase"_s, tr("Tell capital letters from small ones")))
    , m_up(flatButton(this, u"findUp"_s, tr("The one before (Enter)")))
    , m_down(flatButton(this, u"findDown"_s, tr("The one after (Shift+Enter)")))
    , m_close(flatButton(this, u"closeFind"_s, tr("Close (Escape)")))
{
    m_text->setObjectName(u"findText"_s);
    m_text->setPlaceholderText(tr("Find in the terminal"));
    m_text->setAccessibleName(tr("Find in the terminal"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(70);
    m_text->setMaximumWidth(420);
    m_text->installEventFilter(this);
    m_count->setObjectName(u"findCount"_s);
    m_case->setText(u"Aa"_s);
    m_case->setCheckable(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_case);
    layout->addWidget(m_up);
    layout->addWidget(m_down);
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(m_close);
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::find);
    connect(m_case, &QToolButton::toggled, this, &FindBar::find);
    connect(m_up, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_down, &QToolButton::clicked, this, [this] { step(true); });
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    connect(&m_view, &TerminalView::matchesChanged, this, &FindBar::count);
    drawIcons();
    hide();
}

void FindBar::open()
{
    show();
    if (const QString selected = m_view.selectedText(); !selected.isEmpty() && !selected.contains(u'\n'))
        m_text->setText(selected);
    m_text->selectAll();
    m_text->setFocus(Qt::ShortcutFocusReason);
    find();
}

void FindBar::close()
{
    hide();
    m_view.find({}, Qt::CaseInsensitive);
    m_view.setFocus(Qt::OtherFocusReason);
}

void FindBar::find()
{
    if (isVisible())
        m_view.find(m_text->text(), m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive);
}

void FindBar::step(bool down)
{
    m_view.findNext(down);
}

void FindBar::count()
{
    const int all = m_view.matchCount();
    for (QToolButton *button : {m_up, m_down})
        button->setEnabled(all > 0);
    if (m_text->text().isEmpty())
        m_count->clear();
    else if (all == 0)
        m_count->setText(tr("Not found"));
    else
        m_count->setText(tr("%1 of %2", "which match, how many").arg(m_view.currentMatch() + 1).arg(all));
}

bool FindBar::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_text || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step((key->modifiers() & Qt::ShiftModifier) != 0);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void FindBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
    QWidget::changeEvent(event);
}

void FindBar::drawIcons()
{
    m_up->setIcon(symbolicIcon(u"up"_s));
    m_down->setIcon(symbolicIcon(u"down"_s));
    m_close->setIcon(symbolicIcon(u"close"_s));
}

void FindBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor base = palette().color(QPalette::Base);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(0, 0, width(), 1, blend(palette().color(QPalette::Text), base, 0.14));
}

} // namespace boxyard
