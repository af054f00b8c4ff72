// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"
#include "configfile.h"
#include "hidden.h"
#include "idmap.h"
#include "lxchandle.h"
#include "lxclock.h"
#include "lxclog.h"
#include "namespaces.h"
#include "onexit.h"
#include "place.h"
#include "rootfskind.h"
#include "settle.h"
#include "templates.h"
#include "verbs.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <lxc/lxccontainer.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr unsigned long FullBelow = 1U
    << 20U; // bytes left where a template's failure is taken for a full disk

/// What is settled before anything is made.
struct Plan {
    std::vector<std::string> arguments;
    std::vector<std::string> idmap;
    std::string store;
};

Result<std::string> chooseStore(const Request &request, int location)
{
    const bool btrfs = isBtrfs(location);
    if (request.store == Store::Btrfs && !btrfs)
        return refuse(Word::Unsupported, "btrfs", request.location + ": " + fileSystemName(location));
    const bool subvolume = btrfs && request.store != Store::Directory;
    return std::string(subvolume ? "btrfs" : "dir");
}

Result<Plan> makePlan(const Request &request)
{
    const Result<Fd> location = openLocation(request.location);
    if (!location)
        return refuse(location.error());
    if (exists(location->get(), request.name))
        return refuse(Word::AlreadyExists, request.name);
    // A stranger's socket of that name would be met by the first lxc-* command, and by liblxc here.
    if (const auto socket = commandSocket(request.location, request.name); !socket)
        return refuse(socket.error());
    Result<std::vector<std::string>> arguments = templateArguments(request.templateName, request.options);
    if (!arguments)
        return refuse(arguments.error());
    if (Status there = checkTemplate(request.templateName, request.privileged); !there)
        return refuse(there.error());
    Result<std::string> store = chooseStore(request, location->get());
    if (!store)
        return refuse(store.error());
    Plan plan{std::move(*arguments), {}, std::move(*store)};
    if (request.privileged)
        return plan;
    const Result<Idmap> idmap = rootIdmap();
    if (!idmap)
        return refuse(idmap.error());
    if (Status reachable = checkReachable(*idmap, request.location); !reachable)
        return refuse(reachable.error());
    plan.idmap = idmap->values();
    return plan;
}

bool setIdmap(lxc_container *container, const std::vector<std::string> &values)
{
    container->clear_config_item(container, "lxc.idmap");
    return std::ranges::all_of(values, [container](const std::string &value) {
        return container->set_config_item(container, "lxc.idmap", value.c_str());
    });
}

/// Where the template is called from; no container has such a name.
std::string wrapperPath(const std::string &hidden)
{
    return hidden + "/.template";
}

std::string templatePath(const Request &request)
{
    return std::string(TemplateFolder) + "/lxc-" + request.templateName;
}

/// lxc-usernsexec (LXC 5.0) exits with 0 when what it runs is killed by a signal: half a container would be
/// taken for a whole one. A shell in between says it by an exit code.
Status writeWrapper(const Request &request, const Hidden &hidden)
{
    const std::string text = "#!/bin/sh\n" + templatePath(request)
        + " \"$@\"\ncode=$?\n"
          "[ $code -lt 128 ] || { echo \"killed by signal $((code - 128))\" >&2; code=1; }\nexit $code\n";
    return replaceFile(hidden.fd(), ".template", text, 0755);
}

/// Runs inside the namespaces: what lxc-create does.
bool createHere(const Request &request, const Plan &plan, const std::string &hidden, const LxcLog &log)
{
    umask(022);
    log.beginAloud();
    const LxcHandle handle = openLxc(hidden, request.name);
    const char *defaults = lxc_get_global_config_item("lxc.default_config");
    if (!handle
        || (defaults != nullptr && access(defaults, R_OK) == 0
            && !handle->load_config(handle.get(), defaults)))
        return false;
    if (!setIdmap(handle.get(), plan.idmap))
        return false;
    std::vector<std::string> arguments = plan.arguments;
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    bdev_specs specs = {};
    const std::string name = plan.idmap.empty() ? request.templateName : wrapperPath(hidden);
    return handle->create(handle.get(), name.c_str(), plan.store.c_str(), &specs, 0, argv.data());
}

