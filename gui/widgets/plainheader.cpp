// SPDX-License-Identifier: GPL-2.0-or-later

#include "plainheader.h"

#include "gui/icons.h"
#include "gui/tones.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Before = 4; ///< px left of a heading's word
constexpr int Behind = 6;

/// The list's own interface speaks of each heading; this is what takes the focus for all of them.
QAccessibleInterface *makeAccessible(const QString & /*key*/, QObject *object)
{
    auto *header = qobject_cast<PlainHeader *>(object);
    return header == nullptr ? nullptr : new QAccessibleWidget(header, QAccessible::ColumnHeader);
}

void teachHeadersToSpeak()
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(once)
}

} // namespace

PlainHeader::PlainHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    teachHeadersToSpeak();
    setSectionsClickable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QHeaderView::sectionResized, this,
            [this](int section, int, int size) { onResized(section, size); });
}

QSize PlainHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), fontMetrics().height() + 12};
}

void PlainHeader::setFilling(int section, int least)
{
    m_filling = section;
    m_least = least;
    fill();
}

void PlainHeader::setYielding(const QList<std::pair<int, int>> &sections)
{
    m_yielding = sections;
    fill();
}

void PlainHeader::onResized(int section, int size)
{
    if (m_isFilling)
        return;
    if (size > 0) // 0: hidden
        m_wanted.insert(section, size);
    if (section != m_filling)
        fill();
}

int PlainHeader::wantedWidth(int section) const
{
    return m_wanted.value(section, sectionSize(section));
}

void PlainHeader::fill()
{
    if (m_filling < 0 || isSectionHidden(m_filling) || m_isFilling)
        return;
    const QScopedValueRollback guard(m_isFilling, true);
    int room = viewport()->width() - m_least;
    for (int section = 0; section < count(); ++section) {
        if (section != m_filling && !isSectionHidden(section))
            room -= wantedWidth(section);
    }
    for (const auto &[section, least] : std::as_const(m_yielding)) {
        if (isSectionHidden(section))
            continue;
        const int wanted = wantedWidth(section);
        const int given = std::clamp(-room, 0, std::max(wanted - least, 0));
        resizeSection(section, wanted - given);
        room += given;
    }
    resizeSection(m_filling, m_least + std::max(room, 0));
}

void PlainHeader::setWidth(int section, int width)
{
    resizeSection(section, width);
    m_wanted.insert(section, width);
    fill();
}

QByteArray PlainHeader::saveWidths()
{
    QByteArray state;
    {
        const QScopedValueRollback guard(m_isFilling, true);
        for (const auto &[section, least] : std::as_const(m_yielding)) {
            if (!isSectionHidden(section))
                resizeSection(section, wantedWidth(section));
        }
        state = saveState();
    }
    fill();
    return state;
}

void PlainHeader::restoreWidths(const QByteArray &state)
{
    {
        const QScopedValueRollback guard(m_isFilling, true);
        restoreState(state);
        m_wanted.clear();
        for (int section = 0; section < count(); ++section) {
            if (!isSectionHidden(section))
                m_wanted.insert(section, sectionSize(section));
        }
    }
    fill();
}

int PlainHeader::shownVisual(int from, int step) const
{
    for (int visual = from; visual >= 0 && visual < count(); visual += step) {
        if (!isSectionHidden(logicalIndex(visual)))
            return visual;
    }
    return -1;
}

/// A screen reader hears of it as the header's description.
void PlainHeader::choose(int section)
{
    m_chosen = section;
    QString said;
    if (section >= 0) {
        said = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
        if (isSortIndicatorShown() && sortIndicatorSection() == section)
            said = sortIndicatorOrder() == Qt::AscendingOrder ? tr("%1, sorted upwards").arg(said)
                                                              : tr("%1, sorted downwards").arg(said);
    }
    setAccessibleDescription(said);
    viewport()->update();
}

void PlainHeader::sortByChosen()
{
    if (!isSortIndicatorShown())
        return;
    const bool again = sortIndicatorSection() == m_chosen && sortIndicatorOrder() == Qt::AscendingOrder;
    setSortIndicator(m_chosen, again ? Qt::DescendingOrder : Qt::AscendingOrder);
    choose(m_chosen);
}

void PlainHeader::moveChosen(int visual)
{
    if (sectionsMovable() && visual >= 0)
        moveSection(visualIndex(m_chosen), visual);
}

void PlainHeader::focusInEvent(QFocusEvent *event)
{
    QHeaderView::focusInEvent(event);
    if (m_chosen < 0 || isSectionHidden(m_chosen))
        m_chosen = logicalIndex(shownVisual(0, 1));
    choose(m_chosen);
}

void PlainHeader::focusOutEvent(QFocusEvent *event)
{
    QHeaderView::focusOutEvent(event);
    viewport()->update();
}

void PlainHeader::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() == Qt::ControlModifier;
    const int at = m_chosen < 0 ? -1 : visualIndex(m_chosen);
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (at < 0 || !(isPlain || control)) {
        QHeaderView::keyPressEvent(event);
        return;
    }
    int to = -1;
    switch (event->key()) {
    case Qt::Key_Left:
        to = shownVisual(at - 1, -1);
        break;
    case Qt::Key_Right:
        to = shownVisual(at + 1, 1);
        break;
    case Qt::Key_Home:
        to = shownVisual(0, 1);
        break;
    case Qt::Key_End:
        to = shownVisual(count() - 1, -1);
        break;
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        sortByChosen();
        return;
    default:
        event->ignore(); // the window's own keys, and Tab
        return;
    }
    if (control)
        moveChosen(to);
    else if (to >= 0)
        choose(logicalIndex(to));
}

void PlainHeader::resizeEvent(QResizeEvent *event)
{
    QHeaderView::resizeEvent(event);
    fill();
}

void PlainHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const QColor base = palette().color(QPalette::Base);
    painter.fillRect(viewport()->rect(), base);
    painter.fillRect(0, viewport()->height() - 1, viewport()->width(), 1,
                     blend(palette().color(QPalette::Text), base, 0.14));
    painter.end();
    QHeaderView::paintEvent(event);
}

QSize PlainHeader::sectionSizeFromContents(int section) const
{
    const QString word = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    const QSize size = QHeaderView::sectionSizeFromContents(section);
    return size.expandedTo({fontMetrics().horizontalAdvance(word) + Before + Behind, 0});
}

void PlainHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    painter->fillRect(rect, base);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), blend(text, base, 0.14));
    if (rect.right() < viewport()->width() - 1)
        painter->fillRect(QRect(rect.right(), rect.top() + 6, 1, rect.height() - 12),
                          blend(text, base, 0.10));
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    QRect room = rect.adjusted(Before, 0, sorted ? -22 : -Behind, 0);
    painter->setPen(blend(text, base, sorted ? 0.9 : 0.66));
    const QString word = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      fontMetrics().elidedText(word, Qt::ElideRight, room.width()));
    if (hasFocus() && section == m_chosen) {
        painter->setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter->drawRect(rect.adjusted(2, 2, -3, -4));
    }
    if (sorted) {
        const int x =
            std::min(rect.left() + 4 + fontMetrics().horizontalAdvance(word) + 4, rect.right() - 18);
        symbolicIcon(sortIndicatorOrder() == Qt::AscendingOrder ? u"down"_s : u"up"_s)
            .paint(painter, QRect(x, rect.center().y() - 5, 12, 12));
    }
}

} // namespace boxyard
