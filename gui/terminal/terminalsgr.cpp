// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalsgr.h"

#include "terminalcell.h"

namespace boxyard {

namespace {

using Parameters = std::span<const TerminalControl::Parameter>;

/// Those that belong to the first one by colons.
std::size_t partsOf(Parameters parameters)
{
    std::size_t parts = 0;
    while (parts + 1 < parameters.size() && parameters[parts + 1].isPart)
        ++parts;
    return parts;
}

/// What is made so far: sequences of few numbers each, as libvterm has room for 16.
struct Sequences {
    QByteArray bytes;
    int numbers = 0;

    void begin()
    {
        if (numbers == 0)
            bytes += "\x1b[";
        else if (numbers > 8)
            bytes += "m\x1b[";
        else
            bytes += ';';
        numbers = numbers > 8 ? 1 : numbers + 1;
    }

    void add(int number)
    {
        begin();
        bytes += QByteArray::number(number);
    }

    void addColor(int which, std::span<const int> parts)
    {
        add(which);
        for (const int part : parts)
            bytes += ';' + QByteArray::number(part);
        numbers += static_cast<int>(parts.size());
    }
};

/// 38 and 48 in both ways of writing: with colons (ISO 8613-6, perhaps with a colour space) and with
/// semicolons. Returns how many parameters it took.
std::size_t addColor(Sequences &made, Parameters parameters)
{
    const std::size_t parts = partsOf(parameters);
    const auto value = [&parameters](std::size_t index) {
        return index < parameters.size() ? std::max(parameters[index].value, 0) : 0;
    };
    const bool isList = parts > 0;
    const int kind = value(1);
    if (kind != 2 && kind != 5)
        return isList ? parts + 1 : std::min<std::size_t>(parameters.size(), 2);
    const std::size_t first = isList && kind == 2 && parts > 4 ? 3 : 2;
    const std::size_t count = kind == 2 ? 3 : 1;
    const std::size_t size = isList ? parts + 1 : first + count;
    bool good = parameters[0].value != 58 && size <= parameters.size() && first + count <= size;
    std::array<int, 4> color = {kind};
    for (std::size_t index = 0; index < count; ++index) {
        color.at(index + 1) = value(first + index);
        good = good && color.at(index + 1) <= 255;
    }
    if (good)
        made.addColor(parameters[0].value, std::span(color).first(count + 1));
    return std::min(size, parameters.size());
}

void addUnderline(Sequences &made, Parameters parameters)
{
    switch (partsOf(parameters) == 0 ? 1 : parameters[1].value) {
    case 0:
        return made.add(24);
    case 2:
        return made.add(21);
    case 3:
    case 4:
    case 5:
        made.add(4);
        made.bytes += ":3";
        return;
    default:
        made.add(4);
    }
}

void setExtras(quint16 &extras, int number)
{
    const auto set = [&extras](unsigned flag, bool on) {
        extras = static_cast<quint16>(on ? extras | flag : extras & ~flag);
    };
    if (number == 2 || number == 22)
        set(TerminalCell::Faint, number == 2);
    else if (number == 8 || number == 28)
        set(TerminalCell::Concealed, number == 8);
    else if (number == 0)
        set(TerminalCell::Faint | TerminalCell::Concealed, false);
}

} // namespace

QByteArray plainSgr(const TerminalControl &control, quint16 &extras)
{
    Sequences made;
    Parameters rest = control.parameters();
    while (!rest.empty()) {
        const int number = std::max(rest.front().value, 0);
        std::size_t used = partsOf(rest) + 1;
        if (number == 38 || number == 48 || number == 58)
            used = addColor(made, rest);
        else if (number == 4)
            addUnderline(made, rest);
        else
            made.add(number);
        setExtras(extras, number);
        rest = rest.subspan(used);
    }
    return made.numbers == 0 ? QByteArray() : made.bytes + 'm';
}

} // namespace boxyard
