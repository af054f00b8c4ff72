// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cgroupplaces.h"
#include "figures.h"
#include "keptfile.h"

#include <optional>
#include <string>
#include <vector>

namespace boxyard {

class LinkTable;

/// A moment on both clocks, in ns: the second one goes on while the machine sleeps. clock_getres(2)
struct Moment {
    std::int64_t monotonic = 0;
    std::int64_t boot = 0;
};

[[nodiscard]] Moment currentMoment();

/// What all containers of a sampler have in common.
struct Surroundings {
    std::string root;
    std::vector<CgroupMount> mounts;
    std::string ownCgroup; ///< /proc/self/cgroup
    std::uint64_t ownNetwork = 0; ///< inode of /proc/self/net/dev: one a network namespace; 0: not known
    /// Which file of version 1 counts disk traffic; nullptr: none does.
    const char *blkioFile = nullptr;
    bool hidesProcesses = false;
    double cpus = 1;
    std::vector<char> buffer; ///< for the text of a file
    std::vector<int> links; ///< for those of a container
};

/// One container: its files, its last counters, and the figures that come of them.
class Subject
{
public:
    explicit Subject(unsigned initPid);

    struct Tick {
        Moment (*clock)() = &currentMoment;
        const LinkTable *links = nullptr; ///< nullptr: their counters could not be read
        std::int64_t longest = 0; ///< ms
        bool slept = false; ///< since the last tick
        bool isStatDue = false; ///< also where it is not shown
    };

    void sample(Surroundings &around, const Tick &tick);
    /// Finds its links again. `links` has just read their peers.
    void mapLinks(Surroundings &around, LinkTable &links);

    void setShown(bool shown) { m_shown = shown; }

    [[nodiscard]] const Figures &figures() const { return m_figures; }

    [[nodiscard]] std::int64_t covers() const { return m_covers; }

    /// Whether all of its links have an end in the host's network namespace.
    [[nodiscard]] bool isSeenFromHost() const { return m_network == Network::Host; }

private:
    /// Where its traffic is counted.
    enum class Network {
        Host, ///< the other ends of its veth links
        Proc, ///< /proc/PID/net/dev, opened, read and closed
        Shared, ///< it has no network of its own
        Hidden,
    };

    /// A counter that only grows, and the rate that comes of it.
    struct Counter {
        std::optional<std::uint64_t> last;
        /// The increase since the last call; nothing the first time, and where it began anew.
        std::optional<double> step(std::uint64_t now);
    };

    void resolve(Surroundings &around);
    void openFiles(Surroundings &around);
    void forget();
    bool readCounters(Surroundings &around, const Tick &tick);
    bool readCpu(Surroundings &around);
    bool readMemory(Surroundings &around);
    bool readDisk(Surroundings &around);
    void readNetwork(Surroundings &around, const LinkTable *links);
    void readStat(Surroundings &around);
    void readMemoryStat(Surroundings &around);
    void setSwap(std::optional<std::uint64_t> bytes);
    void setMemoryLimit(std::optional<std::uint64_t> bytes);
    [[nodiscard]] std::optional<double> cpuLimit(Surroundings &around) const;
    [[nodiscard]] static std::optional<std::uint64_t> readNumber(Surroundings &around,
                                                                 const std::string &folder, const char *file);
    void readPressure(Surroundings &around);
    void setRate(Quantity quantity, Counter &counter, std::uint64_t now);
    [[nodiscard]] std::optional<std::string_view> readProc(Surroundings &around, const char *file) const;

    const unsigned m_pid;
    bool m_shown = false;
    bool m_isResolved = false;
    Missing m_trouble = Missing::TooEarly; ///< why there are no files
    CgroupFolders m_folders;
    KeptFile m_cpu;
    KeptFile m_memory;
    KeptFile m_disk;
    bool m_cpuIsV1 = false;
    bool m_diskIsV1 = false;
    Network m_network = Network::Proc;
    std::vector<int> m_links; ///< the ends in the host's namespace
    Counter m_cpuTime;
    Counter m_read;
    Counter m_written;
    Counter m_received;
    Counter m_sent;
    std::int64_t m_when = -1; ///< ns, monotonic, of the last counters; -1: none
    double m_seconds = 0; ///< between the last two; 0: no rates
    Missing m_noRate = Missing::TooEarly;
    double m_cpus = 1;
    Figures m_figures = Figures::none(Missing::TooEarly);
    std::int64_t m_covers = 0;
};

} // namespace boxyard
