// SPDX-License-Identifier: GPL-2.0-or-later

// What becomes of a program's sequences in TerminalScreen: most go on to libvterm, in words that it reads
// without harm; some it does not know.

#include "terminalscreen.h"
#include "terminalsgr.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Libvterm's own limit, 0.1 to 0.3.
constexpr std::size_t MostParameters = 16;

/// How many bytes at the beginning are marks, which go on the character before.
qsizetype marksAtBegin(const char *bytes, qsizetype count)
{
    const QString text = QString::fromUtf8(bytes, count);
    qsizetype marks = 0;
    while (marks < text.size()
           && (text.at(marks).isMark() || text.at(marks).category() == QChar::Other_Format))
        ++marks;
    return QStringView(text).left(marks).toUtf8().size();
}

} // namespace

void TerminalScreen::feed(const QByteArray &bytes)
{
    vterm_input_write(m_term.get(), bytes.constData(), static_cast<size_t>(bytes.size()));
}

void TerminalScreen::text(const char *bytes, qsizetype count)
{
    if (m_floodOfMarks) {
        // It would keep them all, and look through them for each one that comes.
        const qsizetype marks = marksAtBegin(bytes, count);
        bytes += marks;
        count -= marks;
    }
    if (count > 0)
        vterm_input_write(m_term.get(), bytes, static_cast<size_t>(count));
}

void TerminalScreen::escape(const QByteArray &sequence)
{
    if (sequence == "c")
        return hardReset();
    if (sequence.startsWith(' '))
        return; // S8C1T: answers that are no UTF-8
    if (sequence == "7")
        saveExtras();
    feed('\x1b' + sequence);
    if (sequence == "8")
        restoreExtras();
}

void TerminalScreen::saveExtras()
{
    m_savedExtras = m_extras;
}

void TerminalScreen::restoreExtras()
{
    m_extras = m_savedExtras;
    // libvterm does not look whether the place that was saved is still there.
    if (m_shrunk && !QRect(0, 0, columns(), rows()).contains(m_cursor))
        goTo({std::clamp(m_cursor.x(), 0, columns() - 1), std::clamp(m_cursor.y(), 0, rows() - 1)});
}

void TerminalScreen::goTo(const QPoint &place)
{
    feed("\x1b[" + QByteArray::number(place.y() + 1) + ';' + QByteArray::number(place.x() + 1) + 'H');
}

/// One without a private mark that libvterm does not know, or not so; false where it is libvterm's.
bool TerminalScreen::plainControl(const TerminalControl &control)
{
    switch (control.final) {
    case 'm':
        feed(plainSgr(control, m_extras));
        return true;
    case 'J':
        if (control.value(0, 0) != 3)
            return false;
        m_buffer.clearScrollback();
        return true;
    case 'b':
        repeat(control.value(0, 1));
        return true;
    case 't':
        windowReport(control);
        return true;
    case 's':
        if (m_margins)
            return false;
        escape("7"_ba);
        return true;
    case 'u':
        escape("8"_ba);
        return true;
    default:
        return false;
    }
}

void TerminalScreen::control(const TerminalControl &control)
{
    const char final = control.final;
    if (control.leader == 0 && control.intermediate == 0 && plainControl(control))
        return;
    if (control.leader == 0 && control.intermediate == '!' && final == 'p')
        return softReset();
    if (final == 'm')
        return; // keyboards of xterm
    if ((final == 'h' || final == 'l') && control.intermediate == 0)
        return setModes(control);
    passOn(control);
}

/// libvterm reads the first mode only.
void TerminalScreen::setModes(const TerminalControl &control)
{
    for (const TerminalControl::Parameter &parameter : control.parameters()) {
        if (parameter.value < 0)
            continue;
        if (control.leader == '?')
            setMode(parameter.value, control.final == 'h');
        else if (control.leader == 0)
            feed("\x1b[" + QByteArray::number(parameter.value) + control.final);
    }
}

void TerminalScreen::setMode(int mode, bool on)
{
    if (mode == 47)
        mode = 1047;
    if (mode == 69)
        m_margins = on;
    else if (mode == 1007)
        m_wheelKeys = on;
    else if (mode == 2004)
        m_brackets = on;
    const bool isCursors = mode == 1048 || mode == 1049;
    if (isCursors && on)
        saveExtras();
    const bool wasAlternate = isAlternate();
    feed("\x1b[?" + QByteArray::number(mode) + (on ? 'h' : 'l'));
    if (isCursors && !on) {
        restoreExtras();
        // Its lines were broken anew: the cursor went with them, what libvterm saved did not.
        if (wasAlternate && !isAlternate() && m_firstMoved)
            goTo(m_firstCursor);
    }
}

