// SPDX-License-Identifier: GPL-2.0-or-later

#include "emptypage.h"

#include "actionbutton.h"
#include "gui/icons.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Lines longer than this are hard to read.
constexpr int MostLetters = 64;

} // namespace

EmptyPage::EmptyPage(QWidget *parent)
    : QWidget(parent)
    , m_column(new QWidget(this))
    , m_icon(new QLabel(m_column))
    , m_title(new QLabel(m_column))
    , m_text(new QLabel(m_column))
    , m_busy(new QProgressBar(m_column))
    , m_copying(new QWidget(m_column))
    , m_command(new QLabel(m_copying))
    , m_copy(new QPushButton(tr("Copy the command"), m_copying))
    , m_button(new QPushButton(m_column))
    , m_action(new ActionButton(m_column))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_icon->setAlignment(Qt::AlignCenter);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(160, 10);
    m_busy->setAccessibleName(tr("In progress"));
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setTextFormat(Qt::PlainText);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_command->setAccessibleName(tr("Command"));
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    for (QWidget *part : std::initializer_list<QWidget *>{m_busy, m_copying, m_button, m_action})
        part->hide();
    layOut();
}

void EmptyPage::layOut()
{
    auto *copying = new QVBoxLayout(m_copying);
    copying->setContentsMargins(0, 0, 0, 0);
    copying->setSpacing(8);
    copying->addWidget(m_command, 0, Qt::AlignHCenter);
    copying->addWidget(m_copy, 0, Qt::AlignHCenter);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(m_copying);
    column->addSpacing(4);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_column->setMaximumWidth(fontMetrics().averageCharWidth() * MostLetters);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(1);
    layout->addWidget(m_column, 1000);
    layout->addStretch(1);
}

void EmptyPage::setTexts(const QString &icon, const QString &title, const QString &text)
{
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    drawIcon();
}

void EmptyPage::setAction(QAction *action)
{
    if (action != nullptr)
        m_action->setAction(action);
    m_action->setVisible(action != nullptr);
}

void EmptyPage::setCommand(const QString &command)
{
    m_command->setText(command);
    m_copying->setVisible(!command.isEmpty());
}

void EmptyPage::setBusy(bool busy)
{
    m_busy->setVisible(busy);
}

QString EmptyPage::title() const
{
    return m_title->text();
}

QString EmptyPage::text() const
{
    return m_text->text();
}

void EmptyPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        drawIcon();
    QWidget::changeEvent(event);
}

void EmptyPage::drawIcon()
{
    const QSize size(56, 56);
    m_icon->setPixmap(m_iconName.isEmpty()
                          ? QPixmap()
                          : symbolicIcon(m_iconName).pixmap(size, devicePixelRatioF(), QIcon::Disabled));
}

} // namespace boxyard
