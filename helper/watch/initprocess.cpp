// SPDX-License-Identifier: GPL-2.0-or-later
#include "initprocess.h"

#include <QList>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace boxyard {
namespace {

/// The whole of a small file of the kernel's; empty where it can't be read.
QByteArray readAll(const QByteArray &path)
{
    const int fd = ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return {};
    QByteArray text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t length = ::read(fd, buffer.data(), buffer.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            break;
        text.append(buffer.data(), length);
    }
    ::close(fd);
    return text;
}

QByteArray processFile(uint pid, const char *name)
{
    return "/proc/" + QByteArray::number(pid) + '/' + name;
}

/// The time of boot, s since the epoch. Read each time: it moves when the clock is set.
qint64 bootTime()
{
    const QByteArray text = readAll("/proc/stat");
    const qsizetype at = text.startsWith("btime ") ? 0 : text.indexOf("\nbtime ") + 1;
    if (at <= 0 && !text.startsWith("btime "))
        return 0;
    const qsizetype end = text.indexOf('\n', at);
    return text.mid(at + 6, end < 0 ? -1 : end - at - 6).trimmed().toLongLong();
}

/// mountinfo writes space, tab, newline and backslash as three octal digits.
QByteArray unescaped(const QByteArray &field)
{
    QByteArray plain;
    plain.reserve(field.size());
    for (qsizetype i = 0; i < field.size(); ++i) {
        if (field[i] == '\\' && i + 3 < field.size()) {
            bool isOctal = false;
            const uint value = field.mid(i + 1, 3).toUInt(&isOctal, 8);
            if (isOctal && value < 256) {
                plain.append(static_cast<char>(value));
                i += 3;
                continue;
            }
        }
        plain.append(field[i]);
    }
    return plain;
}

bool hasController(const QByteArray &list, const char *name)
{
    return (',' + list + ',').contains(',' + QByteArray(name) + ',');
}

/// Where the folder of a cgroup lies below the mount of its hierarchy.
QByteArray folderOf(const CgroupMount &mount, const QByteArray &cgroup)
{
    if (mount.root == "/" || !(cgroup + '/').startsWith(mount.root + '/'))
        return mount.mountPoint + (cgroup == "/" ? QByteArray() : cgroup);
    return mount.mountPoint + cgroup.mid(mount.root.size());
}

/// Cuts what lies below the container's own cgroup.
QByteArray payloadOf(const QByteArray &cgroup)
{
    const qsizetype payload = cgroup.lastIndexOf("/lxc.payload");
    if (payload >= 0) {
        const qsizetype end = cgroup.indexOf('/', payload + 1);
        return end < 0 ? cgroup : cgroup.left(end);
    }
    // A configured lxc.cgroup.dir has no such part; only systemd's usual place is known to be the container's
    // own.
    static const QByteArray initScope = "/init.scope";
    return cgroup.endsWith(initScope) ? cgroup.chopped(initScope.size()) : cgroup;
}

} // namespace

qint64 processStart(uint pid)
{
    const QByteArray text = readAll(processFile(pid, "stat"));
    const qsizetype end = text.lastIndexOf(')'); // the name before it may hold anything
    if (end < 0)
        return 0;
    const auto fields = text.mid(end + 2).split(' ');
    constexpr qsizetype StartTime = 22 - 3; // fields are counted from 1, the first two are cut off
    const qint64 boot = bootTime();
    if (fields.size() <= StartTime || boot <= 0)
        return 0;
    static const qint64 ticks = ::sysconf(_SC_CLK_TCK);
    return boot * 1000 + fields[StartTime].toLongLong() * 1000 / ticks;
}

CgroupMounts parseCgroupMounts(const QByteArray &mountinfo)
{
    CgroupMounts mounts;
    for (const auto &line : mountinfo.split('\n')) {
        const qsizetype separator = line.indexOf(" - ");
        if (separator < 0)
            continue;
        const auto front = line.left(separator).split(' ');
        const auto back = line.mid(separator + 3).split(' ');
        if (front.size() < 6 || back.size() < 3)
            continue;
        const bool unified = back[0] == "cgroup2";
        if (unified || back[0] == "cgroup")
            mounts.push_back({unified, back[2], unescaped(front[3]), unescaped(front[4])});
    }
    return mounts;
}

CgroupMounts cgroupMounts()
{
    return parseCgroupMounts(readAll("/proc/self/mountinfo"));
}

Freezer freezerOf(const QByteArray &cgroupFile, const CgroupMounts &mounts)
{
    Freezer unified;
    for (const auto &line :
         cgroupFile.split('\n')) { // HIERARCHY:CONTROLLERS:PATH, and a path may hold a colon
        const qsizetype first = line.indexOf(':');
        const qsizetype second = line.indexOf(':', first + 1);
        if (first < 0 || second < 0)
            continue;
        const QByteArray controllers = line.mid(first + 1, second - first - 1);
        const bool isUnified = line.startsWith("0:") && controllers.isEmpty();
        if (!isUnified && !hasController(controllers, "freezer"))
            continue;
        const auto mount = std::ranges::find_if(mounts, [isUnified](const CgroupMount &each) {
            return each.unified == isUnified && (isUnified || hasController(each.controllers, "freezer"));
        });
        if (mount == mounts.end())
            continue;
        const QByteArray folder = folderOf(*mount, payloadOf(line.mid(second + 1)));
        if (!isUnified)
            return {folder + "/freezer.state", false};
        unified = {folder + "/cgroup.events", true};
    }
    return unified;
}

Freezer freezerOf(uint initPid, const CgroupMounts &mounts)
{
    return freezerOf(readAll(processFile(initPid, "cgroup")), mounts);
}

FreezerState readFreezer(const Freezer &freezer)
{
    const QByteArray text = freezer.file.isEmpty() ? QByteArray() : readAll(freezer.file);
    if (text.isEmpty())
        return FreezerState::Unreadable;
    if (freezer.unified) {
        if (!text.contains("frozen "))
            return FreezerState::Unreadable; // before Linux 5.2, and in the root cgroup
        return text.contains("frozen 1") ? FreezerState::Frozen : FreezerState::Thawed;
    }
    if (text.startsWith("FROZEN"))
        return FreezerState::Frozen;
    return text.startsWith("FREEZING") ? FreezerState::Freezing : FreezerState::Thawed;
}

} // namespace boxyard
