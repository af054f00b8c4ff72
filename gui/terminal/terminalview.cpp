// SPDX-License-Identifier: GPL-2.0-or-later

// TerminalView but for its drawing (terminalpaint.cpp) and what keys and the mouse do (terminalinput.cpp,
// terminalmouse.cpp).

#include "terminalview.h"

#include "pty.h"
#include "terminalaccessible.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <chrono>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

TerminalView::TerminalView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_screen(new TerminalScreen(80, 24, this))
    , m_colors(palette())
{
    installTerminalAccessible();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(u"terminal"_s);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Terminal"));
    const auto singleShot = [this](QTimer &timer, std::chrono::milliseconds after,
                                   void (TerminalView::*work)()) {
        timer.setSingleShot(true);
        timer.setInterval(after);
        connect(&timer, &QTimer::timeout, this, work);
    };
    singleShot(m_repaint, 16ms, &TerminalView::refresh);
    singleShot(m_fitting, 30ms, &TerminalView::fit);
    singleShot(m_searching, 250ms, &TerminalView::searchAgain);
    singleShot(m_reading, 200ms, &TerminalView::tellReaders);
    m_flash.setSingleShot(true);
    m_flash.setInterval(120ms);
    connect(&m_flash, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(m_screen, &TerminalScreen::damaged, this, [this] {
        if (!m_repaint.isActive())
            m_repaint.start();
    });
    connect(m_screen, &TerminalScreen::typed, this, [this](const QByteArray &bytes) {
        if (m_pty != nullptr)
            m_pty->write(bytes);
    });
    connect(m_screen, &TerminalScreen::answered, this, [this](const QByteArray &bytes) {
        if (m_pty != nullptr)
            m_pty->answer(bytes);
    });
    connect(m_screen, &TerminalScreen::titleChanged, this, &TerminalView::titleChanged);
    connect(m_screen, &TerminalScreen::bell, this, &TerminalView::ring);
    connect(m_screen, &TerminalScreen::clipboardWanted, this, [this](const QString &text, bool primary) {
        if (m_settings.letsProgramsCopy)
            QApplication::clipboard()->setText(text, primary ? QClipboard::Selection : QClipboard::Clipboard);
    });
    setSettings({});
}

TerminalView::~TerminalView()
{
    delete m_pty; // it speaks of what is deleted after this
}

void TerminalView::attach(int descriptor)
{
    delete m_pty;
    m_pty = new Pty(descriptor, this);
    connect(m_pty, &Pty::received, m_screen, &TerminalScreen::write);
    connect(m_pty, &Pty::closed, this, [this] {
        m_pty->deleteLater();
        m_pty = nullptr;
        updateBlinking();
        viewport()->update();
        Q_EMIT ended();
    });
    m_pty->resize(m_screen->columns(), m_screen->rows());
    fit();
    updateBlinking();
}

void TerminalView::setSettings(const TerminalSettings &settings)
{
    m_settings = settings;
    m_screen->setScrollbackLimit(settings.scrollback);
    measure();
    recolor();
    updateBlinking();
}

void TerminalView::zoom(int step)
{
    const double size = m_settings.font().pointSizeF();
    m_zoom =
        step == 0 ? 0 : std::clamp(m_zoom + step, static_cast<int>(5 - size), static_cast<int>(60 - size));
    measure();
}

void TerminalView::measure()
{
    QFont look = m_settings.font();
    look.setPointSizeF(look.pointSizeF() + m_zoom);
    m_font = TerminalFont(look);
    fit();
    viewport()->update();
}

/// The scroll bar's place is kept also while there is none: it comes with the first line that scrolls away
/// and goes with every full-screen program, and neither is a reason to tell what runs inside of another size.
QSize TerminalView::fittingSize() const
{
    const bool isOver = style()->styleHint(QStyle::SH_ScrollBar_Transient, nullptr, verticalScrollBar()) != 0;
    const int bar = isOver ? 0 : verticalScrollBar()->sizeHint().width();
    const QSize room = contentsRect().size() - QSize(bar + 2 * Margin, 2 * Margin);
    return {std::clamp(room.width() / m_font.cell().width(), 10, 1000),
            std::clamp(room.height() / m_font.cell().height(), 2, 1000)};
}

void TerminalView::fit()
{
    m_fitting.stop();
    if (!isVisible())
        return; // a page that was not shown yet has no size of its own
    const QSize size = fittingSize();
    if (size == QSize(m_screen->columns(), m_screen->rows()))
        return;
    clearSelection();
    m_screen->resize(size.width(), size.height());
    if (m_pty != nullptr)
        m_pty->resize(size.width(), size.height());
    updateScrollBar();
    if (!m_wanted.isEmpty())
        searchAgain();
}

/// One frame: what came since the last one.
void TerminalView::refresh()
{
    updateScrollBar();
    viewport()->update();
    updateBlinking();
    if (!m_wanted.isEmpty() && !m_searching.isActive())
        m_searching.start();
    if (QAccessible::isActive() && !m_reading.isActive())
        m_reading.start();
    if (m_screen->mouse() == TerminalScreen::Mouse::None && viewport()->cursor().shape() == Qt::ArrowCursor)
        viewport()->setCursor(Qt::IBeamCursor);
    else if (m_screen->mouse() != TerminalScreen::Mouse::None
             && viewport()->cursor().shape() == Qt::IBeamCursor)
        viewport()->setCursor(Qt::ArrowCursor);
}

void TerminalView::updateScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    // Who looks back goes on seeing the same lines, also when old ones are forgotten.
    const int value = bar->value() - static_cast<int>(m_screen->forgotten() - m_forgotten);
    m_forgotten = m_screen->forgotten();
    bar->setPageStep(m_screen->rows());
    const int maximum = m_screen->isAlternate() ? 0 : m_screen->scrollback();
    if (bar->maximum() != maximum)
        bar->setMaximum(maximum);
    bar->setValue(atEnd ? maximum : std::max(value, 0));
}

