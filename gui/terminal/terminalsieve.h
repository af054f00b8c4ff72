// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>

#include <array>
#include <span>

namespace boxyard {

/// A control sequence, CSI … final, with numbers that are bounded. ECMA-48, 5.4.
struct TerminalControl {
    struct Parameter {
        int value = Missing; ///< 0 to Largest
        bool isPart = false; ///< after a colon: it belongs to the one before
    };

    static constexpr int Missing = -1;
    static constexpr int Largest = 9999;
    static constexpr std::size_t MostParameters = 32; ///< further ones are ignored

    char leader = 0; ///< one of <=>? or 0
    char intermediate = 0;
    char final = 0;
    std::array<Parameter, MostParameters> all;
    std::size_t count = 0; ///< at least 1

    [[nodiscard]] std::span<const Parameter> parameters() const { return {all.data(), count}; }

    [[nodiscard]] int value(std::size_t index, int otherwise) const
    {
        return index < count && all.at(index).value != Missing ? all.at(index).value : otherwise;
    }
};

/// Takes a program's output apart, so that what reads it further never sees a sequence that is unfinished,
/// too long or has too many parameters: libvterm keeps 16 parameters and writes behind them. C1 controls as
/// UTF-8 are dropped; it would go to column -1 for them.
class TerminalSieve
{
public:
    enum class String { Osc, Dcs, Other };

    class Sink
    {
    public:
        Sink() = default;
        virtual ~Sink() = default;
        Q_DISABLE_COPY_MOVE(Sink)
        /// Characters in UTF-8, perhaps broken, and C0 controls but ESC; at most LongestText bytes.
        virtual void text(const char *bytes, qsizetype count) = 0;
        /// ESC …: intermediate bytes and the final one.
        virtual void escape(const QByteArray &sequence) = 0;
        virtual void control(const TerminalControl &control) = 0;
        /// A whole string, or `isCut`: its first LongestString bytes.
        virtual void string(String kind, const QByteArray &content, bool isCut) = 0;
    };

    static constexpr qsizetype LongestText = 4096;
    static constexpr qsizetype LongestString = qsizetype{128} * 1024;

    explicit TerminalSieve(Sink &sink)
        : m_sink(sink)
    {
    }

    void feed(const char *bytes, qsizetype count);

private:
    enum class State { Ground, Escape, Control, BadControl, String, StringEscape };

    qsizetype feedText(const char *bytes, qsizetype count);
    qsizetype feedString(const char *bytes, qsizetype count);
    void feedByte(char byte);
    void feedEscape(char byte);
    void feedControl(char byte);
    void feedDigit(int digit);
    void nextParameter(bool isPart);
    void beginString(String kind);
    void endString();

    Sink &m_sink;
    State m_state = State::Ground;
    bool m_heldC2 = false; ///< the first byte of what may become a C1 control
    QByteArray m_unfinished; ///< the begin of a character whose rest is still to come
    QByteArray m_escape;
    TerminalControl m_control;
    bool m_tooMany = false;
    String m_kind = String::Other;
    QByteArray m_string;
    bool m_isCut = false;
};

} // namespace boxyard
