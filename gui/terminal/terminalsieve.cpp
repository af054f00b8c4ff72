// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalsieve.h"

#include <algorithm>
#include <utility>

namespace boxyard {

namespace {

constexpr char Bell = '\x07';
constexpr char Cancel = '\x18';
constexpr char Substitute = '\x1a';
constexpr char Escape = '\x1b';
constexpr char C2 = '\xc2';

bool isC1Rest(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xe0U) == 0x80U;
}

bool isBetween(char byte, int first, int last)
{
    return byte >= first && byte <= last;
}

/// How many bytes a character in UTF-8 has that begins with this one; 1 where none does.
qsizetype lengthOf(unsigned char first)
{
    if (first >= 0xf8U || first < 0xc0U)
        return 1;
    if (first >= 0xf0U)
        return 4;
    return first >= 0xe0U ? 3 : 2;
}

/// How many bytes at the end begin a character in UTF-8 whose rest is still to come.
qsizetype unfinishedBytes(const char *bytes, qsizetype count)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(count, 3); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[count - back]);
        if ((byte & 0xc0U) != 0x80U)
            return lengthOf(byte) > back ? back : 0;
    }
    return 0;
}

/// Where text ends: at an ESC, or at a C2 that begins a control or has no rest here.
qsizetype textEnd(const char *bytes, qsizetype most)
{
    const auto isText = [](char byte) { return byte != Escape && byte != C2; };
    const char *const last = bytes + most;
    const char *end = std::find_if_not(bytes, last, isText);
    // The rest of a character in two bytes goes with its first one.
    while (end + 1 < last && *end == C2 && !isC1Rest(end[1]))
        end = std::find_if_not(end + 1, last, isText);
    return end - bytes;
}

} // namespace

void TerminalSieve::feed(const char *bytes, qsizetype count)
{
    if (!m_unfinished.isEmpty() && count > 0) {
        const QByteArray whole = std::exchange(m_unfinished, {}) + QByteArray(bytes, count);
        return feed(whole.constData(), whole.size());
    }
    for (qsizetype at = 0; at < count;) {
        if (m_state == State::Ground)
            at += feedText(bytes + at, count - at);
        else if (m_state == State::String)
            at += feedString(bytes + at, count - at);
        else
            feedByte(bytes[at++]);
    }
}

/// Returns how many bytes were used up; an ESC among them is the last.
qsizetype TerminalSieve::feedText(const char *bytes, qsizetype count)
{
    if (m_heldC2) {
        m_heldC2 = false;
        if (isC1Rest(bytes[0]))
            return 1;
        m_sink.text(&C2, 1);
    }
    const qsizetype most = std::min(count, LongestText);
    const qsizetype end = textEnd(bytes, most);
    // libvterm takes the rest of a character that comes by itself for a control.
    const qsizetype rest = end == most && end > 0 ? unfinishedBytes(bytes, end) : 0;
    if (end > rest)
        m_sink.text(bytes, end - rest);
    if (end == most && end < count)
        return end - rest;
    if (end == most) {
        m_unfinished = QByteArray(bytes + end - rest, rest);
        return end;
    }
    if (bytes[end] == Escape) {
        m_state = State::Escape;
        m_escape.clear();
        return end + 1;
    }
    if (end + 1 < count && isC1Rest(bytes[end + 1]))
        return end + 2;
    m_heldC2 = true;
    return end + 1;
}

qsizetype TerminalSieve::feedString(const char *bytes, qsizetype count)
{
    qsizetype end = 0;
    while (end < count && bytes[end] != Bell && bytes[end] != Escape && bytes[end] != Cancel
           && bytes[end] != Substitute)
        ++end;
    const qsizetype room = LongestString - m_string.size();
    if (m_kind != String::Other)
        m_string.append(bytes, std::min(end, room));
    m_isCut = m_isCut || end > room;
    if (end == count)
        return end;
    if (bytes[end] == Bell)
        endString();
    else
        m_state = bytes[end] == Escape ? State::StringEscape : State::Ground;
    return end + 1;
}

void TerminalSieve::feedByte(char byte)
{
    if (byte == Cancel || byte == Substitute) {
        m_state = State::Ground;
        return;
    }
    if (m_state == State::StringEscape) {
        if (byte == '\\')
            return endString();
        m_state = State::Escape; // the string was left unfinished
        m_escape.clear();
    }
    if (byte == Escape) {
        m_state = State::Escape;
        m_escape.clear();
    } else if (isBetween(byte, 0, 0x1f)) {
        m_sink.text(&byte, 1); // controls work within a sequence
    } else if (m_state == State::Escape) {
        feedEscape(byte);
    } else {
        feedControl(byte);
    }
}

void TerminalSieve::feedEscape(char byte)
{
    if (isBetween(byte, 0x20, 0x2f)) {
        if (m_escape.size() < 4)
            m_escape.append(byte);
        return;
    }
    m_state = State::Ground;
    if (!isBetween(byte, 0x30, 0x7e))
        return;
    if (!m_escape.isEmpty()) {
        m_escape.append(byte);
        return m_sink.escape(m_escape);
    }
    switch (byte) {
    case '[':
        m_state = State::Control;
        m_control = {};
        m_control.count = 1;
        m_tooMany = false;
        break;
    case ']':
        return beginString(String::Osc);
    case 'P':
        return beginString(String::Dcs);
    case 'X':
    case '^':
    case '_':
    case 'k': // a title of screen(1)
        return beginString(String::Other);
    case '\\':
        break;
    default:
        m_escape.append(byte);
        m_sink.escape(m_escape);
    }
}

void TerminalSieve::feedControl(char byte)
{
    if (isBetween(byte, 0x40, 0x7e)) {
        const bool isGood = m_state == State::Control;
        m_state = State::Ground;
        m_control.final = byte;
        if (isGood)
            m_sink.control(m_control);
    } else if (isBetween(byte, '0', '9') && m_control.intermediate == 0) {
        feedDigit(byte - '0');
    } else if ((byte == ';' || byte == ':') && m_control.intermediate == 0) {
        nextParameter(byte == ':');
    } else if (isBetween(byte, '<', '?') && m_control.leader == 0 && m_control.count == 1
               && m_control.all.front().value == TerminalControl::Missing) {
        m_control.leader = byte;
    } else if (isBetween(byte, 0x20, 0x2f) && m_control.intermediate == 0) {
        m_control.intermediate = byte;
    } else if (byte != '\x7f') {
        m_state = State::BadControl;
    }
}

void TerminalSieve::feedDigit(int digit)
{
    if (m_tooMany)
        return;
    int &value = m_control.all.at(m_control.count - 1).value;
    value = std::min(std::max(value, 0) * 10 + digit, TerminalControl::Largest);
}

void TerminalSieve::nextParameter(bool isPart)
{
    m_tooMany = m_tooMany || m_control.count == TerminalControl::MostParameters;
    if (m_tooMany)
        return;
    m_control.all.at(m_control.count) = {TerminalControl::Missing, isPart};
    ++m_control.count;
}

void TerminalSieve::beginString(String kind)
{
    m_state = State::String;
    m_kind = kind;
    m_string.clear();
    m_isCut = false;
}

void TerminalSieve::endString()
{
    m_state = State::Ground;
    if (m_kind != String::Other)
        m_sink.string(m_kind, m_string, m_isCut);
    m_string = {};
}

} // namespace boxyard
