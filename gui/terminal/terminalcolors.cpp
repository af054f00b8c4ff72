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

} // namespace

TerminalColors::TerminalColors(const QPalette &palette)
    : m_foreground(palette.color(QPalette::Text))
    , m_background(palette.color(QPalette::Base))
{
    for (std::size_t i = 0; i < Named.size(); ++i) {
        m_plain.at(i) = QColor::fromRgb(Named.at(i));
        m_named.at(i) = readableOn(m_background, m_plain.at(i), i == 0 || i == 8 ? 3.0 : 4.0);
    }
}

QColor TerminalColors::indexed(int index) const
{
    if (index >= 232) {
        const int gray = 8 + (index - 232) * 10;
        return {gray, gray, gray};
    }
    const auto part = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    const int cube = index - 16;
    return {part(cube / 36), part(cube / 6 % 6), part(cube % 6)};
}

QColor TerminalColors::foreground(const TerminalCell::Color &color, bool bold) const
{
    switch (color.kind) {
    case TerminalCell::Color::Rgb:
        return {color.red, color.green, color.blue};
    case TerminalCell::Color::Indexed:
        if (color.red < 16)
            return m_named.at(bold && color.red < 8 ? color.red + 8U : color.red);
        return indexed(color.red);
    case TerminalCell::Color::Default:
        break;
    }
    return m_foreground;
}

QColor TerminalColors::background(const TerminalCell::Color &color) const
{
    switch (color.kind) {
    case TerminalCell::Color::Rgb:
        return {color.red, color.green, color.blue};
    case TerminalCell::Color::Indexed:
        return color.red < 16 ? m_plain.at(color.red) : indexed(color.red);
    case TerminalCell::Color::Default:
        break;
    }
    return m_background;
}

} // namespace boxyard
