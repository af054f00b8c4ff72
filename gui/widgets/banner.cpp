// SPDX-License-Identifier: GPL-2.0-or-later

#include "banner.h"

#include "gui/icons.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString iconName(Tone tone)
{
    switch (tone) {
    case Tone::Bad:
        return u"error"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Good:
        return u"success"_s;
    case Tone::Busy:
        return u"waiting"_s;
    case Tone::Neutral:
    case Tone::Faint:
    case Tone::Cold:
        break;
    }
    return u"info"_s;
}

QLabel *wrapped(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_title(wrapped(this))
    , m_text(wrapped(this))
    , m_texts(new QVBoxLayout)
    , m_row(new QHBoxLayout(this))
    , m_buttons(new QWidget(this))
    , m_close(new QToolButton(this))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);

    m_texts->setSpacing(2);
    m_texts->addWidget(m_title);
    m_texts->addWidget(m_text);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);

    m_close->setIcon(symbolicIcon(u"close"_s));
    m_close->setAutoRaise(true);
    m_close->setText(tr("Close this message"));
    m_close->setToolTip(m_close->text());
    m_close->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });

    m_row->setContentsMargins(14, 9, 10, 9);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon, 0, Qt::AlignTop);
    m_row->addLayout(m_texts, 1);
    m_row->addWidget(m_buttons, 0, Qt::AlignVCenter);
    m_row->addWidget(m_close, 0, Qt::AlignTop);
    setAccessibleName(tr("Message"));
    hide();
}

void Banner::say(Tone tone, const QString &title, const QString &text)
{
    m_tone = tone;
    m_icon->setPixmap(symbolicIcon(iconName(tone), tone).pixmap(QSize(20, 20), devicePixelRatioF()));
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleDescription(title + u'\n' + text);
    setVisible(true);
    fit();
    update();
}

void Banner::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fit();
}

/// Buttons that would leave the text too little width go below it. Never lower than its texts: a
/// layout under pressure would cut off their last line.
void Banner::fit()
{
    if (width() < m_row->minimumSize().width() / 2)
        return; // not laid out yet
    const int buttons = m_buttons->sizeHint().width();
    const bool below = buttons > 0 && width() - buttons < fontMetrics().averageCharWidth() * 52;
    if (below != (m_texts->indexOf(m_buttons) >= 0)) {
        if (below)
            m_texts->addWidget(m_buttons, 0, Qt::AlignLeft);
        else
            m_row->insertWidget(2, m_buttons, 0, Qt::AlignVCenter);
        m_texts->setSpacing(below ? 6 : 2);
    }
    m_row->invalidate();
    const int height = m_row->totalHeightForWidth(width());
    if (height > 0 && height != minimumHeight())
        setMinimumHeight(height);
}

QPushButton *Banner::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_buttons->layout()->addWidget(button);
    return button;
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString Banner::title() const
{
    return m_title->text();
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent *)
{
    const QColor tone = toneColor(m_tone, palette());
    const QColor base = palette().color(QPalette::Base);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(blend(tone, base, 0.45), 1));
    painter.setBrush(blend(tone, base, 0.10));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_icon->setPixmap(symbolicIcon(iconName(m_tone), m_tone).pixmap(QSize(20, 20), devicePixelRatioF()));
    QFrame::changeEvent(event);
}

} // namespace boxyard
