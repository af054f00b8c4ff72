// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

/// Whether a UTF-8 text holds a control character (C0, DEL, C1, line and paragraph separators) or is not
/// UTF-8 at all.
[[nodiscard]] bool hasControlCharacter(std::string_view text);

/// `[A-Za-z0-9][A-Za-z0-9_.-]{0,62}`
[[nodiscard]] bool isContainerName(std::string_view name);

/// Absolute, clean (no `.`, `..`, `//`, trailing slash), not `/`, at most 1,024 bytes, no control character.
[[nodiscard]] bool isLocation(std::string_view path);

/// Any bytes as a printable line: control characters and what is not UTF-8 become `\xNN`; at most `limit`
/// bytes.
[[nodiscard]] std::string printable(std::string_view bytes, std::size_t limit = 4096);

[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Without empty parts.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string joined(const std::vector<std::string> &parts, std::string_view separator);

} // namespace boxyard::worker
