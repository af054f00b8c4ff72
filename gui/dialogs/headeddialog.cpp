// SPDX-License-Identifier: GPL-2.0-or-later

#include "headeddialog.h"

#include "gui/icons.h"
#include "gui/widgets/fittingarea.h"
#include "hints.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QScreen>

#include <algorithm>

namespace boxyard {

HeadedDialog::HeadedDialog(QWidget *parent)
    : QDialog(parent)
    , m_area(new FittingArea(this))
    , m_foot(new QVBoxLayout)
    , m_buttons(new QDialogButtonBox(this))
    , m_headingIcon(new QLabel(this))
    , m_heading(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setWeight(QFont::DemiBold);
    m_heading->setFont(large);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    auto *heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(m_headingIcon);
    heading->addWidget(m_heading, 1);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(heading);
    layout->addWidget(m_area, 1);
    layout->addLayout(m_foot);
    layout->addWidget(m_buttons);
}

QString HeadedDialog::heading() const
{
    return m_heading->text();
}

QVBoxLayout *HeadedDialog::body() const
{
    return m_area->body();
}

void HeadedDialog::setHeading(const QString &icon, const QString &text)
{
    m_iconName = icon;
    m_heading->setText(text);
    setWindowTitle(text);
    drawIcon();
}

void HeadedDialog::drawIcon()
{
    m_headingIcon->setPixmap(symbolicIcon(m_iconName).pixmap(QSize(24, 24), devicePixelRatioF()));
}

QFormLayout *HeadedDialog::addForm()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignRight);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    body()->addLayout(form);
    return form;
}

QWidget *HeadedDialog::addField(QFormLayout *form, const QString &label, QWidget *field, QLabel *hint)
{
    auto *both = new QWidget(this);
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 2);
    column->setSpacing(3);
    column->addWidget(field);
    column->addWidget(hint);
    form->addRow(label, both);
    if (auto *words = qobject_cast<QLabel *>(form->labelForField(both))) {
        words->setBuddy(field);
        words->setAlignment(Qt::AlignRight | Qt::AlignTop);
        words->setContentsMargins(0, (field->sizeHint().height() - words->fontMetrics().height()) / 2, 0, 0);
    }
    return both;
}

QLabel *HeadedDialog::newHint()
{
    return newHintLabel(this);
}

void HeadedDialog::setHint(QLabel *hint, const QString &text, Tone tone)
{
    toneHint(hint, tone);
    if (hint->text() == text)
        return;
    hint->setText(text);
    fit();
}

void HeadedDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    fit();
}

void HeadedDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && !m_iconName.isEmpty())
        drawIcon();
    QDialog::changeEvent(event);
}

/// A dialog that hides its window or leaves the screen has lost its place. The smallest window is too low to
/// go by.
int HeadedDialog::mostHeight() const
{
    constexpr int decoration = 60;
    constexpr int always = 420;
    int most = screen()->availableGeometry().height() - decoration;
    if (const QWidget *owner = parentWidget(); owner != nullptr && owner->window()->isVisible())
        most = std::min(most, owner->window()->height() - decoration);
    return std::max(most, always);
}

void HeadedDialog::fit()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            const QMargins margins = layout()->contentsMargins();
            m_area->fitTo(width() - margins.left() - margins.right());
            layout()->activate();
            const int wanted =
                std::max(layout()->totalHeightForWidth(width()), layout()->totalMinimumSize().height());
            resize(width(), std::min(wanted, std::max(mostHeight(), minimumSizeHint().height())));
        },
        Qt::QueuedConnection);
}

} // namespace boxyard
