// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "config.h"
#include "failure.h"
#include "lxclog.h"
#include "servant.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

/// What is on the disk when a file has been replaced.
enum class Sync {
    Now, ///< the new file under its name
    Content, ///< the new text, before it takes the name: a power cut leaves the old text or the new one
    Later, ///< nothing: it is in a hidden folder, which is marked before it is revealed (settle.h)
};

/// Puts a file of this text in place of `name` in one rename: written beside, synced, renamed, folder synced.
/// Keeps owner and mode of the old one; a new one gets `mode`.
[[nodiscard]] Status replaceFile(int folder, const std::string &name, std::string_view text, mode_t mode,
                                 Sync sync = Sync::Now);

/// Removes what one that was cut off left beside it.
void forgetReplacement(int folder, const std::string &name);

/// Nobody but root may write into a container's folder or its config: a container's own root who owns the
/// folder, as liblxc leaves it, could put another config there, which root would start. He keeps his way
/// through to the rootfs. Does nothing where we are not root.
[[nodiscard]] Status keepForRoot(int folder);

/// The editor on `config` in a folder: a regular file, not through a symlink, of at most 1 MiB.
/// BrokenConfig(name).
[[nodiscard]] Result<ConfigText> readConfig(int folder, const std::string &name);

/// Lets liblxc read configs, in a child that is there as long as this.
class ConfigReader
{
public:
    /// `name`: whose configs they are.
    explicit ConfigReader(std::string name);

    /// The values of these items; BrokenConfig(name, liblxc's reason).
    [[nodiscard]] Result<std::map<std::string, std::string>> items(const std::string &file,
                                                                   const std::vector<std::string> &items);

    /// Has no child until the next question.
    void rest() { m_servant.rest(); }

private:
    [[nodiscard]] Status load(const std::string &question, std::string &answer);

    std::string m_name;
    LxcLog m_log;
    bool m_logs = false; ///< in the child
    Servant m_servant;
};

/// Replaces `config` in the folder (`path` names the same one) after liblxc has read the new text from beside
/// it and has found `expected` items in it; BrokenConfig(name, reason) otherwise, with the old file
/// untouched.
[[nodiscard]] Status writeConfig(int folder, const std::string &path, const std::string &name,
                                 const ConfigText &config, const std::map<std::string, std::string> &expected,
                                 ConfigReader &reader, Sync sync = Sync::Now);

/// Of one config, by a reader of its own.
[[nodiscard]] Result<std::map<std::string, std::string>>
loadItems(const std::string &file, const std::string &name, const std::vector<std::string> &items);

} // namespace boxyard::worker
