// SPDX-License-Identifier: GPL-2.0-or-later
#include "subject.h"

#include "kernelfiles.h"
#include "linktable.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <sys/stat.h>
#include <time.h>

namespace boxyard {
namespace {

namespace files = kernelfiles;

constexpr std::int64_t NsPerMs = 1'000'000;
/// Version 1 writes "no limit" as the largest number of whole pages. memcg_test, page_counter.h
constexpr double NoLimit = 1ULL << 60U;

using Path = std::array<char, 4096>;

const char *filePath(Path &path, const std::string &root, const std::string &folder, const char *file)
{
    std::snprintf(path.data(), path.size(), "%s%s/%s", root.c_str(), folder.c_str(), file);
    return path.data();
}

std::int64_t nanoseconds(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::uint64_t less(std::uint64_t whole, std::uint64_t part)
{
    return whole > part ? whole - part : 0;
}

float orNone(std::optional<double> value)
{
    return value ? static_cast<float>(*value) : Figures::None;
}

} // namespace

Moment currentMoment()
{
    return {nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_BOOTTIME)};
}

std::optional<double> Subject::Counter::step(std::uint64_t now)
{
    const auto before = std::exchange(last, now);
    if (!before || now < *before)
        return std::nullopt;
    return static_cast<double>(now - *before);
}

Subject::Subject(unsigned initPid)
    : m_pid(initPid)
{
}

void Subject::sample(Surroundings &around, const Tick &tick)
{
    if (!m_isResolved)
        resolve(around);
    if (m_isResolved && !readCounters(around, tick)) {
        // Its cgroup is gone; where the container is not, it has another one.
        forget();
        resolve(around);
        if (m_isResolved && !readCounters(around, tick))
            forget();
    }
    if (!m_isResolved) {
        m_figures = Figures::none(m_trouble);
        m_covers = 0;
    } else if (m_shown || tick.isStatDue) {
        readStat(around);
    }
}

std::optional<std::string_view> Subject::readProc(Surroundings &around, const char *file) const
{
    Path path{};
    std::snprintf(path.data(), path.size(), "%s/proc/%u/%s", around.root.c_str(), m_pid, file);
    return KeptFile::readOnce(path.data(), around.buffer);
}

void Subject::resolve(Surroundings &around)
{
    const auto text = readProc(around, "cgroup");
    if (text)
        m_folders = cgroupFolders(*text, around.ownCgroup, around.mounts);
    else if (around.hidesProcesses)
        m_folders = findCgroupFolders(m_pid, around.mounts, around.root);
    if (m_folders.isEmpty()) {
        m_trouble = around.hidesProcesses ? Missing::Hidden : Missing::Unreadable;
        if (text)
            m_trouble = Missing::NotOffered;
        return;
    }
    m_cpus = around.cpus;
    m_figures = Figures::none(Missing::TooEarly);
    openFiles(around);
    m_isResolved = m_cpu.isOpen() || m_memory.isOpen() || m_disk.isOpen();
    m_trouble = Missing::Unreadable;
}

void Subject::openFiles(Surroundings &around)
{
    Path path{};
    const auto open = [&](KeptFile &file, const std::string &folder, const char *name) {
        return !folder.empty() && file.open(filePath(path, around.root, folder, name));
    };
    m_cpuIsV1 = open(m_cpu, m_folders.cpuacct, "cpuacct.usage");
    if (!m_cpuIsV1)
        open(m_cpu, m_folders.unified, "cpu.stat");
    if (!open(m_memory, m_folders.memory, "memory.usage_in_bytes"))
        open(m_memory, m_folders.unified, "memory.current");
    m_diskIsV1 = around.blkioFile != nullptr && open(m_disk, m_folders.blkio, around.blkioFile);
    if (!m_diskIsV1)
        open(m_disk, m_folders.unified, "io.stat");
}

void Subject::forget()
{
    m_isResolved = false;
    m_folders = {};
    for (KeptFile *file : {&m_cpu, &m_memory, &m_disk})
        file->close();
    for (Counter *counter : {&m_cpuTime, &m_read, &m_written, &m_received, &m_sent})
        counter->last.reset();
    m_when = -1;
    m_trouble = Missing::Unreadable;
}

bool Subject::readCounters(Surroundings &around, const Tick &tick)
{
    const Moment now = tick.clock();
    const auto passed = now.monotonic - m_when;
    m_seconds = 0;
    m_covers = 0;
    m_noRate = Missing::TooEarly;
    if (m_when >= 0 && (tick.slept || passed > tick.longest * NsPerMs)) {
        m_noRate = Missing::Interrupted;
    } else if (m_when >= 0 && passed >= NsPerMs) {
        m_seconds = static_cast<double>(passed) / 1e9;
        m_covers = passed / NsPerMs;
    }
    m_when = now.monotonic;
    if (!readCpu(around) || !readMemory(around) || !readDisk(around))
        return false;
    readNetwork(around, tick.links);
    return true;
}

void Subject::setRate(Quantity quantity, Counter &counter, std::uint64_t now)
{
    const bool isFirst = !counter.last;
    const auto increase = counter.step(now);
    if (m_seconds <= 0 || isFirst)
        m_figures.miss(quantity, m_seconds <= 0 ? m_noRate : Missing::TooEarly);
    else if (!increase)
        m_figures.miss(quantity, Missing::Interrupted);
    else
        m_figures.set(quantity, *increase / m_seconds);
}

bool Subject::readCpu(Surroundings &around)
{
    if (!m_cpu.isOpen()) {
        m_figures.miss(Quantity::Cpu, Missing::NotOffered);
        return true;
    }
    const auto text = m_cpu.read(around.buffer);
    if (!text)
        return false;
    auto used = m_cpuIsV1 ? files::number(*text) : files::valueOf(*text, "usage_usec");
    if (!used) {
        m_figures.miss(Quantity::Cpu, Missing::Unreadable);
        return true;
    }
    if (!m_cpuIsV1)
        *used *= 1000;
    setRate(Quantity::Cpu, m_cpuTime, *used);
    if (m_figures.why(Quantity::Cpu) == Missing::Nothing)
        m_figures.set(Quantity::Cpu, std::min(m_figures.of(Quantity::Cpu) / 1e9, m_cpus));
    return true;
}

bool Subject::readMemory(Surroundings &around)
{
    if (!m_memory.isOpen()) {
        m_figures.miss(Quantity::Memory, Missing::NotOffered);
        return true;
    }
    const auto text = m_memory.read(around.buffer);
    if (!text)
        return false;
    if (const auto used = files::number(*text))
        m_figures.set(Quantity::Memory, static_cast<double>(*used));
    else
        m_figures.miss(Quantity::Memory, Missing::Unreadable);
    return true;
}

bool Subject::readDisk(Surroundings &around)
{
    if (!m_disk.isOpen()) {
        m_figures.miss(Quantity::DiskRead, Missing::NotOffered);
        m_figures.miss(Quantity::DiskWritten, Missing::NotOffered);
        return true;
    }
    const auto text = m_disk.read(around.buffer);
    if (!text)
        return false;
    const auto bytes = m_diskIsV1 ? files::blkioBytes(*text) : files::ioStatBytes(*text);
    setRate(Quantity::DiskRead, m_read, bytes.in);
    setRate(Quantity::DiskWritten, m_written, bytes.out);
    return true;
}

void Subject::readNetwork(Surroundings &around, const LinkTable *links)
{
    files::Bytes sum;
    Missing trouble = Missing::Nothing;
    if (m_network == Network::Proc) {
        const auto text = readProc(around, "net/dev");
        if (text)
            sum = files::netDev(*text).bytes;
        else
            trouble = around.hidesProcesses ? Missing::Hidden : Missing::Unreadable;
    } else if (m_network == Network::Host) {
        for (const int index : m_links) {
            const auto *link = links == nullptr ? nullptr : links->counters(index);
            if (link == nullptr) {
                trouble = Missing::Unreadable;
                break;
            }
            // What the host's end sends, the container receives.
            sum.in += link->sent;
            sum.out += link->received;
        }
    } else {
        trouble = m_network == Network::Shared ? Missing::SharesHost : Missing::Hidden;
    }
    if (trouble != Missing::Nothing) {
        m_figures.miss(Quantity::Received, trouble);
        m_figures.miss(Quantity::Sent, trouble);
        return;
    }
    setRate(Quantity::Received, m_received, sum.in);
    setRate(Quantity::Sent, m_sent, sum.out);
}

void Subject::mapLinks(Surroundings &around, LinkTable &links)
{
    const auto networkBefore = m_network;
    auto &fresh = around.links;
    fresh.clear();
    if (const auto netns = links.namespaceOf(m_pid)) {
        for (const auto &peer : links.peers()) {
            if (peer.netns == *netns)
                fresh.push_back(peer.index);
        }
    }
    Path path{};
    std::snprintf(path.data(), path.size(), "%s/proc/%u/net/dev", around.root.c_str(), m_pid);
    // The files of one namespace have their own inodes, and whoever may see the process may see them.
    struct stat status = {};
    const auto text = readProc(around, "net/dev");
    if (text && around.ownNetwork != 0 && ::stat(path.data(), &status) == 0
        && status.st_ino == around.ownNetwork)
        m_network = Network::Shared;
    else if (!text)
        m_network = fresh.empty() ? Network::Hidden : Network::Host;
    else
        m_network =
            files::netDev(*text).links == static_cast<int>(fresh.size()) ? Network::Host : Network::Proc;
    if (m_network == networkBefore && fresh == m_links)
        return;
    m_links = fresh;
    m_received.last.reset();
    m_sent.last.reset();
}

void Subject::readStat(Surroundings &around)
{
    readMemoryStat(around);
    m_figures.cpuLimit = orNone(cpuLimit(around));
    if (m_shown)
        readPressure(around);
}

void Subject::readMemoryStat(Surroundings &around)
{
    Path path{};
    const bool isV1 = !m_folders.memory.empty();
    const auto &folder = isV1 ? m_folders.memory : m_folders.unified;
    const auto text = KeptFile::readOnce(filePath(path, around.root, folder, "memory.stat"), around.buffer);
    const auto cache = text ? files::valueOf(*text, isV1 ? "total_cache" : "file") : std::nullopt;
    if (!cache) {
        m_figures.miss(Quantity::Cache, Missing::NotOffered);
        m_figures.miss(Quantity::Swap, Missing::NotOffered);
        return;
    }
    // The files of a tmpfs are counted as cache, and can't be taken back.
    const auto shared = files::valueOf(*text, isV1 ? "total_shmem" : "shmem").value_or(0);
    m_figures.set(Quantity::Cache, static_cast<double>(less(*cache, shared)));
    if (isV1) {
        setSwap(files::valueOf(*text, "total_swap"));
        setMemoryLimit(files::valueOf(*text, "hierarchical_memory_limit"));
    } else {
        setSwap(readNumber(around, folder, "memory.swap.current"));
        setMemoryLimit(readNumber(around, folder, "memory.max"));
    }
}

void Subject::setSwap(std::optional<std::uint64_t> bytes)
{
    if (bytes)
        m_figures.set(Quantity::Swap, static_cast<double>(*bytes));
    else
        m_figures.miss(Quantity::Swap, Missing::NotOffered);
}

void Subject::setMemoryLimit(std::optional<std::uint64_t> bytes)
{
    const bool isLimit = bytes && static_cast<double>(*bytes) < NoLimit;
    m_figures.memoryLimit = isLimit ? static_cast<float>(*bytes) : Figures::None;
}

std::optional<std::uint64_t> Subject::readNumber(Surroundings &around, const std::string &folder,
                                                 const char *file)
{
    Path path{};
    const auto text = KeptFile::readOnce(filePath(path, around.root, folder, file), around.buffer);
    return text ? files::number(*text) : std::nullopt;
}

std::optional<double> Subject::cpuLimit(Surroundings &around) const
{
    if (m_folders.cpu.empty()) {
        Path path{};
        const auto text =
            KeptFile::readOnce(filePath(path, around.root, m_folders.unified, "cpu.max"), around.buffer);
        return text ? files::cpuMax(*text) : std::nullopt;
    }
    const auto quota = readNumber(around, m_folders.cpu, "cpu.cfs_quota_us"); // -1: none
    const auto period = quota ? readNumber(around, m_folders.cpu, "cpu.cfs_period_us") : std::nullopt;
    if (!period || *period == 0)
        return std::nullopt;
    return static_cast<double>(*quota) / static_cast<double>(*period);
}

void Subject::readPressure(Surroundings &around)
{
    Path path{};
    const auto read = [&](const char *file) {
        const auto text = m_folders.unified.empty()
            ? std::nullopt
            : KeptFile::readOnce(filePath(path, around.root, m_folders.unified, file), around.buffer);
        return orNone(text ? files::pressure(*text) : std::nullopt);
    };
    m_figures.cpuPressure = read("cpu.pressure");
    m_figures.memoryPressure = read("memory.pressure");
    m_figures.ioPressure = read("io.pressure");
}

} // namespace boxyard
