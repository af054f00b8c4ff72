// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QProxyStyle>

namespace boxyard {

/// The desktop's style, with what it leaves too narrow or too faint mended in one place: room beside the
/// words of push buttons; plain disabled menu items; and in dark palettes outlines of check boxes and radio
/// buttons that can be seen.
class AppStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    /// On top of this style, which it takes; nullptr: the desktop's.
    explicit AppStyle(QStyle *base = nullptr);

    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace boxyard
