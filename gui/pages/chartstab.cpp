// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartstab.h"

#include "gui/charts/chartwidget.h"
#include "gui/widgets/emptypage.h"
#include "gui/words.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// What can be looked at, in minutes.
constexpr std::array Ranges{1, 10, 60, 240};

/// What stands in the place of a chart; empty where there is something to draw.
QString messageFor(Missing why, bool hasSome)
{
    // A pause is a gap in the line, and what it was before it stopped is worth a look.
    const bool isPause =
        why == Missing::TooEarly || why == Missing::Interrupted || why == Missing::NotRunning;
    return why == Missing::Nothing || (hasSome && isPause) ? QString() : FigureWords::missing(why);
}

QString nothingTitle(Missing why)
{
    if (why == Missing::NotRunning)
        return ChartsTab::tr("The container is not running");
    return why == Missing::TooEarly ? ChartsTab::tr("Collecting data…") : ChartsTab::tr("No data");
}

} // namespace

ChartsTab::ChartsTab(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_metrics(*engine.metrics())
    , m_ranges(new QButtonGroup(this))
    , m_stack(new QStackedLayout)
    , m_area(new QScrollArea(this))
    , m_nothing(new EmptyPage(this))
    , m_content(new QWidget)
    , m_grid(new QGridLayout(m_content))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    m_area->setWidget(m_content);
    m_grid->setContentsMargins(8, 0, 8, 6);
    m_grid->setSpacing(4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    m_stack->addWidget(m_area);
    m_stack->addWidget(m_nothing);
    layout->addLayout(m_stack, 1);
    offerRanges();
    connect(&m_metrics, &Metrics::keptChanged, this, &ChartsTab::offerRanges);
    connect(&m_metrics, &Metrics::sampled, this, [this] {
        if (isVisible())
            refresh();
    });
}

QWidget *ChartsTab::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(14, 8, 12, 4);
    layout->setSpacing(2);
    auto *label = new QLabel(tr("The last"), head);
    layout->addWidget(label);
    layout->addSpacing(6);
    for (const int minutes : Ranges) {
        auto *button = new QToolButton(head);
        button->setText(FigureWords::time(minutes * qint64{60}));
        button->setAccessibleName(tr("Show the last %n minute(s)", nullptr, minutes));
        button->setObjectName(u"minutes%1"_s.arg(minutes));
        button->setCheckable(true);
        button->setChecked(minutes == m_minutes);
        button->setAutoRaise(true);
        m_ranges->addButton(button, minutes);
        layout->addWidget(button);
    }
    layout->addStretch(1);
    connect(m_ranges, &QButtonGroup::idClicked, this, &ChartsTab::setMinutes);
    return head;
}

/// When they are seen for the first time: they take a quarter of the time that the window needs to open.
void ChartsTab::addCharts()
{
    const auto add = [this](const QString &name, const QString &title, FigureUnit unit,
                            const QStringList &lines, const QList<Quantity> &quantities) {
        auto *chart = new ChartWidget(title, unit, lines, m_content);
        chart->setObjectName(name);
        m_charts.append({chart, quantities});
    };
    add(u"cpuChart"_s, tr("CPU"), FigureUnit::Cpu, {tr("CPU")}, {Quantity::Cpu});
    add(u"memoryChart"_s, tr("Memory"), FigureUnit::Bytes, {tr("in use"), tr("cache")},
        {Quantity::Memory, Quantity::Cache});
    add(u"diskChart"_s, tr("Disk"), FigureUnit::ByteRate, {tr("read"), tr("written")},
        {Quantity::DiskRead, Quantity::DiskWritten});
    add(u"networkChart"_s, tr("Network"), FigureUnit::ByteRate, {tr("received"), tr("sent")},
        {Quantity::Received, Quantity::Sent});
}

void ChartsTab::offerRanges()
{
    const auto longest = History::resolutionFor(m_metrics.kept());
    const auto isKept = [longest](int minutes) {
        return History::resolutionFor(std::chrono::minutes(minutes)) <= longest;
    };
    for (const int minutes : Ranges)
        m_ranges->button(minutes)->setVisible(isKept(minutes));
    if (!isKept(m_minutes))
        setMinutes(10);
}

