// SPDX-License-Identifier: GPL-2.0-or-later

#include "hints.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QStyle>

namespace boxyard {

QLabel *newHintLabel(QWidget *parent, const QString &text)
{
    auto *hint = new QLabel(text, parent);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    QFont small = hint->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    hint->setFont(small);
    hint->setMinimumHeight(hint->fontMetrics().lineSpacing());
    toneHint(hint, Tone::Neutral);
    return hint;
}

void toneHint(QLabel *hint, Tone tone)
{
    QPalette colors = hint->parentWidget()->palette();
    const QColor plain = blend(colors.color(QPalette::WindowText), colors.color(QPalette::Window), 0.72);
    const QColor color =
        tone == Tone::Neutral ? plain : readableOn(colors.color(QPalette::Window), toneColor(tone, colors));
    colors.setColor(QPalette::WindowText, color);
    hint->setPalette(colors);
}

QWidget *hinted(QCheckBox *check, QLabel *hint)
{
    auto *both = new QWidget(check->parentWidget());
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(2);
    column->addWidget(check);
    column->addWidget(hint);
    const QStyle &style = *check->style();
    hint->setContentsMargins(style.pixelMetric(QStyle::PM_IndicatorWidth)
                                 + style.pixelMetric(QStyle::PM_CheckBoxLabelSpacing),
                             0, 0, 0);
    check->setAccessibleDescription(hint->text());
    return both;
}

} // namespace boxyard