int TerminalView::topLine() const
{
    return m_screen->isAlternate() ? m_screen->scrollback()
                                   : std::min(verticalScrollBar()->value(), m_screen->scrollback());
}

void TerminalView::showLine(qint64 line)
{
    const int wanted = static_cast<int>(line - m_screen->forgotten());
    if (wanted < topLine() || wanted >= topLine() + m_screen->rows())
        verticalScrollBar()->setValue(wanted - m_screen->rows() / 2);
    viewport()->update();
}

QPoint TerminalView::cellAt(const QPoint &point) const
{
    return {(point.x() - Margin) / m_font.cell().width(), (point.y() - Margin) / m_font.cell().height()};
}

QRect TerminalView::cellRect(const QPoint &cell) const
{
    return {QPoint(Margin + cell.x() * m_font.cell().width(), Margin + cell.y() * m_font.cell().height()),
            m_font.cell()};
}

QRect TerminalView::cursorRect() const
{
    const QPoint cursor = m_screen->cursor();
    return cellRect({cursor.x(), cursor.y() + m_screen->scrollback() - topLine()});
}

void TerminalView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    m_fitting.start();
}

void TerminalView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void TerminalView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        recolor();
    QAbstractScrollArea::changeEvent(event);
}

void TerminalView::recolor()
{
    m_colors = TerminalColors(palette(), m_settings);
    m_screen->setColors(m_colors.foreground(), m_colors.background());
    viewport()->update();
}

void TerminalView::ring()
{
    Q_EMIT rang();
    if (m_lastBell.isValid() && !m_lastBell.hasExpired(400))
        return; // a flickering screen and an endless tone are no bell
    m_lastBell.start();
    if (m_settings.bell == TerminalSettings::Bell::Audible) {
        QApplication::beep();
    } else if (m_settings.bell == TerminalSettings::Bell::Visual) {
        m_flash.start();
        viewport()->update();
    }
}

