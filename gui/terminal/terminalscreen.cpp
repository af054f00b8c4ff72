// SPDX-License-Identifier: GPL-2.0-or-later

// What libvterm calls, and what is typed. What becomes of a program's sequences is in terminalsequences.cpp.

#include "terminalscreen.h"

#include <QStringList>

#include <algorithm>
#include <cstdlib>

namespace boxyard {

namespace {

constexpr std::size_t MostMarks = 32; ///< on one character, before a program is thought to be joking

TerminalColor colorFrom(const VTermColor &color)
{
    if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color))
        return {};
    if (VTERM_COLOR_IS_INDEXED(&color))
        return {TerminalColor::Indexed, color.indexed.idx, 0, 0};
    return {TerminalColor::Rgb, color.rgb.red, color.rgb.green, color.rgb.blue};
}

QRect rectFrom(const VTermRect &rect)
{
    return {QPoint(rect.start_col, rect.start_row), QPoint(rect.end_col - 1, rect.end_row - 1)};
}

/// libvterm frees what it gets from here; so may we, where it asks for memory made anew.
VTermAllocatorFunctions *allocator()
{
    static VTermAllocatorFunctions functions = {
        [](size_t size, void *) { return std::calloc(1, size); }, // NOLINT(*-no-malloc,*-owning-memory)
        [](void *memory, void *) { std::free(memory); }}; // NOLINT(*-no-malloc,*-owning-memory)
    return &functions;
}

} // namespace

/// libvterm calls these with the screen as its user pointer; the numbers it wants back mean "handled".
struct TerminalScreen::Callbacks {
    static TerminalScreen *self(void *user) { return static_cast<TerminalScreen *>(user); }

    static int putGlyph(VTermGlyphInfo *glyph, VTermPos place, void *user)
    {
        self(user)->putGlyph(*glyph, place);
        return 1;
    }

    static int moveCursor(VTermPos place, VTermPos, int visible, void *user)
    {
        self(user)->moveCursor(place, visible != 0);
        return 1;
    }

    static int scroll(VTermRect rect, int downward, int rightward, void *user)
    {
        self(user)->m_buffer.scroll(rectFrom(rect), downward, rightward, self(user)->blank());
        return 1;
    }

    static int erase(VTermRect rect, int selective, void *user)
    {
        self(user)->m_buffer.erase(rectFrom(rect), self(user)->blank(), selective != 0);
        return 1;
    }

    static int setPenAttribute(VTermAttr attribute, VTermValue *value, void *user)
    {
        self(user)->setPenAttribute(attribute, *value);
        return 1;
    }

    static int setProperty(VTermProp property, VTermValue *value, void *user)
    {
        return self(user)->setProperty(property, *value);
    }

    static int ring(void *user)
    {
        self(user)->m_rang = true;
        return 1;
    }

    /// Up to libvterm 0.1: how far the cursor moves with its text.
    static int resize(int rows, int columns, VTermPos *delta, void *user)
    {
        const QPoint before = self(user)->m_cursor;
        const QPoint after = self(user)->resized(columns, rows);
        *delta = {after.y() - before.y(), after.x() - before.x()};
        return 1;
    }

    /// From 0.2 on: where it is, and what is known of each line, to be made anew for as many as there are
    /// now.
    template <typename Fields>
    static int resize(int rows, int columns, Fields *fields, void *user)
    {
        const QPoint after = self(user)->resized(columns, rows);
        fields->pos = {after.y(), after.x()};
        for (auto *&lines : fields->lineinfos) {
            if (lines == nullptr)
                continue;
            allocator()->free(lines, nullptr);
            lines = static_cast<VTermLineInfo *>(
                allocator()->malloc(static_cast<size_t>(rows) * sizeof(VTermLineInfo), nullptr));
        }
        return 1;
    }

    static void send(const char *bytes, size_t count, void *user)
    {
        self(user)->sendBytes(QByteArray(bytes, static_cast<qsizetype>(count)));
    }
};