void TerminalScreen::passOn(const TerminalControl &control)
{
    QByteArray bytes = "\x1b["_ba;
    if (control.leader != 0)
        bytes += control.leader;
    const std::size_t count = std::min(control.count, MostParameters);
    for (std::size_t index = 0; index < count; ++index) {
        const TerminalControl::Parameter &parameter = control.all.at(index);
        if (parameter.isPart)
            return; // only colours and underlines have them
        if (index > 0)
            bytes += ';';
        if (parameter.value >= 0)
            bytes += QByteArray::number(parameter.value);
    }
    if (control.intermediate != 0)
        bytes += control.intermediate;
    feed(bytes + control.final);
}

/// XTWINOPS: only the size, in cells. A title that is read back would be typed into the shell.
void TerminalScreen::windowReport(const TerminalControl &control)
{
    if (control.value(0, 0) == 18)
        sendBytes("\x1b[8;" + QByteArray::number(rows()) + ';' + QByteArray::number(columns()) + 't');
}

/// REP, ECMA-48 8.3.103: libvterm 0.1 does not know it, and terminfo says that an xterm does.
void TerminalScreen::repeat(int count)
{
    if (m_lastGlyph.empty())
        return;
    QString one;
    for (const quint32 codePoint : m_lastGlyph) {
        const auto character = static_cast<char32_t>(codePoint);
        one += QString::fromUcs4(&character, 1);
    }
    const QByteArray bytes = one.toUtf8();
    feed(bytes.repeated(std::clamp(count, 0, columns())));
}

void TerminalScreen::softReset()
{
    const QPoint place = m_cursor;
    m_margins = false;
    m_extras = 0;
    feed("\x1b[4l\x1b[?6l\x1b[?69l\x1b[r\x1b[s\x1b[m\x1b[?7h\x1b[?25h\x1b[?1l\x1b>\x1b(B\x0f"_ba);
    goTo(place);
}

void TerminalScreen::hardReset()
{
    for (const int mode : {1049, 1000, 1002, 1003, 1004, 1006, 2004, 69, 5})
        setMode(mode, false);
    m_wheelKeys = true;
    m_extras = 0;
    feed("\x1b"
         "c"_ba);
    m_pen = {};
    m_shape.reset();
    m_blinks.reset();
    m_buffer.clearScrollback();
}

void TerminalScreen::string(TerminalSieve::String kind, const QByteArray &content, bool isCut)
{
    if (kind == TerminalSieve::String::Dcs) {
        // DECRQSS, the only one that is answered.
        if (content.startsWith("$q") && content.size() <= 8)
            feed("\x1bP" + content + "\x1b\\");
        return;
    }
    const qsizetype end = content.indexOf(';');
    bool isNumber = false;
    const int number = content.left(end < 0 ? content.size() : end).toInt(&isNumber);
    if (isNumber && end >= 0 && (!isCut || number == 0 || number == 2))
        osc(number, content.mid(end + 1));
}

void TerminalScreen::osc(int number, const QByteArray &content)
{
    switch (number) {
    case 0:
    case 2:
        return setTitle(content);
    case 8:
        return setLink(content);
    case 10:
    case 11:
        if (content == "?")
            tellColor(number, number == 10 ? m_foreground : m_background);
        return;
    case 52:
        return setClipboard(content);
    default:
        return;
    }
}

void TerminalScreen::setTitle(const QByteArray &text)
{
    QString title = QString::fromUtf8(text.left(4 * LongestTitle));
    title.removeIf(
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    title = title.left(LongestTitle).trimmed();
    if (title == m_title)
        return;
    m_title = title;
    m_titled = true;
}

/// parameters ; target
void TerminalScreen::setLink(const QByteArray &content)
{
    m_pen.link = m_pool.linkOf(content.mid(content.indexOf(';') + 1));
}

/// which ; base64. A question ("?") stays without an answer: the clipboard is nobody's to read.
void TerminalScreen::setClipboard(const QByteArray &content)
{
    const qsizetype end = content.indexOf(';');
    if (end < 0 || content.mid(end + 1) == "?")
        return;
    const auto decoded =
        QByteArray::fromBase64Encoding(content.mid(end + 1), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.isEmpty())
        return;
    const QByteArray which = content.left(end);
    Q_EMIT clipboardWanted(QString::fromUtf8(*decoded), which.contains('p') && !which.contains('c'));
}

void TerminalScreen::tellColor(int number, const QColor &color)
{
    const auto part = [](int value) { return QByteArray::number(value * 0x101, 16).rightJustified(4, '0'); };
    sendBytes("\x1b]" + QByteArray::number(number) + ";rgb:" + part(color.red()) + '/' + part(color.green())
              + '/' + part(color.blue()) + "\x1b\\");
}

} // namespace boxyard
