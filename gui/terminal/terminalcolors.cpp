// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalcolors.h"

#include "gui/tones.h"

namespace boxyard {

namespace {

/// The sixteen that programs name, in their order: black, red, green, yellow, blue, magenta, cyan, white, and
/// brighter ones.
constexpr std::array<QRgb, 16> Named = {0x1e2226, 0xc0392b, 0x2e9e5b, 0xb58900, 0x2f74bd, 0x9b4fb5,
                                        0x1f9aa0, 0xd3d7cf, 0x6b7278, 0xe4574b, 0x45c077, 0xd9a91f,
                                        0x549be0, 0xbd76d6, 0x3dc0c6, 0xf4f6f4};

/// WCAG 2.1 asks for this much of large text and of graphics. With more, programs that choose quiet colours
/// on purpose would not look as their makers want them.
constexpr double LeastContrast = 3.0;
constexpr qsizetype MostPairs = 4096; // a program may have 16 million colours

QColor indexed(int index)
{
    if (index >= 232) {
        const int gray = 8 + (index - 232) * 10;
        return {gray, gray, gray};
    }
    const auto part = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    const int cube = index - 16;
    return {part(cube / 36), part(cube / 6 % 6), part(cube % 6)};
}

} // namespace

TerminalColors::TerminalColors(const QPalette &palette, const TerminalSettings &settings)
    : m_foreground(palette.color(QPalette::Text))
    , m_background(palette.color(QPalette::Base))
    , m_selection{palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)}
    , m_keepsReadable(settings.keepsReadable)
{
    const auto set = [this](QRgb text, QRgb ground) {
        m_foreground = QColor::fromRgb(text);
        m_background = QColor::fromRgb(ground);
    };
    switch (settings.scheme) {
    case TerminalSettings::Scheme::Theme:
        break;
    case TerminalSettings::Scheme::Light:
        set(0x24292e, 0xffffff);
        break;
    case TerminalSettings::Scheme::Dark:
        set(0xdfe1e5, 0x1e1f22);
        break;
    case TerminalSettings::Scheme::Black:
        set(0xe6e6e6, 0x000000);
        break;
    }
    for (std::size_t i = 0; i < Named.size(); ++i) {
        m_plain.at(i) = QColor::fromRgb(Named.at(i));
        m_named.at(i) = readableOn(m_background, m_plain.at(i), i == 0 || i == 8 ? 3.0 : 4.0);
    }
}

QColor TerminalColors::colorOf(const TerminalColor &color, bool isText, bool bold, bool onGround) const
{
    switch (color.kind) {
    case TerminalColor::Rgb:
        return {color.red, color.green, color.blue};
    case TerminalColor::Indexed: {
        if (color.red >= 16)
            return indexed(color.red);
        const std::size_t index = isText && bold && color.red < 8 ? color.red + 8U : color.red;
        return isText && onGround ? m_named.at(index) : m_plain.at(index);
    }
    case TerminalColor::Default:
        break;
    }
    return isText ? m_foreground : m_background;
}

QColor TerminalColors::readable(const QColor &text, const QColor &ground) const
{
    const quint64 pair = quint64{text.rgb()} << 32U | ground.rgb();
    if (const auto found = m_readable.constFind(pair); found != m_readable.cend())
        return QColor::fromRgb(*found);
    if (m_readable.size() >= MostPairs)
        m_readable.clear();
    const QColor made = readableOn(ground, text, LeastContrast);
    m_readable.insert(pair, made.rgb());
    return made;
}

TerminalColors::Look TerminalColors::match(bool current)
{
    return {QColor::fromRgb(0x1e1a10), QColor::fromRgb(current ? 0xff9f2e : 0xf2d36b)};
}

TerminalColors::Look TerminalColors::look(const TerminalCell &cell, bool isReversed) const
{
    const bool reverse = ((cell.flags & TerminalCell::Reverse) != 0) != isReversed;
    const bool onGround = cell.background.kind == TerminalColor::Default;
    Look made{colorOf(cell.foreground, true, (cell.flags & TerminalCell::Bold) != 0, onGround),
              colorOf(cell.background, false, false, onGround)};
    if (reverse)
        std::swap(made.text, made.ground);
    if (m_keepsReadable && !isPicture(cell.character))
        made.text = readable(made.text, made.ground);
    if ((cell.flags & TerminalCell::Faint) != 0)
        made.text = blend(made.text, made.ground, 0.62);
    if ((cell.flags & TerminalCell::Concealed) != 0)
        made.text = made.ground;
    return made;
}

} // namespace boxyard
