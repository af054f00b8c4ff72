// SPDX-License-Identifier: GPL-2.0-or-later
// Speaks the worker's protocol, and does what the name of its container says; what a name means stands beside
// it.

#include "helper/worker/handover.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dirent.h>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using nlohmann::json;

namespace {

volatile sig_atomic_t cancelled = 0;

void line(const json &object)
{
    const std::string text = object.dump() + "\n";
    [[maybe_unused]] const auto written = ::write(4, text.data(), text.size());
}

[[noreturn]] void finish(const char *error = "", const std::string &object = "",
                         const std::string &detail = "")
{
    line({{"finished", true}, {"error", error}, {"object", object}, {"detail", detail}});
    std::exit(0);
}

std::string readAll(int fd)
{
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(fd, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<size_t>(got));
    return text;
}

void waitForCancel()
{
    while (cancelled == 0)
        ::usleep(5'000);
}

std::string identity(const std::string &path)
{
    struct stat about {
    };

    if (::stat(path.c_str(), &about) != 0)
        return {};
    const long long modified = about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec;
    return std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino) + ":" + std::to_string(modified)
        + ":" + std::to_string(about.st_size);
}

json containerLine(const std::string &location, const std::string &name)
{
    return {{"name", name},
            {"config", identity(location + "/" + name + "/config")},
            {"ok", true},
            {"problem", ""},
            {"detail", ""},
            {"unprivileged", true},
            {"autostart", false},
            {"store", "dir"},
            {"rootfs", "/r"},
            {"arch", "x86_64"},
            {"hostname", name},
            {"idmap", "u 0 100000 65536"},
            {"nics",
             json::array({{{"index", 0},
                           {"type", "veth"},
                           {"link", "lxcbr0"},
                           {"mac", ""},
                           {"addresses", json::array()}}})},
            {"dependants", json::array()}};
}

void inspect(const json &request)
{
    for (const std::string name : request.at("containers")) {
        if (name.starts_with("unreadable"))
            waitForCancel();
        else
            line({{"container", containerLine(request.at("location"), name)}});
    }
    finish();
}

void host(const json &request)
{
    json locations = json::array();
    for (const std::string path : request.at("locations"))
        locations.push_back({{"path", path}, {"fileSystem", "ext4"}, {"snapshots", false}, {"problem", ""}});
    line({{"host",
           {{"lxcVersion", "5.0.2"},
            {"templates", {"busybox"}},
            {"idmapProblem", ""},
            {"locations", locations}}}});
    finish();
}

/// Sends a PTY's own end, and ends when that is closed.
void shell(const json &request)
{
    const std::string name = request.at("name");
    const int pty =
        name.starts_with("notapty") ? ::open("/etc/hostname", O_RDONLY) : ::posix_openpt(O_RDWR | O_NOCTTY);
    if (!name.starts_with("notapty"))
        ::unlockpt(pty);
    const int inside = name.starts_with("notapty") ? -1 : ::open(::ptsname(pty), O_RDWR | O_NOCTTY);
    char byte = 0;
    iovec data{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &pty, sizeof pty);
    ::sendmsg(5, &message, 0);
    ::close(pty);
    ::close(5);
    if (inside >= 0) {
        [[maybe_unused]] const auto written = ::write(inside, "hello\n", 6);
        while (::read(inside, &byte, 1) == 1) { }
    } else {
        waitForCancel();
    }
    finish();
}

/// What this process got from its parent.
void tellInheritance()
{
    for (char **entry = environ; *entry != nullptr; ++entry)
        line({{"log", std::string("env ") + *entry}});
    DIR *folder = ::opendir("/proc/self/fd");
    while (const dirent *entry = ::readdir(folder)) {
        const int fd = std::atoi(entry->d_name);
        if (fd != ::dirfd(folder) && entry->d_name[0] != '.')
            line({{"log", "fd " + std::to_string(fd)}});
    }
    ::closedir(folder);
    sigset_t blocked;
    ::sigprocmask(SIG_BLOCK, nullptr, &blocked);

    struct sigaction pipe {
    };

    ::sigaction(SIGPIPE, nullptr, &pipe);
    line({{"log", std::string("blocked ") + (::sigismember(&blocked, SIGTERM) != 0 ? "yes" : "no")}});
    line({{"log", std::string("ignored ") + (pipe.sa_handler == SIG_IGN ? "yes" : "no")}});
    line({{"log", std::string("session ") + (::getsid(0) == ::getpid() ? "own" : "other")}});
    const int again = ::open("/proc/self/fd/3", O_RDONLY | O_CLOEXEC);
    line({{"log", std::string("lock ") + (::flock(again, LOCK_EX | LOCK_NB) != 0 ? "held" : "free")}});
}

void verb(const json &request)
{
    const std::string name = request.at("name");
    line({{"progress", 0.5}, {"step", "copy"}});
    line({{"log", "a line"}});
    if (name.starts_with("slow")) // takes a while
        ::usleep(700'000);
    if (name.starts_with("hang")) { // until it is cancelled
        waitForCancel();
        finish("Cancelled", name);
    }
    if (name.starts_with("stubborn")) { // does not hear
        ::signal(SIGTERM, SIG_IGN);
        for (;;)
            ::pause();
    }
    if (name.starts_with("crash"))
        std::abort();
    if (name.starts_with("exit"))
        std::exit(3);
    if (name.starts_with("fail"))
        finish("StartFailed", name, "no reason");
    if (name.starts_with("chatty")) { // more than a report may have
        const std::string text(60'000, 'x');
        for (int i = 0; i < 400; ++i)
            line({{"log", text}});
        waitForCancel();
    }
    if (name.starts_with("orphan")) { // leaves a child behind and crashes
        const pid_t child = ::fork();
        if (child == 0) {
            ::sleep(100);
            ::_exit(0);
        }
        line({{"log", "child " + std::to_string(child)}});
        std::abort();
    }
    if (name.starts_with("inherit"))
        tellInheritance();
    finish();
}

} // namespace

int main()
{
    if (!boxyard::worker::awaitHandover())
        return 0;
    for (const int fd : {3, 4, 5})
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);

    struct sigaction onTerm {
    };

    onTerm.sa_handler = [](int) { cancelled = 1; };
    ::sigaction(SIGTERM, &onTerm, nullptr);
    line({{"pid", ::getpid()}});
    const json request = json::parse(readAll(3));
    const std::string what = request.at("verb");
    if (what == "inspect")
        inspect(request);
    if (what == "host")
        host(request);
    if (what == "shell")
        shell(request);
    if (what == "recover") {
        const json &intent = request.at("intent");
        const std::string marker =
            intent.at("location").get<std::string>() + "/.recovered-" + intent.at("name").get<std::string>();
        ::close(::open(marker.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        finish();
    }
    verb(request);
}
