// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalscreen.h"

#include <algorithm>
#include <type_traits>

namespace boxyard {

namespace {

TerminalCell::Color colorFrom(const VTermColor &color, bool foreground)
{
    if (foreground ? VTERM_COLOR_IS_DEFAULT_FG(&color) : VTERM_COLOR_IS_DEFAULT_BG(&color))
        return {};
    if (VTERM_COLOR_IS_INDEXED(&color))
        return {TerminalCell::Color::Indexed, color.indexed.idx, 0, 0};
    return {TerminalCell::Color::Rgb, color.rgb.red, color.rgb.green, color.rgb.blue};
}

VTermColor colorTo(const TerminalCell::Color &color, bool foreground)
{
    VTermColor made = {};
    if (color.kind == TerminalCell::Color::Indexed)
        vterm_color_indexed(&made, color.red);
    else
        vterm_color_rgb(&made, color.red, color.green, color.blue);
    if (color.kind == TerminalCell::Color::Default)
        made.type |= static_cast<uint8_t>(foreground ? VTERM_COLOR_DEFAULT_FG : VTERM_COLOR_DEFAULT_BG);
    return made;
}

TerminalCell cellFrom(const VTermScreenCell &cell)
{
    constexpr auto secondHalf = static_cast<uint32_t>(-1);
    TerminalCell made;
    made.width = cell.chars[0] == secondHalf ? 0 : static_cast<quint8>(std::max<int>(cell.width, 1));
    made.character = cell.chars[0] == secondHalf ? 0 : cell.chars[0];
    made.combining = made.character == 0 ? 0 : cell.chars[1];
    made.foreground = colorFrom(cell.fg, true);
    made.background = colorFrom(cell.bg, false);
    const auto flag = [&made](bool set, TerminalCell::Flag which) {
        if (set)
            made.flags = static_cast<quint8>(made.flags | which);
    };
    flag(cell.attrs.bold, TerminalCell::Bold);
    flag(cell.attrs.italic, TerminalCell::Italic);
    flag(cell.attrs.underline != 0, TerminalCell::Underline);
    flag(cell.attrs.strike, TerminalCell::Strike);
    flag(cell.attrs.reverse, TerminalCell::Reverse);
    return made;
}

VTermScreenCell cellTo(const TerminalCell &cell)
{
    VTermScreenCell made = {};
    made.chars[0] = cell.character;
    made.chars[1] = cell.combining;
    made.width = static_cast<char>(std::max<int>(cell.width, 1));
    made.fg = colorTo(cell.foreground, true);
    made.bg = colorTo(cell.background, false);
    made.attrs.bold = (cell.flags & TerminalCell::Bold) != 0;
    made.attrs.italic = (cell.flags & TerminalCell::Italic) != 0;
    made.attrs.underline = (cell.flags & TerminalCell::Underline) != 0;
    made.attrs.strike = (cell.flags & TerminalCell::Strike) != 0;
    made.attrs.reverse = (cell.flags & TerminalCell::Reverse) != 0;
    return made;
}

/// Whether the title is complete. libvterm gives it whole until 0.1, in pieces from 0.2 on.
template <typename Text>
bool addTitle(QByteArray &title, const Text &text)
{
    if constexpr (std::is_pointer_v<Text>) {
        title = QByteArray(text);
        return true;
    } else {
        if (text.initial)
            title.clear();
        title.append(text.str, static_cast<qsizetype>(text.len));
        return text.final;
    }
}

} // namespace

/// libvterm calls these with the screen as its user pointer; the numbers it wants back mean "handled".
struct TerminalScreen::Callbacks {
    static TerminalScreen *self(void *user) { return static_cast<TerminalScreen *>(user); }

    static int damage(VTermRect, void *user)
    {
        Q_EMIT self(user)->damaged();
        return 1;
    }

    static int moveCursor(VTermPos to, VTermPos, int visible, void *user)
    {
        self(user)->m_cursor = {to.col, to.row};
        self(user)->m_cursorVisible = visible != 0;
        Q_EMIT self(user)->damaged();
        return 1;
    }

    static int setProperty(VTermProp property, VTermValue *value, void *user)
    {
        self(user)->setProperty(property, *value);
        return 1;
    }

    static int ring(void *user)
    {
        Q_EMIT self(user)->bell();
        return 1;
    }

    static int push(int columns, const VTermScreenCell *cells, void *user)
    {
        self(user)->pushLine(columns, cells);
        return 1;
    }

    static int pop(int columns, VTermScreenCell *cells, void *user)
    {
        return self(user)->popLine(columns, cells);
    }

