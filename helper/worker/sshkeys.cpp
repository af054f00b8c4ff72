// SPDX-License-Identifier: GPL-2.0-or-later
#include "sshkeys.h"

#include <algorithm>
#include <array>

namespace boxyard::worker {

namespace {

constexpr const char *UnitName = "boxyard-ssh-host-keys.service";
constexpr const char *UnitFolder = "etc/systemd/system";

// Without the default dependencies, so that it may come before ssh.socket, which itself comes before
// basic.target.
constexpr std::string_view Unit = R"([Unit]
Description=Make the SSH host keys of this clone
Documentation=man:ssh-keygen(1)
ConditionPathExistsGlob=!/etc/ssh/ssh_host_*_key
DefaultDependencies=no
RequiresMountsFor=/etc/ssh
After=systemd-remount-fs.service local-fs.target
Before=ssh.socket sshd.socket ssh.service sshd.service

[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -A

[Install]
WantedBy=multi-user.target
)";

constexpr std::string_view ShellLine = "[ -n \"$(ls /etc/ssh/ssh_host_*_key 2>/dev/null)\" ] || ssh-keygen "
                                       "-A >/dev/null # this clone's own keys\n";

/// How the keys come again.
enum class Renewal {
    None,
    There, ///< somebody sees to it already
};

Result<Renewal> renewal(const Result<Edit> &edit)
{
    if (!edit)
        return refuse(edit.error());
    return *edit == Edit::Done ? Renewal::There : Renewal::None;
}

Result<Renewal> addUnit(RootfsEditor &editor)
{
    Result<Renewal> unit = renewal(editor.add(UnitFolder, UnitName, Unit, 0644));
    if (!unit || *unit == Renewal::None)
        return unit;
    constexpr const char *Wants = "multi-user.target.wants";
    Result<Renewal> folder = renewal(editor.addFolder(UnitFolder, Wants));
    if (!folder || *folder == Renewal::None)
        return folder;
    return renewal(
        editor.addLink(std::string(UnitFolder) + '/' + Wants, UnitName, std::string("../") + UnitName));
}

/// A line in a shell script, before all others but the one that names the shell.
Result<Renewal> addLine(RootfsEditor &editor, const std::string &path)
{
    RootfsEditor::Text script = editor.read(path);
    if (script.found != Edit::Done)
        return Renewal::None;
    if (script.text.find(ShellLine) != std::string::npos)
        return Renewal::There;
    std::size_t at = 0;
    if (script.text.starts_with("#!"))
        at = script.text.find('\n') + 1;
    if (at == 0 && !script.text.empty() && script.text.starts_with("#!"))
        return Renewal::None; // a first line without an end: nothing follows it
    script.text.insert(at, ShellLine);
    return renewal(editor.write(path, script.text));
}

Result<Renewal> seeToRenewal(RootfsEditor &editor)
{
    if (editor.isFolder(UnitFolder)
        && (editor.exists("usr/lib/systemd/systemd") || editor.exists("lib/systemd/systemd")))
        return addUnit(editor);
    if (editor.exists("sbin/openrc-run") || editor.exists("usr/sbin/openrc-run"))
        return Renewal::There;
    // Debian's /etc/init.d/ssh reads this before it starts the server.
    if (editor.exists("etc/init.d/ssh"))
        return addLine(editor, "etc/default/ssh");
    return addLine(editor, "etc/init.d/rcS");
}

bool isHostKey(std::string_view name)
{
    return name.starts_with("ssh_host_")
        && (name.ends_with("_key") || name.ends_with("_key.pub") || name.ends_with("_key-cert.pub"));
}

bool hasServer(const RootfsEditor &editor)
{
    constexpr std::array Places = {"usr/sbin/sshd", "usr/bin/sshd", "sbin/sshd", "usr/local/sbin/sshd"};
    return std::ranges::any_of(Places, [&](const char *path) { return editor.exists(path); });
}

} // namespace

Status forgetSshKeys(RootfsEditor &editor, const std::function<void(const std::string &)> &log)
{
    const std::vector<std::string> names = editor.names("etc/ssh");
    if (std::ranges::none_of(names, isHostKey))
        return {};
    if (hasServer(editor)) {
        const Result<Renewal> renewed = seeToRenewal(editor);
        if (!renewed)
            return refuse(renewed.error());
        if (*renewed == Renewal::None) {
            log("/etc/ssh: nothing here could make new host keys at the next start; the clone keeps those of "
                "its source");
            return {};
        }
    }
    const Result<Edit> removed = editor.remove("etc/ssh", isHostKey);
    if (!removed)
        return refuse(removed.error());
    if (*removed == Edit::NotPlain)
        log("/etc/ssh: not all host keys could be removed");
    return {};
}

} // namespace boxyard::worker