void ChartsTab::arrange()
{
    const int columns = width() > fontMetrics().averageCharWidth() * 95 ? 2 : 1;
    if (columns == m_columns || m_charts.isEmpty())
        return;
    m_columns = columns;
    for (int i = 0; i < m_charts.size(); ++i)
        m_grid->addWidget(m_charts.at(i).widget, i / columns, i % columns);
    for (int i = 0; i < m_charts.size(); ++i) {
        m_grid->setRowStretch(i, i < (m_charts.size() + columns - 1) / columns ? 1 : 0);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void ChartsTab::setRow(const ContainerRow &row)
{
    const bool other = row.ref != m_row.ref;
    const bool news = other || row.state() != m_row.state() || row.exists != m_row.exists;
    m_row = row;
    if (other) {
        for (const Chart &chart : std::as_const(m_charts))
            chart.widget->setCursorPosition(-1);
    }
    if (!isVisible() || !news)
        return;
    watch();
    refresh();
}

void ChartsTab::setMinutes(int minutes)
{
    QAbstractButton *button = m_ranges->button(minutes);
    if (button == nullptr || button->isHidden())
        return;
    m_minutes = minutes;
    button->setChecked(true);
    for (const Chart &chart : std::as_const(m_charts))
        chart.widget->setCursorPosition(-1);
    refresh();
}

void ChartsTab::watch()
{
    m_metrics.setWatched({m_row.ref});
}

void ChartsTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_charts.isEmpty()) {
        addCharts();
        arrange();
        QWidget *before = m_ranges->buttons().constLast();
        for (const Chart &chart : std::as_const(m_charts)) {
            chart.widget->show(); // their layout would do that later
            setTabOrder(before, chart.widget);
            before = chart.widget;
        }
    }
    watch();
    refresh();
}

void ChartsTab::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_metrics.setWatched({});
}

void ChartsTab::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChartsTab::refresh()
{
    if (m_charts.isEmpty())
        return;
    const Figures &latest = m_metrics.latest(m_row.ref);
    const History *history = m_metrics.history(m_row.ref);
    for (const Chart &chart : std::as_const(m_charts))
        fill(chart, latest, history);
    showPressure(latest);
    showWhetherSome();
}

/// One reason for all of them is told once.
void ChartsTab::showWhetherSome()
{
    const QString message = m_charts.first().widget->message();
    const bool isNothing = !message.isEmpty()
        && std::all_of(m_charts.cbegin(), m_charts.cend(),
                       [&message](const Chart &chart) { return chart.widget->message() == message; });
    const Missing why = m_metrics.latest(m_row.ref).why(Quantity::Cpu);
    if (isNothing && message != m_reason)
        m_nothing->setTexts(u"charts"_s, nothingTitle(why), message);
    m_nothing->setAction(why == Missing::NotRunning && m_row.exists && !m_row.work ? m_start : nullptr);
    m_nothing->setBusy(why == Missing::TooEarly);
    m_reason = isNothing ? message : QString();
    const auto ranges = m_ranges->buttons();
    for (QAbstractButton *range : ranges)
        range->setEnabled(!isNothing);
    m_stack->setCurrentWidget(isNothing ? static_cast<QWidget *>(m_nothing) : m_area);
}

void ChartsTab::fill(const Chart &chart, const Figures &latest, const History *history)
{
    const auto resolution = History::resolutionFor(std::chrono::minutes(m_minutes));
    const qint64 step = History::slotLength(resolution) / 1000;
    ChartWidget::Content content;
    content.step = step;
    content.span = qint64{m_minutes} * 60;
    const qsizetype count = std::min<qsizetype>(content.span / step + 1, History::Slots);
    bool hasSome = false;
    for (const Quantity quantity : chart.quantities) {
        QList<float> values(count, Figures::None);
        if (history != nullptr)
            history->read(quantity, resolution, m_metrics.now(),
                          {values.data(), static_cast<std::size_t>(count)});
        hasSome =
            hasSome || std::any_of(values.cbegin(), values.cend(), [](float v) { return !std::isnan(v); });
        content.lines.append(values);
        content.latest.append(latest.of(quantity));
    }
    if (chart.quantities.first() == Quantity::Cpu && !std::isnan(latest.cpuLimit))
        content.limit = double{latest.cpuLimit};
    else if (chart.quantities.first() == Quantity::Memory && !std::isnan(latest.memoryLimit))
        content.limit = double{latest.memoryLimit};
    chart.widget->setMessage(messageFor(latest.why(chart.quantities.first()), hasSome));
    chart.widget->setContent(content);
}

void ChartsTab::showPressure(const Figures &latest)
{
    const bool stopped = latest.why(Quantity::Cpu) == Missing::NotRunning;
    const auto show = [&](const Chart &chart, float pressure) {
        if (stopped) {
            chart.widget->setNote(tr("not running"), {});
        } else if (std::isnan(pressure)) {
            chart.widget->setNote({}, {});
        } else {
            chart.widget->setNote(
                tr("pressure %1", "share of time").arg(Words::percent(double{pressure})),
                tr("The share of the last 10 seconds in which something in the container had "
                   "to wait for it"));
        }
    };
    show(m_charts.at(0), latest.cpuPressure);
    show(m_charts.at(1), latest.memoryPressure);
    show(m_charts.at(2), latest.ioPressure);
    show(m_charts.at(3), Figures::None);
}

} // namespace boxyard
