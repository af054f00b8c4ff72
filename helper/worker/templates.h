// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <map>
#include <string>
#include <vector>

namespace boxyard::worker {

/// Where LXC's templates lie as `lxc-NAME`.
inline constexpr const char *TemplateFolder = "/usr/share/lxc/templates";

/// Names of the installed templates, sorted, without their "lxc-".
[[nodiscard]] std::vector<std::string> installedTemplates();

/// The arguments for a template from typed options: {"release": "trixie"} → "--release=trixie".
/// InvalidArgument(option) for one that this template does not take or a value of the wrong form: templates
/// are shell scripts.
[[nodiscard]] Result<std::vector<std::string>>
templateArguments(const std::string &templateName, const std::map<std::string, std::string> &options);

/// NotFound where it is not installed; Unsupported where it makes privileged containers only and that is not
/// wanted.
[[nodiscard]] Status checkTemplate(const std::string &templateName, bool privileged);

} // namespace boxyard::worker
