// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "chartscale.h"
#include "reduce.h"

#include <QChartView>

class QCategoryAxis;
class QLineSeries;

namespace boxyard {

/// The plot of a chart: the only class that speaks with Qt Charts. Lines, no animation, no OpenGL, and what
/// did not change is not set again.
class ChartPlot final : public QChartView
{
    Q_OBJECT

public:
    struct Colors {
        QList<QColor> lines;
        QColor limit;
        QColor grid;
        QColor text;
        bool operator==(const Colors &) const = default;
    };

    explicit ChartPlot(QWidget *parent = nullptr);

    void setColors(const Colors &colors);
    /// From `seconds` ago until now.
    void setSpan(qint64 seconds);
    void setScale(const ChartScale &scale, FigureUnit unit);
    /// One line, as runs of points (seconds, at most 0; value).
    void setLine(int line, const QList<ChartRun> &runs);
    /// A line across; nothing for none.
    void setLimit(std::optional<double> limit);

    /// Of the axes' labels.
    [[nodiscard]] static QFont smallFont(QFont font);
    /// Where the plot is, without its axes, in this widget.
    [[nodiscard]] QRectF plotArea() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takeFont();
    void placePlot();
    void labelTime();
    void addAxes();
    QLineSeries *addSeries();
    void style(QLineSeries *series, int line) const;

    QChart *m_chart;
    QCategoryAxis *m_time;
    QCategoryAxis *m_values;
    QList<QList<QLineSeries *>> m_series; ///< of a line: one a run, those not needed hidden
    QLineSeries *m_limitSeries = nullptr;
    Colors m_colors;
    ChartScale m_scale;
    qint64 m_span = 0;
    int m_labelled = 0; ///< each how many-th mark of the time has its label
};

} // namespace boxyard
