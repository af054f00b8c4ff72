// SPDX-License-Identifier: GPL-2.0-or-later

#include "appstyle.h"

#include "tones.h"

#include <QStyleOptionButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// px on each side of a push button's words. Fusion leaves four to any that is wider than its least width.
constexpr int ButtonSide = 14;

} // namespace

AppStyle::AppStyle(QStyle *base)
    : QProxyStyle(base)
{
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                 const QWidget *widget) const
{
    QSize whole = QProxyStyle::sizeFromContents(type, option, size, widget);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (type == CT_PushButton && button != nullptr && !button->text.isEmpty())
        whole.setWidth(std::max(whole.width(), size.width() + 2 * ButtonSide));
    return whole;
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                        QStyleHintReturn *data) const
{
    // Etched words are drawn twice, which in a dark palette makes them brighter than the others.
    if (hint == SH_EtchDisabledText)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    const bool isMark = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!isMark || button == nullptr || !isDark(option->palette) || baseStyle()->name() != u"fusion") {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    // Fusion's outline is Window, 1.4 times darker: on a dark ground nothing.
    QStyleOptionButton seen = *button;
    const QColor ground = seen.palette.color(QPalette::Window);
    const bool enabled = seen.state & State_Enabled;
    const QColor outline = blend(seen.palette.color(QPalette::WindowText), ground, enabled ? 0.62 : 0.34);
    seen.palette.setColor(QPalette::Window, outline.lighter(140));
    QProxyStyle::drawPrimitive(element, &seen, painter, widget);
}

} // namespace boxyard
