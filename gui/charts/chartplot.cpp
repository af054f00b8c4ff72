// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartplot.h"

#include <QCategoryAxis>
#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QLocale>
#include <QTextLayout>

#include <cmath>

namespace boxyard {

namespace {

/// Between a label of an axis and the plot.
constexpr int LabelGap = 6;
constexpr double TimeGap = 10; ///< between two labels of the time

/// Not a cosmetic pen: those count device pixels, and are half as wide on a screen of twice the scale.
QPen penOf(const QColor &color, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    return {color, width, style, Qt::FlatCap, Qt::BevelJoin};
}

/// Of a text as it is drawn: letters that the font has not come from others, which may be higher.
double heightOf(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    return std::ceil(layout.boundingRect().height());
}

void clear(QCategoryAxis *axis)
{
    const QStringList labels = axis->categoriesLabels();
    for (const QString &label : labels)
        axis->remove(label);
}

} // namespace

ChartPlot::ChartPlot(QWidget *parent)
    : QChartView(parent)
    , m_chart(new QChart)
    , m_time(new QCategoryAxis(this))
    , m_values(new QCategoryAxis(this))
{
    setChart(m_chart);
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setAutoFillBackground(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    // Its own least size, by its labels, would let it stand out of a low view.
    m_chart->setMinimumSize(1, 1);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    addAxes();
}

void ChartPlot::addAxes()
{
    for (QCategoryAxis *axis : {m_time, m_values}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLineVisible(false);
        axis->setTruncateLabels(false);
    }
    takeFont();
    m_time->setGridLineVisible(false);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_values, Qt::AlignLeft);
}

QFont ChartPlot::smallFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

void ChartPlot::takeFont()
{
    for (QCategoryAxis *axis : {m_time, m_values})
        axis->setLabelsFont(smallFont(font()));
    placePlot();
    labelTime();
}

void ChartPlot::placePlot()
{
    // Left to itself each chart would begin elsewhere, and cut the topmost label in two.
    const QFontMetricsF metrics(m_values->labelsFont());
    const double widest =
        std::max(metrics.horizontalAdvance(FigureWords::value(FigureUnit::ByteRate, 512.0 * 1024)),
                 metrics.horizontalAdvance(FigureWords::value(FigureUnit::ByteRate, 1.5 * 1024 * 1024)));
    const double height = heightOf(FigureWords::ago(30), m_time->labelsFont());
    const QRectF plot = QRectF(rect()).adjusted(std::ceil(widest) + LabelGap, std::ceil(metrics.height() / 2),
                                                -1, -height - LabelGap);
    if (plot.width() > 1 && plot.height() > 1)
        m_chart->setPlotArea(plot);
}

void ChartPlot::resizeEvent(QResizeEvent *event)
{
    placePlot(); // before the axes are laid out around it
    labelTime();
    QChartView::resizeEvent(event);
}

void ChartPlot::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        takeFont();
}

QLineSeries *ChartPlot::addSeries()
{
    auto *series = new QLineSeries(m_chart);
    m_chart->addSeries(series);
    series->attachAxis(m_time);
    series->attachAxis(m_values);
    return series;
}

void ChartPlot::style(QLineSeries *series, int line) const
{
    // Not by colour alone: the second line is thinner and broken.
    series->setPen(line == 0 ? penOf(m_colors.lines.value(line), 1.6)
                             : penOf(m_colors.lines.value(line), 1.4, Qt::DashLine));
}

void ChartPlot::setColors(const Colors &colors)
{
    if (colors == m_colors)
        return;
    m_colors = colors;
    for (QCategoryAxis *axis : {m_time, m_values}) {
        axis->setLabelsColor(colors.text);
        axis->setGridLinePen(penOf(colors.grid, 1));
    }
    for (int line = 0; line < m_series.size(); ++line) {
        for (QLineSeries *series : std::as_const(m_series[line]))
            style(series, line);
    }
    if (m_limitSeries != nullptr)
        m_limitSeries->setPen(penOf(colors.limit, 1.8, Qt::DotLine));
}

void ChartPlot::setSpan(qint64 seconds)
{
    if (seconds == m_span)
        return;
    m_span = seconds;
    m_labelled = 0;
    m_time->setRange(static_cast<double>(-seconds), 0);
    labelTime();
}

/// As many times as have room beside each other.
void ChartPlot::labelTime()
{
    if (m_span == 0)
        return;
    // Round times: quarters of a minute or of an hour, fifths of ten minutes.
    const int parts = m_span > 60 && m_span / 4 % 60 != 0 ? 5 : 4;
    const QFontMetricsF metrics(m_time->labelsFont());
    double widest = 0;
    for (int i = 1; i < parts; ++i)
        widest = std::max(widest, metrics.horizontalAdvance(FigureWords::ago(m_span * i / parts)));
    const double apart = m_chart->plotArea().width() / parts;
    int every = 1;
    while (every < parts && widest + TimeGap > apart * every)
        ++every;
    if (every == m_labelled)
        return;
    m_labelled = every;
    clear(m_time);
    m_time->setStartValue(static_cast<double>(-m_span) - 1);
    for (int i = 0; i <= parts; ++i) {
        const int fromNow = parts - i;
        const qint64 at = m_span * fromNow / parts;
        // Those at the ends would stand out of the plot.
        const bool isSaid = fromNow > 0 && fromNow < parts && fromNow % every == 0;
        m_time->append(isSaid ? FigureWords::ago(at) : QString(1 + i, u' '), static_cast<double>(-at));
    }
}

void ChartPlot::setScale(const ChartScale &scale, FigureUnit unit)
{
    if (scale == m_scale)
        return;
    m_scale = scale;
    clear(m_values);
    m_values->setStartValue(-1);
    for (const double mark : scale.marks)
        m_values->append(mark > 0 ? FigureWords::mark(unit, mark) : QLocale().toString(0), mark);
    m_values->setRange(0, scale.top);
}

void ChartPlot::setLine(int line, const QList<ChartRun> &runs)
{
    while (m_series.size() <= line)
        m_series.append(QList<QLineSeries *>());
    QList<QLineSeries *> &all = m_series[line];
    while (all.size() < runs.size()) {
        all.append(addSeries());
        style(all.last(), line);
    }
    for (qsizetype i = 0; i < all.size(); ++i) {
        all.at(i)->setVisible(i < runs.size());
        if (i < runs.size())
            all.at(i)->replace(runs.at(i));
    }
}

void ChartPlot::setLimit(std::optional<double> limit)
{
    if (m_limitSeries == nullptr) {
        if (!limit)
            return;
        m_limitSeries = addSeries();
        m_limitSeries->setPen(penOf(m_colors.limit, 1.8, Qt::DotLine));
    }
    m_limitSeries->setVisible(limit.has_value());
    if (limit)
        m_limitSeries->replace(QList<QPointF>{{static_cast<double>(-m_span), *limit}, {0, *limit}});
}

QRectF ChartPlot::plotArea() const
{
    return mapFromScene(m_chart->mapToScene(m_chart->plotArea())).boundingRect();
}

} // namespace boxyard
