// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArrayList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

/// Gives this process mounts of its own, so that nothing that a test mounts outlives it or is seen by others:
/// with an empty /run, where LXC's locks go. The umask is 022 then. False without root's rights.
[[nodiscard]] bool enterOwnMounts();

/// A file system of one kind for a test: "tmpfs", "ext4", "xfs", "btrfs". In a loop file but the first.
class TestStore
{
public:
    explicit TestStore(const QString &kind, int mebibytes = 320);
    ~TestStore();
    TestStore(const TestStore &) = delete;
    TestStore &operator=(const TestStore &) = delete;
    TestStore(TestStore &&) = delete;
    TestStore &operator=(TestStore &&) = delete;

    /// Why it could not be made (no loop device, the kernel does not know it); empty where it is there.
    [[nodiscard]] const QString &problem() const { return m_problem; }

    [[nodiscard]] const QString &path() const { return m_path; }

    /// The disk as it would be if the machine had lost its power now: what the file system has written to it,
    /// in the order in which it did, and nothing else. The kernel's caches are lost. Not of a tmpfs.
    [[nodiscard]] bool cutPower();

    [[nodiscard]] QString filePath(const QString &name) const { return m_path + u'/' + name; }

private:
    QTemporaryDir m_folder;
    QString m_path;
    QString m_problem;
};

/// What a container's root sees as its rootfs, by its config: its folder, or the layers of its overlay
/// mounted together, read-only.
class MergedRootfs
{
public:
    MergedRootfs(const QString &location, const QString &name);
    ~MergedRootfs();
    MergedRootfs(const MergedRootfs &) = delete;
    MergedRootfs &operator=(const MergedRootfs &) = delete;
    MergedRootfs(MergedRootfs &&) = delete;
    MergedRootfs &operator=(MergedRootfs &&) = delete;

    [[nodiscard]] const QString &problem() const { return m_problem; }

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QTemporaryDir m_folder;
    QString m_path;
    QString m_problem;
    bool m_mounted = false;
};

/// Runs a program; its exit code, -1 where it did not run.
int runTool(const QString &program, const QStringList &arguments, QByteArray *output = nullptr);

/// One line for everything under a folder, sorted: path, kind, mode, owner, size, times in ns, device, link
/// target, extended attributes, a hash of the content, which paths are links of one file. Two trees are alike
/// if their lines are.
[[nodiscard]] QByteArrayList describeTree(const QString &path);

/// Where two such descriptions differ, for a failed comparison; empty where they don't.
[[nodiscard]] QByteArray difference(const QByteArrayList &actual, const QByteArrayList &expected);

/// Bytes that the file takes on disk.
[[nodiscard]] qint64 allocated(const QString &path);

/// A small rootfs of everything that the copier has to keep: modes, set-id bits, owners, times in ns, hard
/// links, symlinks, FIFO, socket, device, holes, extended attributes, ACLs, a capability, names of any bytes.
void makeRichTree(const QString &path);

/// Writes a file, making its folders.
void writeTestFile(const QString &path, const QByteArray &content);
[[nodiscard]] QByteArray readTestFile(const QString &path);

/// A stopped container of files only, in LOCATION/NAME: config, rootfs with a host name, an fstab, a log.
void makeTestContainer(const QString &location, const QString &name);

/// The identity of a config file as a request's "expect" has it (docs/worker-protocol.md).
[[nodiscard]] QString configIdentity(const QString &config);
