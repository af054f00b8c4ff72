// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalview.h"

#include "gui/tones.h"
#include "pty.h"
#include "terminalkeys.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <chrono>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The keys that belong to the program even in a terminal.
bool isOurs(const QKeyEvent &event)
{
    return (event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))
        == (Qt::ControlModifier | Qt::ShiftModifier);
}

} // namespace

TerminalView::TerminalView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_screen(new TerminalScreen(80, 24, this))
    , m_colors(palette())
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(u"terminal"_s);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Terminal"));
    measure();
    m_repaint.setSingleShot(true);
    m_repaint.setInterval(16ms);
    connect(&m_repaint, &QTimer::timeout, this, [this] {
        updateScrollBar();
        viewport()->update();
    });
    connect(m_screen, &TerminalScreen::damaged, this, [this] {
        if (!m_repaint.isActive())
            m_repaint.start();
    });
    connect(m_screen, &TerminalScreen::output, this, &TerminalView::send);
    connect(m_screen, &TerminalScreen::titleChanged, this, &TerminalView::titleChanged);
    connect(m_screen, &TerminalScreen::bell, this, [] { QApplication::beep(); });
}

void TerminalView::attach(int descriptor)
{
    delete m_pty;
    m_pty = new Pty(descriptor, this);
    connect(m_pty, &Pty::received, m_screen, &TerminalScreen::write);
    connect(m_pty, &Pty::closed, this, &TerminalView::ended);
    m_pty->resize(m_screen->columns(), m_screen->rows());
    fit();
}

void TerminalView::send(const QByteArray &bytes)
{
    if (m_pty != nullptr)
        m_pty->write(bytes);
}

void TerminalView::measure()
{
    const QFontMetricsF metrics(font());
    m_cellWidth = std::max(1, qRound(metrics.horizontalAdvance(u'M')));
    m_cellHeight = std::max(1, qRound(metrics.height()));
    m_ascent = qRound(metrics.ascent());
}

QSize TerminalView::fittingSize() const
{
    const QSize room = viewport()->size() - QSize(2 * Margin, 2 * Margin);
    return {std::clamp(room.width() / m_cellWidth, 10, 1000),
            std::clamp(room.height() / m_cellHeight, 2, 1000)};
}

void TerminalView::fit()
{
    if (!isVisible())
        return; // a page that was not shown yet has no size of its own
    const QSize size = fittingSize();
    const bool changed = size != QSize(m_screen->columns(), m_screen->rows());
    m_screen->resize(size.width(), size.height());
    if (changed && m_pty != nullptr)
        m_pty->resize(size.width(), size.height());
    updateScrollBar();
}

void TerminalView::updateScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    bar->setPageStep(m_screen->rows());
    bar->setMaximum(m_screen->isAlternate() ? 0 : m_screen->scrollback());
    if (atEnd)
        bar->setValue(bar->maximum());
}

int TerminalView::topLine() const
{
    return m_screen->isAlternate() ? m_screen->scrollback() : verticalScrollBar()->value();
}

void TerminalView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fit();
}

void TerminalView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_colors = TerminalColors(palette());
        viewport()->update();
    } else if (event->type() == QEvent::FontChange) {
        measure();
        fit();
    }
    QAbstractScrollArea::changeEvent(event);
}

bool TerminalView::event(QEvent *event)
{
    // Tab, F5, Ctrl+N … go to what runs inside, not to the window.
    if (event->type() == QEvent::ShortcutOverride && !isOurs(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
            keyPressEvent(key);
            return true;
        }
    }
    if (event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &TerminalView::fit, Qt::QueuedConnection);
    return QAbstractScrollArea::event(event);
}