TerminalScreen::TerminalScreen(int columns, int rows, QObject *parent)
    : QObject(parent)
    , m_buffer(columns, rows)
    , m_term(vterm_new_with_allocator(rows, columns, allocator(), nullptr))
    , m_state(vterm_obtain_state(m_term.get()))
{
    static const VTermStateCallbacks callbacks = [] {
        VTermStateCallbacks made = {};
        made.putglyph = &Callbacks::putGlyph;
        made.movecursor = &Callbacks::moveCursor;
        made.scrollrect = &Callbacks::scroll;
        made.erase = &Callbacks::erase;
        made.setpenattr = &Callbacks::setPenAttribute;
        made.settermprop = &Callbacks::setProperty;
        made.bell = &Callbacks::ring;
        made.resize = &Callbacks::resize;
        return made;
    }();
    vterm_set_utf8(m_term.get(), 1);
    vterm_output_set_callback(m_term.get(), &Callbacks::send, this);
    vterm_state_set_callbacks(m_state, &callbacks, this);
    vterm_state_reset(m_state, 1);
    m_shape.reset(); // a reset sets them, as a program does
    m_blinks.reset();
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::write(const QByteArray &bytes)
{
    m_writing = true;
    m_sieve.feed(bytes.constData(), bytes.size());
    m_writing = false;
    if (m_untilCollection > 0)
        --m_untilCollection;
    if (m_pool.isFull() && m_untilCollection == 0)
        collect();
    Q_EMIT damaged();
    if (m_rang)
        Q_EMIT bell();
    if (m_titled)
        Q_EMIT titleChanged(m_title);
    m_rang = m_titled = false;
}

void TerminalScreen::collect()
{
    m_untilCollection = 256; // writes: looking at every cell is not for each one
    m_pool.beginCollection();
    m_buffer.forEachCell([this](TerminalCell &cell) { m_pool.keep(cell); });
    m_pen.link = m_pool.keepLink(m_pen.link);
    m_pool.endCollection();
}

void TerminalScreen::setScrollbackLimit(int lines)
{
    m_buffer.setScrollbackLimit(lines);
    Q_EMIT damaged();
}

void TerminalScreen::setColors(const QColor &foreground, const QColor &background)
{
    m_foreground = foreground;
    m_background = background;
}

QString TerminalScreen::text(int line, int from, int to) const
{
    QString text;
    const std::vector<TerminalCell> &cells = this->line(line).cells;
    for (int column = from; column < std::min<int>(to, static_cast<int>(cells.size())); ++column) {
        const TerminalCell &cell = cells.at(static_cast<std::size_t>(column));
        if (cell.width != 0)
            m_pool.appendText(text, cell.character == 0 ? U' ' : cell.character);
    }
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

void TerminalScreen::putGlyph(const VTermGlyphInfo &glyph, const VTermPos &place)
{
    if (glyph.width < 1)
        return; // a mark without a character
    std::size_t count = 1;
    while (count < MostMarks && glyph.chars[0] != 0 && glyph.chars[count] != 0)
        ++count;
    m_floodOfMarks = count == MostMarks;
    TerminalCell cell = m_pen;
    cell.flags = static_cast<quint16>(cell.flags | m_extras);
    if (glyph.protected_cell != 0)
        cell.flags = static_cast<quint16>(cell.flags | TerminalCell::Protected);
    cell.character =
        count == 1 ? glyph.chars[0] : m_pool.characterOf({glyph.chars, std::min<std::size_t>(count, 8)});
    if (place.col == 0 && m_wrapIsDue && m_after.x() + glyph.width > columns()
        && (place.row == m_after.y() + 1 || place.row == m_after.y()))
        m_buffer.markWrapped(place.row);
    m_buffer.put(place.row, place.col, cell, glyph.width);
    m_after = {place.col + glyph.width, place.row};
    m_wrapIsDue = true;
    m_lastGlyph.assign(glyph.chars, glyph.chars + std::min<std::size_t>(count, 8));
}

void TerminalScreen::moveCursor(const VTermPos &place, bool visible)
{
    m_cursor = {place.col, place.row};
    m_cursorVisible = visible;
    if (m_cursor != QPoint(std::min(m_after.x(), columns() - 1), m_after.y()))
        m_wrapIsDue = false;
}

TerminalCell TerminalScreen::blank() const
{
    TerminalCell cell;
    cell.background = m_pen.background;
    return cell;
}

void TerminalScreen::setPenAttribute(VTermAttr attribute, const VTermValue &value)
{
    const auto set = [this](unsigned mask, unsigned flags) {
        m_pen.flags = static_cast<quint16>((m_pen.flags & ~mask) | flags);
    };
    const auto toggle = [&](unsigned flag) { set(flag, value.boolean != 0 ? flag : 0); };
    switch (attribute) {
    case VTERM_ATTR_BOLD:
        return toggle(TerminalCell::Bold);
    case VTERM_ATTR_UNDERLINE: {
        static constexpr std::array<unsigned, 4> styles = {
            0, TerminalCell::Underline, TerminalCell::DoubleUnderline, TerminalCell::CurlyUnderline};
        return set(TerminalCell::Underline | TerminalCell::DoubleUnderline | TerminalCell::CurlyUnderline,
                   styles.at(static_cast<std::size_t>(std::clamp(value.number, 0, 3))));
    }
    case VTERM_ATTR_ITALIC:
        return toggle(TerminalCell::Italic);
    case VTERM_ATTR_BLINK:
        return toggle(TerminalCell::Blink);
    case VTERM_ATTR_REVERSE:
        return toggle(TerminalCell::Reverse);
    case VTERM_ATTR_STRIKE:
        return toggle(TerminalCell::Strike);
    case VTERM_ATTR_FOREGROUND:
        m_pen.foreground = colorFrom(value.color);
        break;
    case VTERM_ATTR_BACKGROUND:
        m_pen.background = colorFrom(value.color);
        break;
    default:
        break;
    }
}

int TerminalScreen::setProperty(VTermProp property, const VTermValue &value)
{
    switch (property) {
    case VTERM_PROP_CURSORVISIBLE:
        m_cursorVisible = value.boolean != 0;
        break;
    case VTERM_PROP_CURSORBLINK:
        m_blinks = value.boolean != 0;
        break;
    case VTERM_PROP_CURSORSHAPE:
        m_shape = value.number == VTERM_PROP_CURSORSHAPE_UNDERLINE ? Shape::Underline
            : value.number == VTERM_PROP_CURSORSHAPE_BAR_LEFT      ? Shape::Bar
                                                                   : Shape::Block;
        break;
    case VTERM_PROP_ALTSCREEN:
        if (value.boolean != 0 && !isAlternate()) {
            m_firstCursor = m_cursor;
            m_firstMoved = false;
        }
        m_buffer.setAlternate(value.boolean != 0);
        break;
    case VTERM_PROP_REVERSE:
        m_reversed = value.boolean != 0;
        break;
    case VTERM_PROP_MOUSE:
        m_mouse = static_cast<Mouse>(std::clamp(value.number, 0, 3));
        break;
    default:
        break;
    }
    return 1;
}

void TerminalScreen::resize(int columns, int rows)
{
    columns = std::clamp(columns, 2, 1000);
    rows = std::clamp(rows, 2, 1000);
    if (columns == this->columns() && rows == this->rows())
        return;
    m_shrunk = m_shrunk || columns < this->columns() || rows < this->rows();
    // libvterm keeps the margins, and scrolls by a negative number of lines where one lies outside then.
    const QPoint place = m_cursor;
    const bool due = m_wrapIsDue;
    feed(QByteArrayLiteral("\x1b[r\x1b[s"));
    goTo(place);
    m_wrapIsDue = due && m_after.y() == place.y() && m_after.x() >= this->columns();
    vterm_set_size(m_term.get(), rows, columns);
    m_wrapIsDue = false;
    Q_EMIT damaged();
}

/// Called by libvterm amid its own resizing. Returns the cursor of the screen shown.
QPoint TerminalScreen::resized(int columns, int rows)
{
    if (isAlternate()) {
        m_firstCursor = m_buffer.resize(columns, rows, m_firstCursor);
        m_firstCursor.setX(std::min(m_firstCursor.x(), columns - 1));
        m_firstMoved = true;
        return {std::min(m_cursor.x(), columns - 1), std::min(m_cursor.y(), rows - 1)};
    }
    QPoint place = m_cursor;
    if (m_wrapIsDue)
        place.rx() += 1;
    place = m_buffer.resize(columns, rows, place);
    return {std::min(place.x(), columns - 1), std::min(place.y(), rows - 1)};
}

void TerminalScreen::sendBytes(const QByteArray &bytes)
{
    if (m_writing)
        Q_EMIT answered(bytes);
    else
        Q_EMIT typed(bytes);
}

void TerminalScreen::sendKey(VTermKey key, VTermModifier modifier)
{
    vterm_keyboard_key(m_term.get(), key, modifier);
}

void TerminalScreen::sendText(const QString &text)
{
    Q_EMIT typed(text.toUtf8());
}

void TerminalScreen::paste(const QString &text)
{
    // A pasted escape sequence could end the brackets, and what follows would be run.
    QString plain = text;
    plain.replace(QStringLiteral("\r\n"), QStringLiteral("\r")).replace(u'\n', u'\r');
    plain.removeIf([](QChar c) {
        return (c < u' ' && c != u'\r' && c != u'\t') || c == QChar(0x7f)
            || (c >= QChar(0x80) && c < QChar(0xa0));
    });
    vterm_keyboard_start_paste(m_term.get());
    Q_EMIT typed(plain.toUtf8());
    vterm_keyboard_end_paste(m_term.get());
}

void TerminalScreen::moveMouse(const QPoint &cell, VTermModifier modifier)
{
    vterm_mouse_move(m_term.get(), std::clamp(cell.y(), 0, rows() - 1),
                     std::clamp(cell.x(), 0, columns() - 1), modifier);
}

void TerminalScreen::pressMouse(int button, bool pressed, VTermModifier modifier)
{
    if (m_mouse != Mouse::None)
        vterm_mouse_button(m_term.get(), button, pressed, modifier);
}

void TerminalScreen::setFocused(bool focused)
{
    if (focused)
        vterm_state_focus_in(m_state);
    else
        vterm_state_focus_out(m_state);
}

} // namespace boxyard
