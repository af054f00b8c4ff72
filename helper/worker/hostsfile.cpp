// SPDX-License-Identifier: GPL-2.0-or-later
#include "hostsfile.h"

#include <algorithm>

namespace boxyard::worker {

namespace {

constexpr std::string_view Blank = " \t\r";

bool isLoopback(std::string_view address)
{
    return address.starts_with("127.") || address == "::1";
}

/// A name as the machine has it now.
std::string renamed(std::string_view token, const std::vector<std::string> &oldNames,
                    std::string_view newName)
{
    for (const std::string &old : oldNames) {
        if (old.empty() || old == "localhost" || !token.starts_with(old))
            continue;
        const std::string_view rest = token.substr(old.size());
        if (rest.empty() || rest.front() == '.')
            return std::string(newName).append(rest);
    }
    return std::string(token);
}

std::string renameInLine(std::string_view line, const std::vector<std::string> &oldNames,
                         std::string_view newName)
{
    const std::size_t comment = std::min(line.find('#'), line.size());
    std::string out;
    std::string address;
    bool named = false;
    for (std::size_t at = 0; at < comment;) {
        const bool blank = Blank.find(line[at]) != std::string_view::npos;
        const std::size_t next = blank ? line.find_first_not_of(Blank, at) : line.find_first_of(Blank, at);
        const std::string_view part = line.substr(at, std::min(next, comment) - at);
        at += part.size();
        if (blank) {
            out += part;
        } else if (address.empty()) {
            address = part;
            out += part;
        } else {
            const std::string name =
                isLoopback(address) ? renamed(part, oldNames, newName) : std::string(part);
            named = named || name == newName;
            out += name;
        }
    }
    // Debian's own way of giving a machine without a fixed address a name.
    if (address == "127.0.1.1" && !named) {
        const std::size_t end = out.find_last_not_of(Blank) + 1;
        out.insert(end, ' ' + std::string(newName));
    }
    return out.append(line.substr(comment));
}

} // namespace

std::string renameInHosts(std::string_view text, const std::vector<std::string> &oldNames,
                          std::string_view newName)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += renameInLine(text.substr(0, end), oldNames, newName);
        if (end < text.size())
            out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

} // namespace boxyard::worker
