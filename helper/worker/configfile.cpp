// SPDX-License-Identifier: GPL-2.0-or-later
#include "configfile.h"

#include "child.h"
#include "lxchandle.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t MaxConfig = 1U << 20U;
constexpr std::chrono::seconds LoadDeadline{5};

std::string besideOf(const std::string &name)
{
    return '.' + name + ".boxyard";
}

/// Written, owned and synced, but not yet in place.
Status writeBeside(int folder, const std::string &name, std::string_view text, mode_t mode, Sync sync)
{
    const std::string beside = besideOf(name);
    unlinkat(folder, beside.c_str(), 0);
    const Fd fd(openat(folder, beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd)
        return refuseErrno(errno, name);
    struct stat old = {};
    const bool replaces =
        fstatat(folder, name.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(old.st_mode);
    const bool written = writeAll(fd.get(), text)
        && (!replaces || fchown(fd.get(), old.st_uid, old.st_gid) == 0)
        && fchmod(fd.get(), replaces ? old.st_mode & 07777U : mode) == 0
        && (sync == Sync::Later || fsync(fd.get()) == 0);
    if (written)
        return {};
    const int error = errno;
    unlinkat(folder, beside.c_str(), 0);
    return refuseErrno(error, name);
}

Status moveInPlace(int folder, const std::string &name, Sync sync)
{
    if (::renameat(folder, besideOf(name).c_str(), folder, name.c_str()) != 0
        || (sync == Sync::Now && fsync(folder) != 0))
        return refuseErrno(errno, name);
    return {};
}

} // namespace

Status replaceFile(int folder, const std::string &name, std::string_view text, mode_t mode, Sync sync)
{
    if (Status written = writeBeside(folder, name, text, mode, sync); !written)
        return written;
    return moveInPlace(folder, name, sync);
}

void forgetReplacement(int folder, const std::string &name)
{
    unlinkat(folder, besideOf(name).c_str(), 0);
}

Status keepForRoot(int folder)
{
    constexpr mode_t OthersWrite = S_IWGRP | S_IWOTH;
    struct stat st = {};
    if (geteuid() != 0)
        return {};
    if (fstat(folder, &st) != 0)
        return refuseErrno(errno, "folder");
    const mode_t mode = st.st_uid != 0 ? 0711 : st.st_mode & 07777U & ~OthersWrite;
    if (fchown(folder, 0, 0) != 0 || fchmod(folder, mode) != 0)
        return refuseErrno(errno, "folder");
    if (fstatat(folder, "config", &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return {};
    if (fchownat(folder, "config", 0, 0, AT_SYMLINK_NOFOLLOW) != 0
        || fchmodat(folder, "config", st.st_mode & 07777U & ~OthersWrite, 0) != 0)
        return refuseErrno(errno, "config");
    return {};
}

Result<ConfigText> readConfig(int folder, const std::string &name)
{
    const Fd fd(openat(folder, "config", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat st = {};
    if (!fd || fstat(fd.get(), &st) != 0)
        return refuse(errno == ENOENT ? Word::NotFound : Word::BrokenConfig, name, errnoText(errno));
    if (!S_ISREG(st.st_mode) || static_cast<std::size_t>(st.st_size) > MaxConfig)
        return refuse(Word::BrokenConfig, name, "config");
    auto config = ConfigText::parse(readAll(fd.get(), MaxConfig));
    if (!config)
        return refuse(Word::BrokenConfig, name, config.error().detail);
    return config;
}

ConfigReader::ConfigReader(std::string name)
    : m_name(std::move(name))
    , m_servant(m_name,
                [this](const std::string &question, std::string &answer) { return load(question, answer); })
{
}

Status ConfigReader::load(const std::string &question, std::string &answer)
{
    const auto asked = nlohmann::json::parse(question);
    if (!std::exchange(m_logs, true))
        m_log.begin();
    m_log.clear();
    const LxcHandle handle = loadLxc(asked.at("file"));
    if (!handle)
        return refuse(Word::BrokenConfig, m_name, m_log.reason());
    nlohmann::json values = nlohmann::json::object();
    for (const std::string item : asked.at("items"))
        values[item] = lxcItem(handle.get(), item).value_or("");
    answer = values.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return {};
}

Result<std::map<std::string, std::string>> ConfigReader::items(const std::string &file,
                                                               const std::vector<std::string> &items)
{
    const nlohmann::json question = {{"file", file}, {"items", items}};
    const auto answer = m_servant.ask(question.dump(), LoadDeadline);
    if (!answer) {
        const bool hangs = answer.error().word == Word::NotResponding;
        return hangs ? refuse(Word::BrokenConfig, m_name, "lxc.include") : refuse(answer.error());
    }
    return nlohmann::json::parse(*answer).get<std::map<std::string, std::string>>();
}

Result<std::map<std::string, std::string>> loadItems(const std::string &file, const std::string &name,
                                                     const std::vector<std::string> &items)
{
    return ConfigReader(name).items(file, items);
}

Status writeConfig(int folder, const std::string &path, const std::string &name, const ConfigText &config,
                   const std::map<std::string, std::string> &expected, ConfigReader &reader, Sync sync)
{
    if (Status written = writeBeside(folder, "config", config.text(), 0640, sync); !written)
        return written;
    std::vector<std::string> items;
    items.reserve(expected.size());
    for (const auto &[item, value] : expected)
        items.push_back(item);
    const auto loaded = reader.items(path + '/' + besideOf("config"), items);
    if (loaded && *loaded == expected)
        return moveInPlace(folder, "config", sync);
    unlinkat(folder, besideOf("config").c_str(), 0);
    if (!loaded && loaded.error().word == Word::BrokenConfig)
        return refuse(Word::BrokenConfig, name, loaded.error().detail);
    if (!loaded)
        return refuse(loaded.error());
    for (const auto &[item, value] : expected) {
        if (loaded->at(item) != value)
            return refuse(Word::BrokenConfig, name, item + " = " + loaded->at(item));
    }
    return refuse(Word::BrokenConfig, name);
}

} // namespace boxyard::worker
