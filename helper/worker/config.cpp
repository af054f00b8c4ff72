// SPDX-License-Identifier: GPL-2.0-or-later
#include "config.h"

#include "text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include <sys/random.h>

namespace boxyard::worker {

namespace {

constexpr std::string_view Blank = " \t";

bool isKey(std::string_view key)
{
    return key.starts_with("lxc.") && !hasControlCharacter(key)
        && key.find_first_of(" \t=#") == std::string_view::npos;
}

std::string_view unquoted(std::string_view value)
{
    const bool quoted =
        value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

/// What may stand before or after a path inside a value.
bool isBoundary(char c)
{
    return Blank.find(c) != std::string_view::npos || c == ':' || c == '=' || c == ',' || c == '"'
        || c == '\'';
}

} // namespace

Result<ConfigText> ConfigText::parse(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos)
        return refuse(Word::BrokenConfig, {}, "NUL");
    ConfigText config;
    while (!text.empty()) {
        Line line;
        const std::size_t end = text.find_first_of("\r\n");
        line.text = text.substr(0, end);
        if (end != std::string_view::npos) {
            const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
            line.end = text.substr(end, both ? 2 : 1);
        }
        text.remove_prefix(line.text.size() + line.end.size());
        read(line);
        config.m_lines.push_back(std::move(line));
    }
    return config;
}

void ConfigText::read(Line &line)
{
    line.key.clear();
    line.value.clear();
    std::string_view text = line.text;
    text.remove_prefix(std::min(text.find_first_not_of(Blank), text.size()));
    const std::size_t equals = text.find('=');
    if (!text.starts_with("lxc.") || equals == std::string_view::npos)
        return;
    line.key = trimmed(text.substr(0, equals));
    line.value = unquoted(trimmed(text.substr(equals + 1)));
}

std::string ConfigText::text() const
{
    std::string out;
    for (const Line &line : m_lines)
        out.append(line.text).append(line.end);
    return out;
}

std::optional<std::string> ConfigText::value(std::string_view key) const
{
    std::optional<std::string> last;
    for (const Line &line : m_lines) {
        if (line.key == key)
            last = line.value;
    }
    return last;
}

Status ConfigText::replace(Line &line, std::string_view value)
{
    if (hasControlCharacter(value))
        return refuse(Word::InvalidArgument, line.key, "control character");
    std::size_t begin = line.text.find('=') + 1;
    begin = std::min(line.text.find_first_not_of(Blank, begin), line.text.size());
    line.text = line.text.substr(0, begin) + std::string(value);
    read(line);
    return {};
}

Status ConfigText::set(std::string_view key, std::string_view value)
{
    if (!isKey(key) || hasControlCharacter(value))
        return refuse(Word::InvalidArgument, printable(key), "control character");
    const auto last =
        std::find_if(m_lines.rbegin(), m_lines.rend(), [key](const Line &line) { return line.key == key; });
    if (last != m_lines.rend())
        return replace(*last, value);
    const std::string end = !m_lines.empty() && !m_lines.front().end.empty() ? m_lines.front().end : "\n";
    if (!m_lines.empty() && m_lines.back().end.empty())
        m_lines.back().end = end;
    Line line{std::string(key) + " = " + std::string(value), end, {}, {}};
    read(line);
    m_lines.push_back(std::move(line));
    return {};
}

std::size_t ConfigText::remove(std::string_view key)
{
    return std::erase_if(m_lines, [key](const Line &line) { return line.key == key; });
}

Status ConfigText::forEach(const Change &change)
{
    for (Line &line : m_lines) {
        if (line.key.empty())
            continue;
        const std::optional<std::string> changed = change(line.key, line.value);
        if (!changed || *changed == line.value)
            continue;
        if (Status replaced = replace(line, *changed); !replaced)
            return replaced;
    }
    return {};
}

void ConfigText::visit(const std::function<void(const std::string &, const std::string &)> &look) const
{
    for (const Line &line : m_lines) {
        if (!line.key.empty())
            look(line.key, line.value);
    }
}

std::string movePaths(std::string_view value, std::string_view from, std::string_view to)
{
    std::string out;
    std::size_t at = 0;
    while (at < value.size()) {
        const std::size_t found = value.find(from, at);
        if (found == std::string_view::npos)
            break;
        const std::size_t after = found + from.size();
        const bool begins = found == 0 || isBoundary(value[found - 1]);
        const bool ends = after == value.size() || value[after] == '/' || isBoundary(value[after]);
        out += value.substr(at, found - at);
        out += begins && ends ? to : from;
        at = after;
    }
    out += value.substr(std::min(at, value.size()));
    return out;
}

std::optional<unsigned> hwaddrIndex(std::string_view key)
{
    constexpr std::string_view Prefix = "lxc.net.";
    constexpr std::string_view Suffix = ".hwaddr";
    if (!key.starts_with(Prefix) || !key.ends_with(Suffix) || key.size() <= Prefix.size() + Suffix.size())
        return {};
    key.remove_prefix(Prefix.size());
    key.remove_suffix(Suffix.size());
    unsigned index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error != std::errc() || end != key.data() + key.size())
        return {};
    return index;
}

bool isHwaddrTemplate(std::string_view hwaddr)
{
    return hwaddr.find_first_of("xX") != std::string_view::npos;
}

std::string randomHwaddr()
{
    std::array<unsigned char, 3> bytes = {};
    // Up to 256 bytes are never cut and never interrupted: getrandom(2).
    [[maybe_unused]] const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    std::array<char, 18> text = {};
    std::snprintf(text.data(), text.size(), "00:16:3e:%02x:%02x:%02x", bytes[0], bytes[1], bytes[2]);
    return text.data();
}

} // namespace boxyard::worker
