// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartwidget.h"

#include "chartaccessible.h"
#include "chartcursor.h"
#include "chartplot.h"
#include "gui/tones.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// More gaps than this in one picture can't be told apart.
constexpr qsizetype MostRuns = 40;
constexpr int PageStep = 10;
constexpr int Side = 6;
constexpr int HeadSpacing = 8;

} // namespace

ChartWidget::ChartWidget(const QString &title, FigureUnit unit, QStringList lines, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_unit(unit)
    , m_names(std::move(lines))
    , m_heading(new QLabel(title, this))
    , m_note(new QLabel(this))
    , m_legend(new QLabel(this))
    , m_stack(new QStackedLayout)
    , m_message(new QLabel(this))
    , m_plot(new ChartPlot(this)) // without a parent the stack would show it as a window
{
    teachChartsToSpeak();
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    layOut();
    m_marker = new ChartCursor(m_plot->viewport());
    m_plot->viewport()->setMouseTracking(true);
    m_plot->viewport()->installEventFilter(this);
    takeColors();
}

void ChartWidget::layOut()
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_heading->setFont(bold);
    m_legend->setTextFormat(Qt::RichText);
    for (QLabel *label : {m_note, m_legend})
        label->setFont(ChartPlot::smallFont(font()));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setMargin(12);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(HeadSpacing);
    head->addWidget(m_heading);
    head->addWidget(m_note);
    head->addStretch(1);
    head->addWidget(m_legend);
    m_stack->addWidget(m_plot);
    m_stack->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Side, 4, Side, 2);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addLayout(m_stack, 1);
}

QSize ChartWidget::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 6};
}

void ChartWidget::takeColors()
{
    const QPalette &look = palette();
    const QColor base = look.color(QPalette::Base);
    const QColor text = look.color(QPalette::Text);
    const QColor accent = readableOn(base, look.color(QPalette::Highlight), 4.5);
    m_colors = {accent, toneColor(Tone::Good, look)};
    m_plot->setColors(
        {m_colors, toneColor(Tone::Warning, look), blend(text, base, 0.14), blend(text, base, 0.72)});
    QPalette faint = look;
    faint.setColor(QPalette::WindowText, blend(text, base, 0.72));
    for (QLabel *label : std::initializer_list<QLabel *>{m_note, m_message})
        label->setPalette(faint);
    showLegend();
}

void ChartWidget::setContent(const Content &content)
{
    m_content = content;
    draw();
}

void ChartWidget::setMessage(const QString &message)
{
    if (m_message->text() != message) {
        m_message->setText(message);
        m_stack->setCurrentWidget(message.isEmpty() ? static_cast<QWidget *>(m_plot) : m_message);
        chartSpeaks(this);
    }
    m_legend->setVisible(message.isEmpty());
    fitHead();
}

QString ChartWidget::message() const
{
    return m_message->text();
}

void ChartWidget::setNote(const QString &note, const QString &toolTip)
{
    if (m_note->text() != note)
        m_note->setText(note);
    m_note->setToolTip(toolTip);
    fitHead();
}

int ChartWidget::count() const
{
    return m_content.lines.isEmpty() ? 0 : static_cast<int>(m_content.lines.first().size());
}

void ChartWidget::draw()
{
    double highest = 0;
    for (const auto &line : std::as_const(m_content.lines)) {
        for (const float value : line) {
            if (value > highest) // NaN is not
                highest = double{value};
        }
    }
    // A limit that is far away would press the lines to the ground.
    m_showsLimit = m_content.limit && *m_content.limit <= highest * 4;
    highest *= 1.02;
    if (m_showsLimit)
        highest = std::max(highest, *m_content.limit);
    const int most = std::clamp(m_plot->height() / (fontMetrics().height() * 2), 1, 4);
    m_scale = chartScale(m_unit, highest, most);

    const double first = -static_cast<double>((count() - 1) * m_content.step);
    m_plot->setSpan(m_content.span);
    m_plot->setScale(m_scale, m_unit);
    m_plot->setLimit(m_showsLimit ? m_content.limit : std::nullopt);
    const int columns = std::max(static_cast<int>(m_plot->plotArea().width()), 50);
    for (int i = 0; i < m_content.lines.size(); ++i) {
        const auto &line = m_content.lines.at(i);
        auto runs = reduced({line.constData(), static_cast<std::size_t>(line.size())}, first,
                            static_cast<double>(m_content.step), columns);
        if (runs.size() > MostRuns)
            runs.remove(0, runs.size() - MostRuns);
        m_plot->setLine(i, runs);
    }
    showLegend();
    placeCursor();
}