void TerminalView::updateBlinking()
{
    const bool blinks = hasFocus() && m_pty != nullptr && m_screen->cursorVisible()
        && m_screen->cursorBlinks().value_or(m_settings.cursorBlinks) && m_settings.cursorBlinks
        && QApplication::cursorFlashTime() > 0;
    if (blinks == (m_blinkTimer != 0))
        return;
    if (m_blinkTimer != 0)
        killTimer(m_blinkTimer);
    m_blinkTimer = blinks ? startTimer(QApplication::cursorFlashTime() / 2) : 0;
    m_blinkedOff = false;
    viewport()->update();
}

void TerminalView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_blinkTimer) {
        m_blinkedOff = !m_blinkedOff;
        viewport()->update(cursorRect());
    } else if (event->timerId() == m_scrollTimer) {
        // The farther outside, the faster.
        const int above = Margin - m_dragged.y();
        const int below = m_dragged.y() - (viewport()->height() - Margin);
        const int lines = 1 + std::max(above, below) / m_font.cell().height();
        QScrollBar *bar = verticalScrollBar();
        bar->setValue(bar->value() + (above > 0 ? -lines : lines));
        selectTo(m_dragged);
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void TerminalView::find(const QString &text, Qt::CaseSensitivity sensitivity)
{
    m_wanted = text;
    m_sensitivity = sensitivity;
    m_search.clear();
    m_search.find(*m_screen, m_wanted, m_sensitivity);
    // The last one before what is shown at the bottom: what one looks for has mostly just gone by.
    m_search.step(false, {m_screen->forgotten() + topLine() + m_screen->rows(), 0});
    if (m_search.current() >= 0)
        showLine(m_search.matches()[static_cast<std::size_t>(m_search.current())].from.line);
    viewport()->update();
    Q_EMIT matchesChanged();
}

void TerminalView::searchAgain()
{
    m_search.find(*m_screen, m_wanted, m_sensitivity);
    viewport()->update();
    Q_EMIT matchesChanged();
}

void TerminalView::findNext(bool down)
{
    m_search.step(down, {m_screen->forgotten() + topLine(), 0});
    if (m_search.current() >= 0)
        showLine(m_search.matches()[static_cast<std::size_t>(m_search.current())].from.line);
    Q_EMIT matchesChanged();
}

void TerminalView::tellReaders()
{
    const QString now = visibleText(*this);
    if (now == m_heard)
        return;
    // What they say is what is new: from the first difference to the last.
    qsizetype begin = 0;
    const qsizetype shorter = std::min(now.size(), m_heard.size());
    while (begin < shorter && now.at(begin) == m_heard.at(begin))
        ++begin;
    qsizetype rest = 0;
    while (rest < shorter - begin && now.at(now.size() - 1 - rest) == m_heard.at(m_heard.size() - 1 - rest))
        ++rest;
    QAccessibleTextUpdateEvent update(this, static_cast<int>(begin),
                                      m_heard.mid(begin, m_heard.size() - rest - begin),
                                      now.mid(begin, now.size() - rest - begin));
    m_heard = now;
    QAccessible::updateAccessibility(&update);
}

QString TerminalView::selectedText() const
{
    return m_selection.text(*m_screen);
}

void TerminalView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TerminalView::selectAll()
{
    m_selection.begin(TerminalSelection::Kind::Characters, {m_screen->forgotten(), 0}, *m_screen);
    m_selection.extend({m_screen->forgotten() + m_screen->lineCount() - 1, m_screen->columns()}, *m_screen);
    publishSelection();
    viewport()->update();
}

void TerminalView::publishSelection() const
{
    if (!QApplication::clipboard()->supportsSelection())
        return;
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text, QClipboard::Selection);
}

void TerminalView::clearSelection()
{
    m_selection.clear();
    viewport()->update();
}

} // namespace boxyard
