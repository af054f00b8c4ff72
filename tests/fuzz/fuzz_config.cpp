// SPDX-License-Identifier: GPL-2.0-or-later
// The config editor: what is not edited stays byte for byte, what is set is read again, and no value becomes
// a further setting.
#include "bytes.h"
#include "helper/worker/config.h"
#include "helper/worker/text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

using namespace boxyard::worker;
using boxyard::fuzz::Bytes;
using boxyard::fuzz::demand;

namespace {

using Setting = std::pair<std::string, std::string>;

std::vector<Setting> settingsOf(const ConfigText &config)
{
    std::vector<Setting> settings;
    config.visit(
        [&](const std::string &key, const std::string &value) { settings.emplace_back(key, value); });
    return settings;
}

ConfigText parsed(const std::string &text)
{
    Result<ConfigText> config = ConfigText::parse(text);
    demand(config.has_value(), "what the editor wrote can be read");
    demand(config->text() == text, "reading changes nothing");
    return std::move(*config);
}

/// Lines as liblxc reads them, each with its end.
std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        line += text[i];
        const bool both = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\n' || (text[i] == '\r' && !both)) {
            lines.push_back(line);
            line.clear();
        }
    }
    if (!line.empty())
        lines.push_back(line);
    return lines;
}

void checkSet(const std::string &text, const std::string &key, const std::string &value)
{
    ConfigText config = parsed(text);
    const std::vector<Setting> before = settingsOf(config);
    if (!config.set(key, value)) {
        demand(config.text() == text, "a refused value changes nothing");
        return;
    }
    demand(!hasControlCharacter(value), "no control character is accepted");
    const ConfigText again = parsed(config.text());
    demand(again.value(key) == config.value(key), "what was set is read again");
    const bool plain = value.empty() || value.find_first_of(" \t\"'") == std::string::npos;
    demand(!plain || again.value(key) == value, "it is what was given");

    std::vector<Setting> after = settingsOf(again);
    const auto isKey = [&](const Setting &setting) { return setting.first == key; };
    const auto last = std::find_if(before.rbegin(), before.rend(), isKey);
    const bool isNew = last == before.rend();
    demand(after.size() == before.size() + (isNew ? 1 : 0), "there is no further setting");
    const std::size_t at = isNew ? before.size() : static_cast<std::size_t>(before.rend() - last - 1);
    demand(after[at].first == key, "it has its place");
    after.erase(after.begin() + static_cast<std::ptrdiff_t>(at));
    std::vector<Setting> others = before;
    if (!isNew)
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(at));
    demand(after == others, "other settings stay");

    const std::vector<std::string> oldLines = linesOf(text);
    const std::vector<std::string> newLines = linesOf(config.text());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < oldLines.size(); ++i) {
        // A last line without an end gets one when another follows.
        const bool same = newLines.at(i) == oldLines[i]
            || (isNew && i + 1 == oldLines.size() && newLines[i].starts_with(oldLines[i]));
        changed += same ? 0 : 1;
    }
    demand(changed <= (isNew ? 0 : 1), "other lines stay byte for byte");
}

void checkRemove(const std::string &text, const std::string &key)
{
    ConfigText config = parsed(text);
    std::vector<Setting> expected = settingsOf(config);
    const std::size_t had = expected.size();
    std::erase_if(expected, [&](const Setting &setting) { return setting.first == key; });
    demand(key.empty() || config.remove(key) == had - expected.size(), "as many are removed as there were");
    demand(key.empty() || settingsOf(parsed(config.text())) == expected, "the others stay");
}

void checkForEach(const std::string &text, const std::string &value)
{
    ConfigText config = parsed(text);
    const std::size_t had = settingsOf(config).size();
    const Status changed = config.forEach(
        [&](const std::string &, const std::string &old) { return movePaths(old, "/a", value); });
    demand(!changed || settingsOf(parsed(config.text())).size() == had, "there is no further setting");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::array<const char *, 6> Keys = {"lxc.uts.name",     "lxc.rootfs.path", "lxc.net.0.hwaddr",
                                                  "lxc.net.1.hwaddr", "lxc.include",     "lxc.x"};
    Bytes bytes(data, size);
    const std::uint8_t which = bytes.below(Keys.size() + 1);
    const std::string key = which < Keys.size() ? Keys.at(which) : bytes.text(20);
    const std::string value = bytes.text(40);
    const std::string text = bytes.rest();
    if (!ConfigText::parse(text))
        return 0;
    checkSet(text, key, value);
    checkRemove(text, key);
    checkForEach(text, value);
    return 0;
}
