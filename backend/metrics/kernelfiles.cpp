// SPDX-License-Identifier: GPL-2.0-or-later
#include "kernelfiles.h"

#include <charconv>

namespace boxyard::kernelfiles {
namespace {

std::string_view takeLine(std::string_view &text)
{
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return line;
}

std::string_view takeWord(std::string_view &line)
{
    const auto begin = line.find_first_not_of(" \t");
    line = begin == std::string_view::npos ? std::string_view() : line.substr(begin);
    const auto end = line.find_first_of(" \t");
    const auto word = line.substr(0, end);
    line = end == std::string_view::npos ? std::string_view() : line.substr(end);
    return word;
}

std::optional<std::uint64_t> whole(std::string_view word)
{
    std::uint64_t value = 0;
    const char *const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (word.empty() || error != std::errc() || end != last)
        return std::nullopt;
    return value;
}

/// What follows "key=" in a word.
std::optional<std::string_view> after(std::string_view word, std::string_view key)
{
    if (word.size() <= key.size() || !word.starts_with(key) || word[key.size()] != '=')
        return std::nullopt;
    return word.substr(key.size() + 1);
}

} // namespace

std::optional<std::uint64_t> number(std::string_view text)
{
    auto line = takeLine(text);
    return whole(takeWord(line));
}

std::optional<std::uint64_t> valueOf(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        auto line = takeLine(text);
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
            line.remove_prefix(key.size());
            return whole(takeWord(line));
        }
    }
    return std::nullopt;
}

Bytes blkioBytes(std::string_view text)
{
    Bytes sum;
    while (!text.empty()) {
        auto line = takeLine(text); // "8:0 Read 4096"; "Total 0" has no device
        if (takeWord(line).find(':') == std::string_view::npos)
            continue;
        const auto what = takeWord(line);
        const auto value = whole(takeWord(line));
        if (what == "Read")
            sum.in += value.value_or(0);
        else if (what == "Write")
            sum.out += value.value_or(0);
    }
    return sum;
}

Bytes ioStatBytes(std::string_view text)
{
    Bytes sum;
    while (!text.empty()) {
        auto line = takeLine(text); // "8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0"
        for (auto word = takeWord(line); !word.empty(); word = takeWord(line)) {
            if (const auto read = after(word, "rbytes"))
                sum.in += whole(*read).value_or(0);
            else if (const auto written = after(word, "wbytes"))
                sum.out += whole(*written).value_or(0);
        }
    }
    return sum;
}

std::optional<double> cpuMax(std::string_view text)
{
    auto line = takeLine(text);
    const auto quota = whole(takeWord(line)); // "max 100000"
    const auto period = whole(takeWord(line));
    if (!quota || !period || *period == 0)
        return std::nullopt;
    return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<double> pressure(std::string_view text)
{
    auto line = takeLine(text); // "some avg10=1.53 avg60=0.87 avg300=0.20 total=190311756"
    if (takeWord(line) != "some")
        return std::nullopt;
    const auto average = after(takeWord(line), "avg10");
    if (!average)
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(average->data(), average->data() + average->size(), value);
    if (error != std::errc() || end != average->data() + average->size())
        return std::nullopt;
    return value / 100;
}

NetDev netDev(std::string_view text)
{
    constexpr int BytesSent = 8; // the ninth number
    NetDev sum;
    while (!text.empty()) {
        auto line = takeLine(text);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue; // the two lines of headings
        auto name = line.substr(0, colon);
        line.remove_prefix(colon + 1);
        if (takeWord(name) == "lo")
            continue;
        const auto received = whole(takeWord(line));
        std::optional<std::uint64_t> sent;
        for (int i = 1; i <= BytesSent; ++i)
            sent = whole(takeWord(line));
        if (!received || !sent)
            continue;
        sum.bytes.in += *received;
        sum.bytes.out += *sent;
        ++sum.links;
    }
    return sum;
}

} // namespace boxyard::kernelfiles
