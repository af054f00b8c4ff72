// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

/// The text of an LXC config file, edited line by line: comments, order, spacing, unknown and doubled keys
/// stay as they are. Reads lines as liblxc does (parse_line() in src/lxc/confile.c): a lone carriage return
/// ends a line too. lxc.container.conf(5).
class ConfigText
{
public:
    /// BrokenConfig where the text holds a NUL: liblxc reads no further there.
    [[nodiscard]] static Result<ConfigText> parse(std::string_view text);

    [[nodiscard]] std::string text() const;

    /// The last value of a key, without the quotes around all of it; nothing where it is not set.
    [[nodiscard]] std::optional<std::string> value(std::string_view key) const;

    /// Replaces the last value of a key, or appends a line. InvalidArgument(key) where the key is none or the
    /// value holds a control character: a newline in a value is another key.
    [[nodiscard]] Status set(std::string_view key, std::string_view value);

    /// Removes every line of exactly this key; returns how many.
    std::size_t remove(std::string_view key);

    /// Calls `change` for each setting in order; what it returns, if anything, is the new value.
    using Change =
        std::function<std::optional<std::string>(const std::string &key, const std::string &value)>;
    [[nodiscard]] Status forEach(const Change &change);

    /// Calls `look` for each setting in order.
    void visit(const std::function<void(const std::string &key, const std::string &value)> &look) const;

private:
    struct Line {
        std::string text; ///< without its end
        std::string end; ///< "\n", "\r\n", "\r", or empty for a last line without one
        std::string key; ///< empty where it is not a setting
        std::string value;
    };

    static void read(Line &line);
    [[nodiscard]] static Status replace(Line &line, std::string_view value);

    std::vector<Line> m_lines;
};

/// Replaces the folder `from` by `to` in a value, wherever a path under it begins: `dir:FROM/rootfs`,
/// `FROM/data data none bind`, `overlay:BASE:FROM/delta0`. `FROM-2/…` and `/x/FROM/…` are other paths.
[[nodiscard]] std::string movePaths(std::string_view value, std::string_view from, std::string_view to);

/// N of `lxc.net.N.hwaddr`; nothing for another key.
[[nodiscard]] std::optional<unsigned> hwaddrIndex(std::string_view key);

/// Whether LXC fills a part of such an address in at each start: "00:16:3e:xx:xx:xx".
[[nodiscard]] bool isHwaddrTemplate(std::string_view hwaddr);

/// A new one under LXC's prefix 00:16:3e, from getrandom(2).
[[nodiscard]] std::string randomHwaddr();

} // namespace boxyard::worker
