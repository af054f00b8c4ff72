// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// The texts of the kernel's files as numbers. Nothing here allocates, and a text that is cut off or of
/// another form gives what can be read of it, or nothing.
namespace boxyard::kernelfiles {

struct Bytes {
    std::uint64_t in = 0; ///< read, or received
    std::uint64_t out = 0; ///< written, or sent
    bool operator==(const Bytes &) const = default;
};

/// A file that holds one number. Nothing for "max" or another word.
[[nodiscard]] std::optional<std::uint64_t> number(std::string_view text);
/// The number behind a key at the beginning of a line: memory.stat, cpu.stat.
[[nodiscard]] std::optional<std::uint64_t> valueOf(std::string_view text, std::string_view key);

/// blkio.throttle.io_service_bytes(_recursive), all devices. cgroup-v1/blkio-controller.rst
[[nodiscard]] Bytes blkioBytes(std::string_view text);
/// io.stat, all devices. cgroup-v2.rst, "IO Interface Files"
[[nodiscard]] Bytes ioStatBytes(std::string_view text);

/// cpu.max in CPUs; nothing where there is no limit. cgroup-v2.rst, "CPU Interface Files"
[[nodiscard]] std::optional<double> cpuMax(std::string_view text);

/// The share of the last 10 s (0 to 1) in which some task waited. accounting/psi.rst
[[nodiscard]] std::optional<double> pressure(std::string_view text);

/// /proc/PID/net/dev: the bytes of all links but lo; dev_seq_show() in net/core/net-procfs.c.
struct NetDev {
    Bytes bytes;
    int links = 0; ///< but lo
    bool operator==(const NetDev &) const = default;
};

[[nodiscard]] NetDev netDev(std::string_view text);

} // namespace boxyard::kernelfiles