Status explainFailure(const Request &request, const Hidden &hidden, const std::string &lastWords,
                      const LxcLog &log)
{
    struct statvfs fs = {};
    const bool full = fstatvfs(hidden.fd(), &fs) == 0 && fs.f_bavail * fs.f_frsize < FullBelow;
    if (full || lastWords.find(errnoText(ENOSPC)) != std::string::npos)
        return refuse(Word::NoSpace, request.location + '/' + request.name);
    if (lastWords.find(errnoText(EROFS)) != std::string::npos)
        return refuse(Word::ReadOnlyStore, request.location);
    return refuse(Word::TemplateFailed, request.templateName, lastWords.empty() ? log.reason() : lastWords);
}

Status runTemplate(Job &job, const Plan &plan, const Hidden &hidden)
{
    const Request &request = job.request;
    const LxcLog log;
    std::string lastWords;
    if (Status ready = writeWrapper(request, hidden); !ready)
        return ready;
    job.report.progress(-1, "template");
    const Result<bool> made = runInNamespaces([&] { return createHere(request, plan, hidden.path(), log); },
                                              [&](std::string_view line) {
                                                  job.report.log(line);
                                                  if (!line.starts_with(LxcLog::Prefix))
                                                      lastWords = line;
                                              });
    if (!made)
        return refuse(made.error());
    return *made ? Status() : explainFailure(request, hidden, lastWords, log);
}

/// liblxc notes in a comment which template it called.
Result<ConfigText> withTemplatesName(const ConfigText &config, const Request &request, const Hidden &hidden)
{
    std::string text = config.text();
    const std::string wrapper = wrapperPath(hidden.path());
    if (const std::size_t at = text.find(wrapper); at != std::string::npos)
        text.replace(at, wrapper.size(), templatePath(request));
    return ConfigText::parse(text);
}

/// The config was written for the hidden place; this makes it one of the final place.
Status settleConfig(const Request &request, const Hidden &hidden)
{
    const std::string built = hidden.path() + '/' + request.name;
    const std::string final = request.location + '/' + request.name;
    const Result<Fd> folder = openContainer(hidden.fd(), request.name);
    if (!folder)
        return refuse(folder.error());
    Result<ConfigText> config = readConfig(folder->get(), request.name);
    if (config)
        config = withTemplatesName(*config, request, hidden);
    if (!config)
        return refuse(config.error());
    if (Status kept = keepForRoot(folder->get()); !kept)
        return kept;
    Status moved = config->forEach(
        [&](const std::string &, const std::string &value) { return movePaths(value, built, final); });
    if (!moved)
        return moved;
    if (Status named = config->set("lxc.uts.name", request.name); !named)
        return named;
    const std::string rootfs = parseRootfs(config->value("lxc.rootfs.path").value_or("")).path;
    if (rootfs.find(hidden.path()) != std::string::npos)
        return refuse(Word::Failed, request.name, rootfs);
    ConfigReader reader(request.name);
    return writeConfig(folder->get(), built, request.name, *config,
                       {{"lxc.uts.name", request.name}, {"lxc.rootfs.path", rootfs}}, reader);
}

Status buildHidden(Job &job, const Plan &plan, const Hidden &hidden)
{
    if (Status made = runTemplate(job, plan, hidden); !made)
        return made;
    job.report.progress(-1, "configure");
    if (Status settled = settleConfig(job.request, hidden); !settled)
        return settled;
    if (Status go = checkCancelled(); !go)
        return go;
    const Result<Fd> folder = openContainer(hidden.fd(), job.request.name);
    if (!folder)
        return refuse(folder.error());
    if (Status marked = settleLater(folder->get(), job.request.id); !marked)
        return marked;
    return hidden.reveal(job.request.name, job.request.name);
}

} // namespace

Status create(Job &job)
{
    job.report.progress(-1, "preparing");
    const Result<Plan> plan = makePlan(job.request);
    if (!plan)
        return refuse(plan.error());
    if (Status go = checkCancelled(); !go)
        return go;
    const Result<Hidden> hidden =
        Hidden::make(job.request.location, job.request.id, plan->idmap.empty() ? 0700 : 0711);
    if (!hidden)
        return refuse(hidden.error());
    const OnExit cleanUp([&] {
        forgetLxcLock(hidden->path(), job.request.name);
        [[maybe_unused]] const Status removed = hidden->remove();
    });
    Status built = buildHidden(job, *plan, *hidden);
    if (!built)
        job.report.progress(-1, "undoing");
    return built;
}

} // namespace boxyard::worker
