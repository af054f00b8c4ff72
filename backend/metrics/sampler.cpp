// SPDX-License-Identifier: GPL-2.0-or-later
#include "sampler.h"

#include "kernelfiles.h"

#include <algorithm>
#include <unordered_map>

#include <sys/stat.h>
#include <unistd.h>

namespace boxyard {
namespace {

constexpr std::size_t UsualText = std::size_t(32) * 1024; // of the files of a tick
constexpr std::int64_t NsPerMs = 1'000'000;

} // namespace

Sampler::Sampler()
    : Sampler(Options())
{
}

Sampler::Sampler(Options options)
    : m_options(std::move(options))
{
    m_around.root = m_options.root;
    m_around.buffer.resize(UsualText);
    m_around.cpus = static_cast<double>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    readPlaces();
}

Sampler::~Sampler() = default;

void Sampler::readPlaces()
{
    const auto read = [this](const char *file) {
        const auto text = KeptFile::readOnce((m_around.root + file).c_str(), m_around.buffer);
        return std::string(text.value_or(std::string_view()));
    };
    const std::string mountInfo = read("/proc/self/mountinfo");
    m_around.mounts = cgroupMounts(mountInfo);
    m_around.hidesProcesses = hidesProcesses(mountInfo);
    m_around.ownCgroup = read("/proc/self/cgroup");
    m_around.blkioFile = countingBlkioFile();
    struct stat status = {};
    const bool isSeen = ::stat((m_around.root + "/proc/self/net/dev").c_str(), &status) == 0;
    m_around.ownNetwork = isSeen ? status.st_ino : 0;
}

const char *Sampler::countingBlkioFile()
{
    const auto isBlkio = [](const CgroupMount &mount) {
        return std::ranges::any_of(mount.controllers,
                                   [](const std::string &name) { return name == "blkio"; });
    };
    const auto mount = std::ranges::find_if(m_around.mounts, isBlkio);
    if (mount == m_around.mounts.end())
        return nullptr;
    // A kernel from 6.10 on counts in the first one only where a limit was ever set for the device: then even
    // the root knows of no traffic, and a container's 0 would be wrong. block/blk-throttle.c,
    // blk_throtl_init()
    for (const char *file : {"blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes",
                             "blkio.bfq.io_service_bytes_recursive"}) {
        const std::string path = m_around.root + mount->point + '/' + file;
        const auto text = KeptFile::readOnce(path.c_str(), m_around.buffer);
        if (text && kernelfiles::blkioBytes(*text) != kernelfiles::Bytes())
            return file;
    }
    return nullptr;
}

void Sampler::follow(std::span<const Target> targets)
{
    if (std::ranges::equal(targets, m_targets))
        return;
    std::unordered_map<unsigned, std::size_t> known;
    for (std::size_t i = 0; i < m_targets.size(); ++i)
        known.emplace(m_targets[i].initPid, i);
    std::vector<std::unique_ptr<Subject>> fresh;
    fresh.reserve(targets.size());
    for (const auto &target : targets) {
        const auto found = known.find(target.initPid);
        const bool isKnown = found != known.end() && m_targets[found->second] == target
            && m_subjects[found->second] != nullptr;
        fresh.push_back(isKnown ? std::move(m_subjects[found->second])
                                : std::make_unique<Subject>(target.initPid));
    }
    m_subjects = std::move(fresh);
    m_targets.assign(targets.begin(), targets.end());
    m_mapIsOld = true;
    readPlaces();
}

void Sampler::mapLinks()
{
    m_mapIsOld = false;
    m_linkPrint = m_links.fingerprint();
    m_links.readPeers();
    for (const auto &subject : m_subjects)
        subject->mapLinks(m_around, m_links);
}

void Sampler::tick()
{
    if (m_subjects.empty())
        return;
    const Moment now = m_options.clock();
    const auto slept = (now.boot - now.monotonic) / NsPerMs;
    Subject::Tick tick;
    tick.clock = m_options.clock;
    tick.longest = m_options.longestTick;
    constexpr std::int64_t Noise = 100; // ms between the readings of two clocks
    tick.slept = m_slept >= 0 && slept > m_slept + Noise;
    m_slept = slept;
    if (m_links.readCounters())
        tick.links = &m_links;
    // A link that is added inside a container alone is not seen from here: asked now and then.
    if (m_mapIsOld || m_links.fingerprint() != m_linkPrint || m_round % (4 * StatEvery) == 0)
        mapLinks();
    for (std::size_t i = 0; i < m_subjects.size(); ++i) {
        tick.isStatDue = (i + m_round) % StatEvery == 0;
        m_subjects[i]->sample(m_around, tick);
    }
    ++m_round;
}

} // namespace boxyard
