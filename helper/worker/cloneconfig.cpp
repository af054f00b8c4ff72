// SPDX-License-Identifier: GPL-2.0-or-later
#include "cloneconfig.h"

#include "text.h"

#include <algorithm>
#include <optional>

namespace boxyard::worker {

namespace {

using Log = std::function<void(const std::string &)>;

constexpr std::string_view UserXattr = "userxattr";

bool isVethPair(std::string_view key)
{
    return key.starts_with("lxc.net.") && key.ends_with(".veth.pair");
}

/// An overlay in a user namespace can only replace folders where it may keep its marks in user.*; LXC itself
/// does not ask for that. overlayfs.rst, "User xattr".
std::string rootfsOptions(const CloneSource &source, bool overlay)
{
    std::vector<std::string> options = split(source.item("lxc.rootfs.options"), ',');
    std::erase(options, UserXattr);
    if (overlay && (source.usesUserXattr() || !source.item("lxc.idmap").empty()))
        options.emplace_back(UserXattr);
    return joined(options, ",");
}

/// A MAC address that only an included file has. A template there is filled in anew at each load: two loads
/// tell it apart.
Status replaceIncludedAddresses(const CloneSource &source, ConfigText &config)
{
    std::vector<std::string> keys;
    for (const unsigned index : nicIndexes(source.config)) {
        const std::string key = "lxc.net." + std::to_string(index) + ".hwaddr";
        if (!source.item(key).empty() && !source.config.value(key))
            keys.push_back(key);
    }
    if (keys.empty())
        return {};
    const auto again = source.reader->items(source.path + "/config", keys);
    if (!again)
        return refuse(again.error());
    for (const std::string &key : keys) {
        if (again->at(key) != source.item(key))
            continue;
        if (Status set = config.set(key, randomHwaddr()); !set)
            return set;
    }
    return {};
}

/// LXC finds names of its own where none is given.
Status dropVethNames(const CloneSource &source, ConfigText &config)
{
    std::vector<std::string> own;
    config.visit([&](const std::string &key, const std::string &) {
        if (isVethPair(key))
            own.push_back(key);
    });
    for (const std::string &key : own)
        config.remove(key);
    for (const unsigned index : nicIndexes(source.config)) {
        const std::string key = "lxc.net." + std::to_string(index) + ".veth.pair";
        // From an included file: only another line takes it back.
        if (!source.item(key).empty() && std::ranges::find(own, key) == own.end()) {
            if (Status set = config.set(key, ""); !set)
                return set;
        }
    }
    return {};
}

void tellAddresses(const CloneSource &source, const Log &log)
{
    for (const unsigned index : nicIndexes(source.config)) {
        for (const char *item : {"ipv4.address", "ipv6.address"}) {
            const std::string key = "lxc.net." + std::to_string(index) + '.' + item;
            if (const std::string &value = source.item(key); !value.empty())
                log(key + " = " + joined(split(value, '\n'), ", ") + ": the same as the source's");
        }
    }
}

} // namespace

Result<CloneConfig> makeCloneConfig(const CloneSource &source, const CloneTarget &target, const Log &log)
{
    CloneConfig made{source.config, {}};
    ConfigText &config = made.text;
    Status changed =
        config.forEach([&](const std::string &key, const std::string &value) -> std::optional<std::string> {
            if (hwaddrIndex(key) && !value.empty() && !isHwaddrTemplate(value))
                return randomHwaddr();
            return movePaths(value, source.path, target.path);
        });
    if (changed)
        changed = replaceIncludedAddresses(source, config);
    if (changed)
        changed = dropVethNames(source, config);
    const std::string options = rootfsOptions(source, target.overlay);
    if (changed && options != source.item("lxc.rootfs.options"))
        changed = config.set("lxc.rootfs.options", options);
    if (changed)
        changed = config.set("lxc.rootfs.path", target.rootfs);
    if (changed)
        changed = config.set("lxc.uts.name", target.name);
    if (!changed)
        return refuse(changed.error());
    tellAddresses(source, log);
    made.expected = {{"lxc.rootfs.path", parseRootfs(target.rootfs).path}, {"lxc.uts.name", target.name}};
    return made;
}

} // namespace boxyard::worker
