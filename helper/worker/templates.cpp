// SPDX-License-Identifier: GPL-2.0-or-later
#include "templates.h"

#include "child.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 2> ReleaseArch = {"release", "arch"};
constexpr std::array<std::string_view, 4> Download = {"dist", "release", "arch", "variant"};

std::span<const std::string_view> optionsOf(std::string_view templateName)
{
    if (templateName == "debian" || templateName == "alpine" || templateName == "ubuntu")
        return ReleaseArch;
    if (templateName == "download")
        return Download;
    return {};
}

/// `[A-Za-z0-9][A-Za-z0-9._+-]{0,63}`: what releases, architectures and variants are made of.
bool isValue(std::string_view value)
{
    constexpr std::string_view Inside = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
    return !value.empty() && value.size() <= 64 && value.find_first_not_of(Inside) == std::string_view::npos
        && std::string_view("._+-").find(value.front()) == std::string_view::npos;
}

std::string templatePath(const std::string &templateName)
{
    return std::string(TemplateFolder) + "/lxc-" + templateName;
}

} // namespace

std::vector<std::string> installedTemplates()
{
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(TemplateFolder, error)) {
        const std::string name = entry.path().filename();
        if (name.starts_with("lxc-") && access(entry.path().c_str(), X_OK) == 0)
            names.push_back(name.substr(4));
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::vector<std::string>> templateArguments(const std::string &templateName,
                                                   const std::map<std::string, std::string> &options)
{
    const std::span<const std::string_view> known = optionsOf(templateName);
    std::vector<std::string> arguments;
    arguments.reserve(options.size());
    for (const auto &[option, value] : options) {
        if (std::find(known.begin(), known.end(), option) == known.end())
            return refuse(Word::InvalidArgument, option, "lxc-" + templateName);
        if (!isValue(value))
            return refuse(Word::InvalidArgument, option, value);
        arguments.push_back(std::string("--").append(option).append("=").append(value));
    }
    return arguments;
}

Status checkTemplate(const std::string &templateName, bool privileged)
{
    const std::string path = templatePath(templateName);
    struct stat st = {};
    if (stat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode) || access(path.c_str(), X_OK) != 0)
        return refuse(Word::NotFound, templateName);
    // The templates that can't do without root say so in these words before anything else.
    constexpr std::string_view Refusal = "can't be used for unprivileged containers";
    if (!privileged && readFile(path).find(Refusal) != std::string::npos)
        return refuse(Word::Unsupported, templateName, std::string(Refusal));
    return {};
}

} // namespace boxyard::worker
