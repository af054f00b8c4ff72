// SPDX-License-Identifier: GPL-2.0-or-later
#include "text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace boxyard::worker {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::uint8_t byteAt(std::string_view text, std::size_t index)
{
    return index < text.size() ? static_cast<std::uint8_t>(text[index]) : 0;
}

struct Decoded {
    char32_t code = 0;
    std::size_t length = 0; // 0: not UTF-8
};

Decoded decodeTail(std::string_view text, std::size_t at, std::size_t length, char32_t begin, char32_t least)
{
    char32_t code = begin;
    for (std::size_t i = 1; i < length; ++i) {
        const std::uint8_t next = byteAt(text, at + i);
        if ((next & 0xC0U) != 0x80U)
            return {};
        code = (code << 6U) | (next & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least || code > 0x10FFFF || surrogate ? Decoded{} : Decoded{code, length};
}

/// RFC 3629.
Decoded decode(std::string_view text, std::size_t at)
{
    const std::uint8_t first = byteAt(text, at);
    if (first < 0x80)
        return {first, 1};
    if ((first & 0xE0U) == 0xC0)
        return decodeTail(text, at, 2, first & 0x1FU, 0x80);
    if ((first & 0xF0U) == 0xE0)
        return decodeTail(text, at, 3, first & 0x0FU, 0x800);
    if ((first & 0xF8U) == 0xF0)
        return decodeTail(text, at, 4, first & 0x07U, 0x10000);
    return {};
}

bool isControl(char32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029;
}

} // namespace

bool hasControlCharacter(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decode(text, at);
        if (decoded.length == 0 || isControl(decoded.code))
            return true;
        at += decoded.length;
    }
    return false;
}

bool isContainerName(std::string_view name)
{
    return !name.empty() && name.size() <= 63 && isAlphanumeric(name.front())
        && std::all_of(name.begin(), name.end(),
                       [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

bool isLocation(std::string_view path)
{
    if (path.size() < 2 || path.size() > 1024 || path.front() != '/' || path.back() == '/'
        || hasControlCharacter(path))
        return false;
    const std::string closed = std::string(path) + '/';
    constexpr std::array<std::string_view, 3> Unclean = {"//", "/./", "/../"};
    return std::all_of(Unclean.begin(), Unclean.end(),
                       [&](std::string_view part) { return closed.find(part) == std::string::npos; });
}

std::string printable(std::string_view bytes, std::size_t limit)
{
    constexpr std::string_view Digits = "0123456789abcdef";
    std::string out;
    for (std::size_t at = 0; at < bytes.size() && out.size() < limit;) {
        const Decoded decoded = decode(bytes, at);
        if (decoded.length > 0 && (!isControl(decoded.code) || decoded.code == '\t')) {
            out.append(bytes.substr(at, decoded.length));
            at += decoded.length;
            continue;
        }
        const std::uint8_t byte = byteAt(bytes, at);
        out += "\\x";
        out += Digits.at(byte >> 4U);
        out += Digits.at(byte & 0x0FU);
        ++at;
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view Blank = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(Blank);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(Blank) - begin + 1);
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        if (end != 0)
            parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

std::string joined(const std::vector<std::string> &parts, std::string_view separator)
{
    std::string out;
    for (const std::string &part : parts) {
        if (&part != &parts.front())
            out += separator;
        out += part;
    }
    return out;
}

} // namespace boxyard::worker