void TerminalView::keyPressEvent(QKeyEvent *event)
{
    if (isOurs(*event)) {
        if (event->key() == Qt::Key_C)
            return copy();
        if (event->key() == Qt::Key_V)
            return paste();
        return event->ignore();
    }
    if (event->modifiers() == Qt::ShiftModifier
        && (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown)) {
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp ? QScrollBar::SliderPageStepSub
                                                                          : QScrollBar::SliderPageStepAdd);
        viewport()->update();
        return;
    }
    if (!sendKeyTo(*m_screen, *event))
        return event->ignore();
    clearSelection();
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TerminalView::inputMethodEvent(QInputMethodEvent *event)
{
    for (const uint character : event->commitString().toUcs4())
        m_screen->sendCharacter(character, VTERM_MOD_NONE);
    m_composing = event->preeditString();
    viewport()->update();
    event->accept();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    const QPoint cursor = m_screen->cursor();
    if (query == Qt::ImCursorRectangle)
        return QRect(Margin + cursor.x() * m_cellWidth, Margin + cursor.y() * m_cellHeight, 1, m_cellHeight);
    return QAbstractScrollArea::inputMethodQuery(query);
}

void TerminalView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TerminalView::paste()
{
    m_screen->paste(QApplication::clipboard()->text());
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

TerminalView::Place TerminalView::placeAt(const QPoint &point) const
{
    const int row = std::clamp((point.y() - Margin) / m_cellHeight, 0, m_screen->rows() - 1);
    const int column =
        std::clamp((point.x() - Margin + m_cellWidth / 2) / m_cellWidth, 0, m_screen->columns());
    return {m_screen->forgotten() + topLine() + row, column};
}

bool TerminalView::isSelected(qint64 line, int column) const
{
    const auto [first, last] = std::minmax(m_from, m_to);
    const Place here{line, column};
    return first <= here && here < last;
}

QString TerminalView::selectedText() const
{
    const auto [first, last] = std::minmax(m_from, m_to);
    QStringList lines;
    for (qint64 line = std::max(first.line, m_screen->forgotten()); line <= last.line && first < last;
         ++line) {
        const int from = line == first.line ? first.column : 0;
        const int to = line == last.line ? last.column : m_screen->columns();
        lines.append(m_screen->text(static_cast<int>(line - m_screen->forgotten()), from, to));
    }
    return lines.join(u'\n');
}

void TerminalView::clearSelection()
{
    m_from = m_to = {};
    viewport()->update();
}

void TerminalView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        m_from = m_to = placeAt(event->position().toPoint());
        m_selecting = true;
        viewport()->update();
    } else if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection()) {
        m_screen->paste(QApplication::clipboard()->text(QClipboard::Selection));
    }
}

void TerminalView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_selecting)
        return;
    const int y = event->position().toPoint().y();
    if (y < 0 || y > viewport()->height())
        verticalScrollBar()->triggerAction(y < 0 ? QScrollBar::SliderSingleStepSub
                                                 : QScrollBar::SliderSingleStepAdd);
    m_to = placeAt(event->position().toPoint());
    viewport()->update();
}

void TerminalView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_selecting = false;
    if (const QString text = selectedText();
        !text.isEmpty() && QApplication::clipboard()->supportsSelection())
        QApplication::clipboard()->setText(text, QClipboard::Selection);
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Place here = placeAt(event->position().toPoint() - QPoint(m_cellWidth / 2, 0));
    const int line = static_cast<int>(here.line - m_screen->forgotten());
    const auto inWord = [this, line](int column) {
        const QString text = m_screen->text(line, column, column + 1);
        return !text.isEmpty() && (text.front().isLetterOrNumber() || u"_-./~:@"_s.contains(text.front()));
    };
    int from = here.column;
    int to = here.column;
    while (from > 0 && inWord(from - 1))
        --from;
    while (to < m_screen->columns() && inWord(to))
        ++to;
    m_from = {here.line, from};
    m_to = {here.line, to};
    viewport()->update();
}

void TerminalView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction = menu->addAction(tr("Copy"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this,
                                          &TerminalView::copy);
    copyAction->setEnabled(!selectedText().isEmpty());
    menu->addAction(tr("Paste"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), this, &TerminalView::paste);
    menu->popup(event->globalPos());
}

void TerminalView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace boxyard
