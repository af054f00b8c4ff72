// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPoint>
#include <QString>

#include <deque>
#include <memory>
#include <vector>

#include <vterm.h>

namespace boxyard {

/// One cell as it is drawn.
struct TerminalCell {
    enum Flag : quint8 { Bold = 1, Italic = 2, Underline = 4, Strike = 8, Reverse = 16 };

    /// Colours: 0 to 255 of the table, or the terminal's own.
    struct Color {
        enum Kind : quint8 { Default, Indexed, Rgb };

        Kind kind = Default;
        quint8 red = 0; ///< or the index
        quint8 green = 0;
        quint8 blue = 0;
        bool operator==(const Color &) const = default;
    };

    char32_t character = 0; ///< 0: empty, or the second half of a wide one
    char32_t combining = 0; ///< drawn over it; 0: none
    Color foreground;
    Color background;
    quint8 flags = 0;
    quint8 width = 1; ///< 1 or 2; 0 for the second half of a wide character
    bool operator==(const TerminalCell &) const = default;
};

using TerminalLine = std::vector<TerminalCell>;

/// What a terminal shows, from the bytes that it is sent: libvterm, and the lines that scrolled away. Lines
/// are counted from the oldest one kept: those of the scrollback first, then those of the screen.
class TerminalScreen final : public QObject
{
    Q_OBJECT

public:
    TerminalScreen(int columns, int rows, QObject *parent = nullptr);
    ~TerminalScreen() override;
    Q_DISABLE_COPY_MOVE(TerminalScreen)

    static constexpr std::size_t MostScrollback = 5000;

    void write(const QByteArray &bytes);
    void resize(int columns, int rows);

    [[nodiscard]] int columns() const { return m_columns; }

    [[nodiscard]] int rows() const { return m_rows; }

    [[nodiscard]] int scrollback() const { return static_cast<int>(m_scrollback.size()); }

    /// How many lines were forgotten: what was line 5 is line 5 - forgotten().
    [[nodiscard]] qint64 forgotten() const { return m_forgotten; }

    [[nodiscard]] int lineCount() const { return scrollback() + m_rows; }

    [[nodiscard]] TerminalLine line(int line) const;
    /// The text of a line from one column to another (not included), without trailing blanks.
    [[nodiscard]] QString text(int line, int from, int to) const;

    [[nodiscard]] QPoint cursor() const { return m_cursor; } ///< column and row on the screen

    [[nodiscard]] bool cursorVisible() const { return m_cursorVisible; }

    [[nodiscard]] bool isAlternate() const { return m_alternate; }

    void sendKey(VTermKey key, VTermModifier modifier);
    void sendCharacter(char32_t character, VTermModifier modifier);
    /// As if typed, bracketed where the program asked for that; line ends become carriage returns.
    void paste(const QString &text);

Q_SIGNALS:
    void output(const QByteArray &bytes); ///< for the other side: keys, and answers to its questions
    void damaged(); ///< something looks different
    void scrolled(); ///< a line went to the scrollback
    void titleChanged(const QString &title);
    void bell();

private:
    struct Callbacks;

    struct Free {
        void operator()(VTerm *term) const { vterm_free(term); }
    };

    void pushLine(int columns, const VTermScreenCell *cells);
    int popLine(int columns, VTermScreenCell *cells);
    void setProperty(VTermProp property, const VTermValue &value);

    std::unique_ptr<VTerm, Free> m_term;
    VTermScreen *m_screen;
    int m_columns;
    int m_rows;
    std::deque<TerminalLine> m_scrollback;
    qint64 m_forgotten = 0;
    QPoint m_cursor;
    bool m_cursorVisible = true;
    bool m_alternate = false;
    QByteArray m_title;
};

} // namespace boxyard
