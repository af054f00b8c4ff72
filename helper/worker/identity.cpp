// SPDX-License-Identifier: GPL-2.0-or-later
#include "identity.h"

#include "hostsfile.h"
#include "rootfs.h"
#include "sshkeys.h"
#include "text.h"

#include <algorithm>
#include <array>

namespace boxyard::worker {

namespace {

using Log = std::function<void(const std::string &)>;

/// Files that are different on every machine and that whoever needs them makes again.
struct Personal {
    const char *folder;
    std::string_view pattern; ///< of names in it; at most one `*`
};

constexpr std::array PersonalFiles = {
    // Usually a symlink to /etc/machine-id; D-Bus and tmpfiles.d make it again, an empty one they refuse.
    Personal{"var/lib/dbus", "machine-id"},
    Personal{"var/lib/systemd", "random-seed"},
    Personal{"var/lib/urandom", "random-seed"},
    Personal{"var/lib/misc", "random-seed"},
    Personal{"var/lib", "random-seed"},
    Personal{"var/lib/seedrng", "seed.*"},
    // dhclient keeps its DUID in the leases.
    Personal{"var/lib/dhcp", "dhclient*"},
    Personal{"var/lib/dhclient", "dhclient*"},
    Personal{"var/lib/dhcpcd", "*.lease"},
    Personal{"var/lib/dhcpcd", "*.lease6"},
    Personal{"var/lib/dhcpcd", "duid"},
    Personal{"var/lib/dhcpcd", "secret"},
    Personal{"var/lib/dhcpcd5", "*.lease"},
    Personal{"etc", "dhcpcd.duid"},
    Personal{"etc", "dhcpcd.secret"},
    // Its identifiers come from the key.
    Personal{"var/lib/NetworkManager", "*.lease"},
    Personal{"var/lib/NetworkManager", "secret_key"},
    Personal{"var/lib/udhcpc", "*.lease"},
    Personal{"var/lib/misc", "udhcpc*"},
    // systemd-networkd's come from the machine id.
    Personal{"var/lib/systemd/network", "*.lease"},
    Personal{"run/systemd/netif/leases", "*"},
};

bool matches(std::string_view name, std::string_view pattern)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return name == pattern;
    const std::string_view suffix = pattern.substr(star + 1);
    return name.size() >= star + suffix.size() && name.starts_with(pattern.substr(0, star))
        && name.ends_with(suffix);
}

std::string firstWord(const std::string &text)
{
    const std::vector<std::string> lines = split(text, '\n');
    for (const std::string &line : lines) {
        const std::string word(trimmed(line));
        if (!word.empty() && word.front() != '#')
            return word.find_first_of(" \t") == std::string::npos ? word : std::string();
    }
    return {};
}

Status told(const Result<Edit> &edit, const char *path, const Log &log)
{
    if (!edit)
        return refuse(edit.error());
    if (*edit == Edit::NotPlain)
        log(std::string("/") + path + ": not a plain file that can be written; left as it is");
    return {};
}

Status setNames(RootfsEditor &editor, const NewIdentity &identity, const Log &log)
{
    const RootfsEditor::Text hostname = editor.read("etc/hostname");
    // A container's name may have dots; in any other name what follows the first one is its domain, which
    // stays.
    std::vector<std::string> oldNames = {identity.oldName};
    for (const std::string &name : {identity.oldHostname, firstWord(hostname.text)}) {
        if (name != identity.oldName)
            oldNames.push_back(name.substr(0, name.find('.')));
    }
    // The longest first: a name may be the beginning of another.
    std::ranges::sort(oldNames, [](const auto &a, const auto &b) { return a.size() > b.size(); });
    if (hostname.found != Edit::Absent) {
        if (Status done = told(editor.write("etc/hostname", identity.name + '\n'), "etc/hostname", log);
            !done)
            return done;
    }
    const RootfsEditor::Text hosts = editor.read("etc/hosts");
    if (hosts.found != Edit::Done)
        return told(hosts.found, "etc/hosts", log);
    const std::string renamed = renameInHosts(hosts.text, oldNames, identity.name);
    return renamed == hosts.text ? Status() : told(editor.write("etc/hosts", renamed), "etc/hosts", log);
}

/// Empty, so that systemd makes a new one at the next start. Not "uninitialized": that would be a first boot,
/// which enables and disables services as the distribution presets them, over what was set up in the source.
/// Without systemd an empty file is only a broken one.
Status forgetMachineId(RootfsEditor &editor, const Log &log)
{
    const bool systemd = editor.exists("usr/lib/systemd/systemd") || editor.exists("lib/systemd/systemd");
    const auto isIt = [](std::string_view name) { return name == "machine-id"; };
    return told(systemd ? editor.write("etc/machine-id", "") : editor.remove("etc", isIt), "etc/machine-id",
                log);
}

Status forgetPersonalFiles(RootfsEditor &editor, const Log &log)
{
    for (const Personal &personal : PersonalFiles) {
        const auto isIt = [&](std::string_view name) { return matches(name, personal.pattern); };
        if (Status done = told(editor.remove(personal.folder, isIt), personal.folder, log); !done)
            return done;
    }
    return {};
}

} // namespace

Status resetIdentity(int rootfs, const NewIdentity &identity, const Log &log)
{
    RootfsEditor editor(rootfs);
    if (Status done = setNames(editor, identity, log); !done)
        return done;
    if (Status done = forgetMachineId(editor, log); !done)
        return done;
    if (Status done = forgetPersonalFiles(editor, log); !done)
        return done;
    return forgetSshKeys(editor, log);
}

} // namespace boxyard::worker