    static void send(const char *bytes, size_t count, void *user)
    {
        Q_EMIT self(user)->output(QByteArray(bytes, static_cast<qsizetype>(count)));
    }
};

TerminalScreen::TerminalScreen(int columns, int rows, QObject *parent)
    : QObject(parent)
    , m_term(vterm_new(rows, columns))
    , m_screen(vterm_obtain_screen(m_term.get()))
    , m_columns(columns)
    , m_rows(rows)
{
    static const VTermScreenCallbacks callbacks = [] {
        VTermScreenCallbacks made = {};
        made.damage = &Callbacks::damage;
        made.movecursor = &Callbacks::moveCursor;
        made.settermprop = &Callbacks::setProperty;
        made.bell = &Callbacks::ring;
        made.sb_pushline = &Callbacks::push;
        made.sb_popline = &Callbacks::pop;
        return made;
    }();
    vterm_set_utf8(m_term.get(), 1);
    vterm_output_set_callback(m_term.get(), &Callbacks::send, this);
    vterm_screen_set_callbacks(m_screen, &callbacks, this);
    vterm_screen_set_damage_merge(m_screen, VTERM_DAMAGE_SCREEN);
    vterm_screen_enable_altscreen(m_screen, 1);
    vterm_screen_reset(m_screen, 1);
}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::write(const QByteArray &bytes)
{
    vterm_input_write(m_term.get(), bytes.constData(), static_cast<size_t>(bytes.size()));
    vterm_screen_flush_damage(m_screen);
}

void TerminalScreen::resize(int columns, int rows)
{
    if (columns == m_columns && rows == m_rows)
        return;
    m_columns = columns;
    m_rows = rows;
    vterm_set_size(m_term.get(), rows, columns);
    vterm_screen_flush_damage(m_screen);
    Q_EMIT damaged();
}

TerminalLine TerminalScreen::line(int line) const
{
    if (line < scrollback()) {
        TerminalLine kept = m_scrollback.at(static_cast<std::size_t>(line));
        kept.resize(static_cast<std::size_t>(m_columns));
        return kept;
    }
    TerminalLine shown;
    shown.reserve(static_cast<std::size_t>(m_columns));
    for (int column = 0; column < m_columns; ++column) {
        VTermScreenCell cell = {};
        vterm_screen_get_cell(m_screen, {line - scrollback(), column}, &cell);
        shown.push_back(cellFrom(cell));
    }
    return shown;
}

QString TerminalScreen::text(int line, int from, int to) const
{
    QString text;
    const TerminalLine cells = this->line(line);
    for (int column = from; column < std::min<int>(to, static_cast<int>(cells.size())); ++column) {
        const TerminalCell &cell = cells.at(static_cast<std::size_t>(column));
        if (cell.width == 0)
            continue;
        const char32_t character = cell.character == 0 ? U' ' : cell.character;
        text += QString::fromUcs4(&character, 1);
        if (cell.combining != 0)
            text += QString::fromUcs4(&cell.combining, 1);
    }
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

void TerminalScreen::sendKey(VTermKey key, VTermModifier modifier)
{
    vterm_keyboard_key(m_term.get(), key, modifier);
}

void TerminalScreen::sendCharacter(char32_t character, VTermModifier modifier)
{
    vterm_keyboard_unichar(m_term.get(), character, modifier);
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
    Q_EMIT output(plain.toUtf8());
    vterm_keyboard_end_paste(m_term.get());
}

void TerminalScreen::pushLine(int columns, const VTermScreenCell *cells)
{
    TerminalLine kept;
    kept.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column)
        kept.push_back(cellFrom(cells[column]));
    while (!kept.empty() && kept.back() == TerminalCell())
        kept.pop_back();
    kept.shrink_to_fit();
    if (m_scrollback.size() >= MostScrollback) {
        m_scrollback.pop_front();
        ++m_forgotten;
    }
    m_scrollback.push_back(std::move(kept));
    Q_EMIT scrolled();
}

int TerminalScreen::popLine(int columns, VTermScreenCell *cells)
{
    if (m_scrollback.empty())
        return 0;
    TerminalLine last = std::move(m_scrollback.back());
    m_scrollback.pop_back();
    last.resize(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column)
        cells[column] = cellTo(last.at(static_cast<std::size_t>(column)));
    return 1;
}

void TerminalScreen::setProperty(VTermProp property, const VTermValue &value)
{
    switch (property) {
    case VTERM_PROP_CURSORVISIBLE:
        m_cursorVisible = value.boolean != 0;
        Q_EMIT damaged();
        break;
    case VTERM_PROP_ALTSCREEN:
        m_alternate = value.boolean != 0;
        Q_EMIT damaged();
        break;
    case VTERM_PROP_TITLE:
        if (addTitle(m_title, value.string))
            Q_EMIT titleChanged(QString::fromUtf8(m_title));
        break;
    default:
        break;
    }
}

} // namespace boxyard
