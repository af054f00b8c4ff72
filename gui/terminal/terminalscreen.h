// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalbuffer.h"
#include "terminalpool.h"
#include "terminalsieve.h"

#include <QColor>
#include <QObject>
#include <QString>

#include <memory>

#include <vterm.h>

namespace boxyard {

/// What a terminal shows, from the bytes that it is sent. libvterm's state layer says what to write where;
/// the cells are our own. Lines are counted from the oldest one kept: those of the scrollback first, then
/// those of the screen.
class TerminalScreen final : public QObject, private TerminalSieve::Sink
{
    Q_OBJECT

public:
    enum class Shape { Block, Underline, Bar };
    enum class Mouse { None, Click, Drag, Move }; ///< what the program wants to hear of

    TerminalScreen(int columns, int rows, QObject *parent = nullptr);
    ~TerminalScreen() override;
    Q_DISABLE_COPY_MOVE(TerminalScreen)

    static constexpr qsizetype LongestTitle = 256;

    void write(const QByteArray &bytes);
    /// 2 to 1000 each.
    void resize(int columns, int rows);
    void setScrollbackLimit(int lines);
    /// What is told to programs that ask whether the ground is dark: OSC 10 and 11.
    void setColors(const QColor &foreground, const QColor &background);

    [[nodiscard]] int columns() const { return m_buffer.columns(); }

    [[nodiscard]] int rows() const { return m_buffer.rows(); }

    [[nodiscard]] int scrollback() const { return m_buffer.scrollback(); }

    [[nodiscard]] qint64 forgotten() const { return m_buffer.forgotten(); }

    [[nodiscard]] int lineCount() const { return m_buffer.lineCount(); }

    [[nodiscard]] const TerminalLine &line(int line) const { return m_buffer.line(line); }

    [[nodiscard]] const TerminalPool &pool() const { return m_pool; }

    /// The text of a line from one column to another (not included), without trailing blanks.
    [[nodiscard]] QString text(int line, int from, int to) const;

    [[nodiscard]] QPoint cursor() const { return m_cursor; } ///< column and row on the screen

    [[nodiscard]] bool cursorVisible() const { return m_cursorVisible; }

    /// What the program asked for; nothing where it asked for the terminal's own.
    [[nodiscard]] std::optional<Shape> cursorShape() const { return m_shape; }

    [[nodiscard]] std::optional<bool> cursorBlinks() const { return m_blinks; }

    [[nodiscard]] bool isAlternate() const { return m_buffer.isAlternate(); }

    [[nodiscard]] bool isReversed() const { return m_reversed; } ///< DECSCNM

    [[nodiscard]] Mouse mouse() const { return m_mouse; }

    [[nodiscard]] bool wantsBrackets() const { return m_brackets; }

    /// Whether the wheel is arrow keys for a program with the whole screen: mode 1007.
    [[nodiscard]] bool wantsWheelAsKeys() const { return m_wheelKeys && isAlternate(); }

    /// One line without control characters, at most LongestTitle characters.
    [[nodiscard]] QString title() const { return m_title; }

    void sendKey(VTermKey key, VTermModifier modifier);
    void sendText(const QString &text);
    void sendBytes(const QByteArray &bytes);
    /// As if typed, bracketed where the program asked for that; line ends become carriage returns, other
    /// control characters are left out.
    void paste(const QString &text);
    /// To a program that wants to hear of it. Buttons: 1 left, 2 middle, 3 right, 4 and 5 the wheel.
    void moveMouse(const QPoint &cell, VTermModifier modifier);
    void pressMouse(int button, bool pressed, VTermModifier modifier);
    void setFocused(bool focused);

Q_SIGNALS:
    void typed(const QByteArray &bytes); ///< for the other side; not to be lost
    void answered(const QByteArray &bytes); ///< to a question of the other side
    void damaged(); ///< something looks different
    void titleChanged(const QString &title);
    void bell();
    void clipboardWanted(const QString &text, bool primary); ///< OSC 52

private:
    struct Callbacks;

    struct Free {
        void operator()(VTerm *term) const { vterm_free(term); }
    };

    void text(const char *bytes, qsizetype count) override;
    void escape(const QByteArray &sequence) override;
    void control(const TerminalControl &control) override;
    void string(TerminalSieve::String kind, const QByteArray &content, bool isCut) override;

    void feed(const QByteArray &bytes);
    void putGlyph(const VTermGlyphInfo &glyph, const VTermPos &place);
    void moveCursor(const VTermPos &place, bool visible);
    void setPenAttribute(VTermAttr attribute, const VTermValue &value);
    int setProperty(VTermProp property, const VTermValue &value);
    [[nodiscard]] QPoint resized(int columns, int rows);
    [[nodiscard]] TerminalCell blank() const;
    void setModes(const TerminalControl &control);
    void setMode(int mode, bool on);
    void passOn(const TerminalControl &control);
    bool plainControl(const TerminalControl &control);
    void windowReport(const TerminalControl &control);
    void repeat(int count);
    void softReset();
    void hardReset();
    void saveExtras();
    void restoreExtras();
    void goTo(const QPoint &place);
    void osc(int number, const QByteArray &content);
    void setTitle(const QByteArray &text);
    void setLink(const QByteArray &content);
    void setClipboard(const QByteArray &content);
    void tellColor(int number, const QColor &color);
    void collect();

    TerminalBuffer m_buffer;
    TerminalPool m_pool;
    std::unique_ptr<VTerm, Free> m_term;
    VTermState *m_state;
    TerminalSieve m_sieve{*this};
    bool m_writing = false;
    bool m_rang = false;
    bool m_titled = false;
    TerminalCell m_pen;
    quint16 m_extras = 0; ///< flags that libvterm does not know
    quint16 m_savedExtras = 0;
    QPoint m_cursor;
    QPoint m_firstCursor; ///< of the first screen while the other one is shown
    bool m_firstMoved = false; ///< the first screen was broken anew meanwhile
    bool m_shrunk = false; ///< a cursor that was saved may lie outside
    QPoint m_after; ///< behind the last character written
    bool m_wrapIsDue = false; ///< nothing moved the cursor since
    std::vector<quint32> m_lastGlyph;
    bool m_floodOfMarks = false;
    int m_untilCollection = 0;
    bool m_cursorVisible = true;
    std::optional<Shape> m_shape;
    std::optional<bool> m_blinks;
    bool m_reversed = false;
    bool m_margins = false; ///< mode 69: CSI s sets margins instead of saving the cursor
    bool m_brackets = false;
    bool m_wheelKeys = true;
    Mouse m_mouse = Mouse::None;
    QString m_title;
    QColor m_foreground;
    QColor m_background;
};

} // namespace boxyard
