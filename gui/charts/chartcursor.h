// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QColor>
#include <QStringList>
#include <QWidget>

namespace boxyard {

/// Lies over a plot: an upright line with a dot on each of the chart's lines, and a box that tells the time
/// and the values. It takes no mouse and no keyboard.
class ChartCursor final : public QWidget
{
    Q_OBJECT

public:
    struct Mark {
        qreal x = 0; ///< all in this widget
        QRectF plot;
        QList<QPointF> dots;
        QList<QColor> colors; ///< of the dots
        QString time; ///< and how long ago it was
        QString briefTime; ///< where there is little room
        QStringList values;
        bool operator==(const Mark &) const = default;
    };

    explicit ChartCursor(QWidget *parent);

    void setMark(const Mark &mark); ///< a mark without values shows nothing

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] qreal boxWidth(const QString &time) const;
    [[nodiscard]] bool fitsBeside(qreal width) const;
    [[nodiscard]] QRectF boxFor(const QSizeF &size) const;
    void paintBox(QPainter &painter) const;

    Mark m_mark;
};

} // namespace boxyard
