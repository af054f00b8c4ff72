// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalreflow.h"

#include <algorithm>

namespace boxyard {

namespace {

/// One text over several lines, and where the cursor is in it.
struct Text {
    std::vector<TerminalCell> cells;
    qsizetype cursor = -1; ///< in cells; -1: elsewhere
};

/// Takes the lines of one text from `from` on; returns the line after it.
std::size_t takeText(std::deque<TerminalLine> &lines, std::size_t from, const QPoint &cursor, Text &text)
{
    text.cells.clear();
    text.cursor = -1;
    for (std::size_t index = from; index < lines.size(); ++index) {
        TerminalLine &line = lines.at(index);
        const bool goesOn = line.wrapped && index + 1 < lines.size();
        if (!goesOn)
            trim(line);
        else if (const auto &next = lines.at(index + 1).cells; !line.cells.empty() && !next.empty()
                 && next.front().width == 2 && line.cells.back().character == 0
                 && line.cells.back().width == 1)
            line.cells.pop_back(); // a wide character did not fit here
        if (static_cast<std::size_t>(cursor.y()) == index)
            text.cursor = static_cast<qsizetype>(text.cells.size()) + cursor.x();
        text.cells.insert(text.cells.end(), line.cells.begin(), line.cells.end());
        if (!goesOn)
            return index + 1;
    }
    return lines.size();
}

void breakText(const Text &text, int columns, std::deque<TerminalLine> &made, QPoint &cursor)
{
    const auto width = static_cast<std::size_t>(columns);
    made.emplace_back();
    const auto count = static_cast<qsizetype>(text.cells.size());
    for (qsizetype index = 0; index < count;) {
        const TerminalCell &cell = text.cells.at(static_cast<std::size_t>(index));
        const qsizetype size = std::clamp<qsizetype>(cell.width, 1, count - index);
        if (made.back().cells.size() + static_cast<std::size_t>(size) > width) {
            made.back().cells.resize(width);
            made.back().wrapped = true;
            made.emplace_back();
        }
        if (text.cursor >= index && text.cursor < index + size)
            cursor = {static_cast<int>(made.back().cells.size()), static_cast<int>(made.size()) - 1};
        const auto begin = text.cells.begin() + index;
        made.back().cells.insert(made.back().cells.end(), begin, begin + size);
        index += size;
    }
    if (text.cursor >= count)
        cursor = {static_cast<int>(std::min<qsizetype>(
                      static_cast<qsizetype>(made.back().cells.size()) + text.cursor - count, columns)),
                  static_cast<int>(made.size()) - 1};
}

} // namespace

void trim(TerminalLine &line)
{
    static const TerminalCell never;
    while (!line.cells.empty() && line.cells.back() == never)
        line.cells.pop_back();
}

void reflow(std::deque<TerminalLine> &lines, int columns, QPoint &cursor)
{
    std::deque<TerminalLine> made;
    QPoint moved(cursor.x(), 0);
    Text text;
    for (std::size_t index = 0; index < lines.size();) {
        TerminalLine &line = lines.at(index);
        const bool isCursors = static_cast<std::size_t>(cursor.y()) == index;
        if (!line.wrapped && !isCursors) {
            trim(line);
            if (line.cells.size() <= static_cast<std::size_t>(columns)) {
                made.push_back(std::move(line));
                ++index;
                continue;
            }
        }
        index = takeText(lines, index, cursor, text);
        breakText(text, columns, made, moved);
    }
    lines = std::move(made);
    cursor = moved;
}

} // namespace boxyard
