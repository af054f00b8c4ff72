// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "cancel.h"
#include "child.h"
#include "config.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "place.h"
#include "rootfskind.h"
#include "text.h"
#include "verbs.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <set>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto EachDeadline = 3s; // for one config; more means that an include of it hangs
constexpr unsigned NicScan =
    16; // indexes that are tried although the file itself does not name them (includes)

Json emptyEntry(const std::string &name)
{
    return {{"name", name},
            {"ok", false},
            {"problem", ""},
            {"detail", ""},
            {"unprivileged", false},
            {"autostart", false},
            {"store", ""},
            {"rootfs", ""},
            {"arch", ""},
            {"hostname", ""},
            {"idmap", ""},
            {"nics", Json::array()},
            {"dependants", Json::array()},
            {"config", ""}};
}

Json broken(Json entry, Word problem, const std::string &detail)
{
    entry["ok"] = false;
    entry["problem"] = wordText(problem);
    entry["detail"] = printable(detail, 1024);
    return entry;
}

/// The indexes that occur as `lxc.net.N.` in the file, and the first few.
std::set<unsigned> nicIndexes(const ConfigText &config)
{
    std::set<unsigned> indexes;
    for (unsigned i = 0; i < NicScan; ++i)
        indexes.insert(i);
    config.visit([&](const std::string &key, const std::string &) {
        if (!key.starts_with("lxc.net."))
            return;
        const std::string number = key.substr(8, key.find('.', 8) - 8);
        if (!number.empty() && number.size() < 7
            && number.find_first_not_of("0123456789") == std::string::npos)
            indexes.insert(static_cast<unsigned>(std::stoul(number)));
    });
    return indexes;
}

Json nicsOf(lxc_container *handle, const ConfigText &config)
{
    Json nics = Json::array();
    for (const unsigned index : nicIndexes(config)) {
        const std::string prefix = "lxc.net." + std::to_string(index) + '.';
        const std::string type = lxcItem(handle, prefix + "type").value_or("");
        if (type.empty())
            continue;
        // liblxc fills a template in anew at each load; that is no address of the container.
        const bool chosen = isHwaddrTemplate(config.value(prefix + "hwaddr").value_or(""));
        std::vector<std::string> addresses =
            split(lxcItem(handle, prefix + "ipv4.address").value_or(""), '\n');
        const std::vector<std::string> v6 =
            split(lxcItem(handle, prefix + "ipv6.address").value_or(""), '\n');
        addresses.insert(addresses.end(), v6.begin(), v6.end());
        nics.push_back({{"index", index},
                        {"type", type},
                        {"link", lxcItem(handle, prefix + "link").value_or("")},
                        {"mac", chosen ? "" : lxcItem(handle, prefix + "hwaddr").value_or("")},
                        {"addresses", addresses}});
    }
    return nics;
}

/// Everything of one container that its config tells; in the child.
Json inspectOne(int location, const Request &request, const std::string &name, const LxcLog &log)
{
    Json entry = emptyEntry(name);
    if (!isContainerName(name))
        return broken(std::move(entry), Word::UnsupportedName, {});
    const Result<Fd> folder = openContainer(location, name);
    const std::optional<std::string> identity = folder ? configIdentity(folder->get()) : std::nullopt;
    if (!identity)
        return broken(std::move(entry), Word::BrokenConfig, "config");
    entry["config"] = *identity;
    entry["dependants"] = dependantsOf(folder->get());

    log.clear();
    const std::string path = request.location + '/' + name + "/config";
    const auto config = ConfigText::parse(readFile(path));
    const LxcHandle handle = config ? loadLxc(path) : nullptr;
    if (!handle)
        return broken(std::move(entry), Word::BrokenConfig, config ? log.reason() : config.error().detail);
    const RootfsValue rootfs =
        effectiveRootfs(*config, lxcItem(handle.get(), "lxc.rootfs.path").value_or(""));
    const std::string idmap = lxcItem(handle.get(), "lxc.idmap").value_or("");
    entry["ok"] = true;
    entry["unprivileged"] = !idmap.empty();
    entry["autostart"] = lxcItem(handle.get(), "lxc.start.auto").value_or("0") != "0";
    entry["store"] = rootfs.store;
    entry["rootfs"] = printable(rootfs.path);
    entry["arch"] = lxcItem(handle.get(), "lxc.arch").value_or("");
    entry["hostname"] = lxcItem(handle.get(), "lxc.uts.name").value_or("");
    entry["idmap"] = joined(split(idmap, '\n'), ", ");
    entry["nics"] = nicsOf(handle.get(), *config);
    return entry;
}

[[noreturn]] void inspectHere(const Request &request, std::size_t first, pid_t parent, int out)
{
    becomeChild(parent);
    const LxcLog log;
    log.begin();
    const Fd location(open(request.location.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (std::size_t i = first; i < request.containers.size(); ++i) {
        const Json entry = inspectOne(location.get(), request, request.containers[i], log);
        if (!writeAll(out, entry.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n'))
            _exit(1);
    }
    _exit(0);
}

/// Passes complete lines on as they come; how many came before the child ended, hung, or the worker was
/// cancelled.
std::size_t relay(Report &report, int in)
{
    std::size_t lines = 0;
    std::string pending;
    std::array<char, 65536> buffer = {};
    for (;;) {
        std::array<pollfd, 2> events = {pollfd{in, POLLIN, 0}, pollfd{cancelDescriptor(), POLLIN, 0}};
        const int ready = poll(events.data(), events.size(),
                               static_cast<int>(std::chrono::milliseconds(EachDeadline).count()));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || cancelled())
            return lines;
        const ssize_t got = read(in, buffer.data(), buffer.size());
        if (got <= 0)
            return lines;
        pending.append(buffer.data(), static_cast<std::size_t>(got));
        for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
            report.container(Json::parse(pending.substr(0, end), nullptr, false));
            pending.erase(0, end + 1);
            ++lines;
        }
    }
}

/// One child for as many as it can; a config that kills or stops it costs only itself.
Result<std::size_t> inspectFrom(Job &job, std::size_t first)
{
    std::array<int, 2> ends = {-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return refuseErrno(errno, job.request.location);
    const Fd in(ends[0]);
    Fd out(ends[1]);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0)
        return refuseErrno(errno, job.request.location);
    if (pid == 0)
        inspectHere(job.request, first, parent, out.get());
    out.reset();
    const std::size_t lines = relay(job.report, in.get());
    kill(pid, SIGKILL);
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) { }
    return lines;
}

} // namespace

Status inspect(Job &job)
{
    const Request &request = job.request;
    if (const Result<Fd> location = openLocation(request.location); !location)
        return refuse(location.error());
    std::size_t done = 0;
    while (done < request.containers.size()) {
        const Result<std::size_t> lines = inspectFrom(job, done);
        if (!lines)
            return refuse(lines.error());
        if (Status go = checkCancelled(); !go)
            return go;
        done += *lines;
        if (done < request.containers.size()) {
            job.report.container(broken(emptyEntry(request.containers[done]), Word::BrokenConfig, "liblxc"));
            ++done;
        }
    }
    return {};
}

} // namespace boxyard::worker
