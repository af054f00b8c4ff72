// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cgroupplaces.h"
#include "linktable.h"
#include "subject.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace boxyard {

/// Reads the figures of running containers, without privilege: cgroup files that are kept open, the counters
/// of the host's links in one dump, /proc/PID/net/dev of those whose links are elsewhere. Nothing that it
/// keeps open lies in a container's network namespace, for that would outlive the container. A tick allocates
/// nothing unless containers came, went or were restarted.
class Sampler
{
public:
    /// A container that runs; `since` tells a PID that was used again.
    struct Target {
        unsigned initPid = 0;
        std::int64_t since = 0;
        bool operator==(const Target &) const = default;
    };

    using Clock = Moment (*)();

    struct Options {
        std::string root; ///< put before /proc and before every mount point, for recorded files
        Clock clock = &currentMoment;
        /// A rate over a longer time (ms) would not show what happened in it: a gap instead.
        std::int64_t longestTick = 30'000;
    };

    Sampler();
    explicit Sampler(Options options);
    ~Sampler();
    Sampler(const Sampler &) = delete;
    Sampler &operator=(const Sampler &) = delete;

    /// Which containers there are: the n-th target is the n-th of figures(). Those that stay keep what was
    /// read.
    void follow(std::span<const Target> targets);

    /// Whose memory.stat and pressure is read at every tick; the others' every StatEvery ticks.
    void setShown(std::size_t target, bool shown) { m_subjects[target]->setShown(shown); }

    void tick();

    [[nodiscard]] std::size_t size() const { return m_subjects.size(); }

    [[nodiscard]] const Figures &figures(std::size_t target) const { return m_subjects[target]->figures(); }

    /// How long (ms) the rates of the last tick are the mean of; 0 where there are none.
    [[nodiscard]] std::int64_t covers(std::size_t target) const { return m_subjects[target]->covers(); }

    static constexpr unsigned StatEvery = 15; ///< ticks

private:
    void readPlaces();
    [[nodiscard]] const char *countingBlkioFile();
    void mapLinks();

    Options m_options;
    LinkTable m_links;
    Surroundings m_around;
    std::vector<std::unique_ptr<Subject>> m_subjects;
    std::vector<Target> m_targets;
    std::uint64_t m_linkPrint = 0;
    std::int64_t m_slept = -1; ///< ms that the machine has slept since it started
    unsigned m_round = 0;
    bool m_mapIsOld = true;
};

} // namespace boxyard