void ChartWidget::showLegend()
{
    QStringList named;
    QStringList bare;
    for (int i = 0; i < m_names.size(); ++i) {
        const QString value = FigureWords::value(m_unit, double{m_content.latest.value(i, Figures::None)});
        const QString mark = u"<span style='color:%1'>%2</span>&nbsp;"_s.arg(m_colors.value(i).name(),
                                                                             i == 0 ? u"━"_s : u"╍"_s);
        named +=
            mark + (m_names.size() == 1 ? QString() : m_names.at(i).toHtmlEscaped() + u"&nbsp;"_s) + value;
        bare += mark + value;
    }
    QStringList limited = named;
    if (m_content.limit) {
        const QString mark =
            u"<span style='color:%1'>┅</span>&nbsp;"_s.arg(toneColor(Tone::Warning, palette()).name());
        limited += (m_showsLimit ? mark : QString())
            + tr("limit %1").arg(FigureWords::mark(m_unit, *m_content.limit));
    }
    const QString between = u" &nbsp; "_s;
    const QStringList legends{limited.join(between), named.join(between), bare.join(between)};
    if (legends == m_legends)
        return;
    m_legends = legends;
    m_legend->setToolTip(legends.first());
    fitHead();
}

/// What is left out where there is no room, in this order: the note, the limit, the names of the lines.
void ChartWidget::fitHead()
{
    int room = width() - 2 * Side - m_heading->sizeHint().width() - HeadSpacing;
    const auto setWidth = [](QLabel *label, int width) {
        if (label->minimumWidth() != width || label->maximumWidth() != width)
            label->setFixedWidth(width);
    };
    int used = 0;
    if (m_legend->isVisibleTo(this)) {
        for (const QString &legend : std::as_const(m_legends)) {
            if (m_legend->text() != legend)
                m_legend->setText(legend);
            used = m_legend->sizeHint().width();
            if (used <= room)
                break;
        }
        setWidth(m_legend, used);
        room -= used + HeadSpacing;
    }
    const int note = m_note->text().isEmpty() ? 0 : m_note->sizeHint().width();
    m_note->setVisible(note > 0 && note + HeadSpacing <= room);
    setWidth(m_note, note);
}

QStringList ChartWidget::valuesAt(int fromNewest) const
{
    QStringList values;
    for (int i = 0; i < m_names.size(); ++i) {
        const auto &line = m_content.lines.value(i);
        const float value = line.value(line.size() - 1 - fromNewest, Figures::None);
        const QString text = std::isnan(value) ? tr("no data") : FigureWords::value(m_unit, double{value});
        values += m_names.size() == 1 ? text : tr("%1: %2", "name, value").arg(m_names.at(i), text);
    }
    return values;
}

QString ChartWidget::spokenValues() const
{
    const int at = std::max(m_cursor, 0);
    return (QStringList(FigureWords::ago(at * m_content.step)) + valuesAt(at)).join(u", "_s);
}

