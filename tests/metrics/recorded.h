// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

/// /proc and /sys/fs/cgroup as they were read on three kinds of machine, as files that a test can change.
namespace boxyard::test {

enum class Machine { V1, V2, Hybrid };

inline QByteArray mountInfo(Machine machine)
{
    const QByteArray unified =
        "34 25 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 "
        "rw,nsdelegate,memory_recursiveprot\n";
    const QByteArray v1 =
        "34 25 0:30 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
        "35 25 0:31 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
        "36 25 0:32 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio\n"
        "37 25 0:33 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd\n";
    const QByteArray proc = "23 28 0:21 / /proc rw,relatime - proc proc rw\n";
    switch (machine) {
    case Machine::V1:
        return proc + v1;
    case Machine::V2:
        return proc + unified;
    case Machine::Hybrid:
        break;
    }
    return proc + v1 + "38 25 0:34 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";
}

inline QByteArray cgroupOf(Machine machine, const QByteArray &path)
{
    const QByteArray v1 = "4:name=systemd:" + path + "\n3:blkio:" + path + "\n2:cpu,cpuacct:" + path
        + "\n1:memory:" + path + '\n';
    if (machine == Machine::V1)
        return v1;
    return machine == Machine::V2 ? "0::" + path + '\n' : v1 + "0::" + path + '\n';
}

class Recorded
{
public:
    explicit Recorded(Machine machine)
        : m_machine(machine)
    {
        write("/proc/self/mountinfo", mountInfo(machine));
        write("/proc/self/cgroup", cgroupOf(machine, "/user.slice/user-1000.slice/session-2.scope"));
        write("/proc/self/net/dev", "");
        write("/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes_recursive",
              "8:0 Read 4096\n8:0 Write 4096\nTotal 8192\n");
    }

    [[nodiscard]] QByteArray root() const { return m_folder.path().toUtf8(); }

    void write(const QByteArray &path, const QByteArray &text) const
    {
        const QString whole = m_folder.path() + QString::fromUtf8(path);
        QDir().mkpath(whole.section(u'/', 0, -2));
        QFile file(whole);
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(text);
    }

    void remove(const QByteArray &path) const
    {
        const QString whole = m_folder.path() + QString::fromUtf8(path);
        if (!QFile::remove(whole))
            QDir(whole).removeRecursively();
    }

    /// A container whose counters have these values. `part` stands behind its cgroup: "/init.scope".
    void container(unsigned pid, const QByteArray &cgroup, const QByteArray &part = {}) const
    {
        const QByteArray proc = "/proc/" + QByteArray::number(pid);
        write(proc + "/cgroup", cgroupOf(m_machine, cgroup + part));
        setNetwork(pid, 0, 0);
        setCpu(cgroup, 0);
        setDisk(cgroup, 0, 0);
        setMemory(cgroup, 64, 16);
        if (m_machine != Machine::V1) {
            write(unified(cgroup) + "cpu.pressure", "some avg10=12.50 avg60=0.00 avg300=0.00 total=1\n");
            write(unified(cgroup) + "memory.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
            write(unified(cgroup) + "io.pressure", "some avg10=3.00 avg60=0.00 avg300=0.00 total=1\n");
        }
    }

    void setCpu(const QByteArray &cgroup, qint64 milliseconds) const
    {
        if (m_machine == Machine::V2)
            write(unified(cgroup) + "cpu.stat",
                  "usage_usec " + QByteArray::number(milliseconds * 1000) + "\nuser_usec 1\nsystem_usec 1\n");
        else
            write("/sys/fs/cgroup/cpu,cpuacct" + cgroup + "/cpuacct.usage",
                  QByteArray::number(milliseconds * 1'000'000) + '\n');
    }

    void setDisk(const QByteArray &cgroup, qint64 read, qint64 written) const
    {
        const QByteArray in = QByteArray::number(read);
        const QByteArray out = QByteArray::number(written);
        if (m_machine == Machine::V2)
            write(unified(cgroup) + "io.stat", "8:0 rbytes=" + in + " wbytes=" + out + " rios=1 wios=1\n");
        else
            write("/sys/fs/cgroup/blkio" + cgroup + "/blkio.throttle.io_service_bytes_recursive",
                  "8:0 Read " + in + "\n8:0 Write " + out + "\nTotal 1\n");
    }

    /// In MiB. The limit is 256 MiB.
    void setMemory(const QByteArray &cgroup, qint64 used, qint64 cache) const
    {
        constexpr qint64 MiB = 1024 * 1024;
        const QByteArray use = QByteArray::number(used * MiB) + '\n';
        const QByteArray kept = QByteArray::number(cache * MiB);
        if (m_machine == Machine::V2) {
            write(unified(cgroup) + "memory.current", use);
            write(unified(cgroup) + "memory.max", QByteArray::number(256 * MiB) + '\n');
            write(unified(cgroup) + "memory.swap.current", QByteArray::number(MiB) + '\n');
            write(unified(cgroup) + "memory.stat", "anon 1\nfile " + kept + "\nshmem 0\n");
            return;
        }
        const QByteArray folder = "/sys/fs/cgroup/memory" + cgroup + '/';
        write(folder + "memory.usage_in_bytes", use);
        write(folder + "memory.stat",
              "cache 1\nhierarchical_memory_limit " + QByteArray::number(256 * MiB) + "\ntotal_cache " + kept
                  + "\ntotal_shmem 0\ntotal_swap " + QByteArray::number(MiB) + '\n');
    }

    void setNetwork(unsigned pid, qint64 received, qint64 sent) const
    {
        write("/proc/" + QByteArray::number(pid) + "/net/dev",
              "Inter-|\n face |\n    lo: 5 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n  eth0: "
                  + QByteArray::number(received) + " 0 0 0 0 0 0 0 " + QByteArray::number(sent)
                  + " 0 0 0 0 0 0 0\n");
    }

    [[nodiscard]] QByteArray unified(const QByteArray &cgroup) const
    {
        return (m_machine == Machine::V2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified") + cgroup + '/';
    }

private:
    Machine m_machine;
    QTemporaryDir m_folder;
};

} // namespace boxyard::test
