// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace boxyard {

class TerminalScreen;

/// A place in the text that stays the same when lines scroll: `line` counts those that are forgotten, too.
struct TerminalPlace {
    qint64 line = 0;
    int column = 0;
    auto operator<=>(const TerminalPlace &) const = default;
};

/// From one place to another, which is not included.
struct TerminalRange {
    TerminalPlace from;
    TerminalPlace to;
    bool operator==(const TerminalRange &) const = default;
};

/// A text over the lines that it was broken into.
class TerminalParagraph
{
public:
    /// That of which `line` (counted from the oldest one kept) is a part; of a very long one, the lines
    /// around.
    TerminalParagraph(const TerminalScreen &screen, int line);

    [[nodiscard]] const QString &text() const { return m_text; }

    [[nodiscard]] int firstLine() const { return m_first; }

    [[nodiscard]] int lastLine() const { return m_last; }

    /// Where units of the text are on the screen.
    [[nodiscard]] TerminalRange rangeOf(qsizetype from, qsizetype count) const;
    /// The unit at a place; -1 behind the text.
    [[nodiscard]] qsizetype indexOf(const TerminalPlace &place) const;

private:
    struct Unit {
        TerminalPlace place;
        int width;
    };

    int m_first;
    int m_last;
    QString m_text;
    std::vector<Unit> m_units; ///< one a UTF-16 unit
};

/// The target of a link and where it is shown.
struct TerminalLink {
    QString target;
    TerminalRange range;
};

/// The link at a place: one that the program made (OSC 8), or an address in the text.
[[nodiscard]] std::optional<TerminalLink> linkAt(const TerminalScreen &screen, const TerminalPlace &place);
/// Whether a link may be opened: web pages and mail only, for a container's program wrote it.
[[nodiscard]] bool mayOpen(const QString &target);
/// The word at a place, or the single character there.
[[nodiscard]] TerminalRange wordAt(const TerminalScreen &screen, const TerminalPlace &place);
/// The whole text of which the place is a part.
[[nodiscard]] TerminalRange paragraphAt(const TerminalScreen &screen, const TerminalPlace &place);

} // namespace boxyard