QString ChartWidget::summary() const
{
    QStringList sentences;
    for (int i = 0; i < m_names.size(); ++i) {
        float lowest = std::numeric_limits<float>::infinity();
        float highest = -lowest;
        for (const float value : m_content.lines.value(i)) {
            if (std::isnan(value))
                continue;
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
        if (highest < lowest)
            continue;
        sentences +=
            tr("%1: now %2, lowest %3, highest %4.", "name, three values")
                .arg(m_names.at(i),
                     FigureWords::value(m_unit, double{m_content.latest.value(i, Figures::None)}),
                     FigureWords::value(m_unit, double{lowest}), FigureWords::value(m_unit, double{highest}));
    }
    if (sentences.isEmpty())
        return tr("There are no data yet.");
    sentences.prepend(tr("The last %1.", "a time").arg(FigureWords::time(m_content.span)));
    return sentences.join(u' ');
}

int ChartWidget::nearest(double x) const
{
    const QRectF plot = m_plot->plotArea();
    if (count() < 2 || plot.width() < 1 || x < plot.left() - 4 || x > plot.right() + 4)
        return -1;
    const double seconds = (plot.right() - x) / plot.width() * static_cast<double>(m_content.span);
    const auto at = std::lround(seconds / static_cast<double>(m_content.step));
    return std::clamp(static_cast<int>(at), 0, count() - 1);
}

void ChartWidget::placeCursor()
{
    m_marker->setGeometry(m_plot->viewport()->rect());
    ChartCursor::Mark mark;
    if (m_cursor >= 0 && m_cursor < count() && count() > 1) {
        mark.plot = m_plot->plotArea();
        const qint64 seconds = m_cursor * m_content.step;
        const double share = static_cast<double>(seconds) / static_cast<double>(m_content.span);
        mark.x = mark.plot.right() - mark.plot.width() * share;
        const auto when = QDateTime::currentDateTime().addSecs(-seconds);
        mark.briefTime = FigureWords::clock(when.time());
        mark.time = tr("%1 · %2", "clock time, how long ago").arg(mark.briefTime, FigureWords::ago(seconds));
        mark.values = valuesAt(m_cursor);
        for (int i = 0; i < m_content.lines.size(); ++i) {
            const float value = m_content.lines.at(i).at(count() - 1 - m_cursor);
            if (std::isnan(value))
                continue;
            mark.dots.append({mark.x, mark.plot.bottom() - mark.plot.height() * double{value} / m_scale.top});
            mark.colors.append(m_colors.value(i));
        }
    }
    m_marker->setMark(mark);
}

void ChartWidget::moveCursor(int fromNewest)
{
    m_cursor = std::clamp(fromNewest, -1, std::max(count() - 1, 0));
    placeCursor();
    chartSpeaks(this);
}

void ChartWidget::setCursorPosition(int fromNewest)
{
    if (fromNewest != m_cursor)
        moveCursor(fromNewest);
}

void ChartWidget::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        takeColors();
}

void ChartWidget::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHead();
    draw();
}

void ChartWidget::keyPressEvent(QKeyEvent *event)
{
    const int at = std::max(m_cursor, 0);
    const bool isFirst = m_cursor < 0;
    m_byKeyboard = true;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(isFirst ? 0 : at + 1);
    case Qt::Key_Right:
        return moveCursor(std::max(at - 1, 0));
    case Qt::Key_PageUp:
        return moveCursor(at + PageStep);
    case Qt::Key_PageDown:
        return moveCursor(std::max(at - PageStep, 0));
    case Qt::Key_Home:
        return moveCursor(count() - 1);
    case Qt::Key_End:
        return moveCursor(0);
    case Qt::Key_Escape:
        if (m_cursor >= 0)
            return moveCursor(-1);
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void ChartWidget::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_byKeyboard = true;
        moveCursor(0);
    }
}

void ChartWidget::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    if (m_byKeyboard)
        moveCursor(-1);
    m_byKeyboard = false;
}

bool ChartWidget::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseMove) {
        m_byKeyboard = false;
        setCursorPosition(nearest(static_cast<QMouseEvent *>(event)->position().x()));
    } else if (event->type() == QEvent::Leave && !m_byKeyboard) {
        setCursorPosition(-1);
    } else if (event->type() == QEvent::Resize) {
        placeCursor();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace boxyard
