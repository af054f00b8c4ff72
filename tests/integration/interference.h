// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

#include <sys/types.h>

/// What a test needs to break into an operation at a moment of its choice, and to see what is left of it.
namespace boxyard {

/// The process of a job's worker; 0 where there is none (yet), or not any more.
[[nodiscard]] pid_t workerOf(quint64 job);
/// Waits for it; throws where none comes.
pid_t awaitWorker(quint64 job);
/// The processes whose command line has `text` in it, zombies aside.
[[nodiscard]] QList<pid_t> processesWith(const QByteArray &text);
/// What the bus starts.
[[nodiscard]] QString helperProgram();
/// The helper's workers, without the one that waits for work. Any change to a container may bring one that reads
/// its config, so none now does not mean none in a moment.
[[nodiscard]] QList<pid_t> workersAtWork();
/// Waits until none is at work; false where one stays.
[[nodiscard]] bool workersEnd();
[[nodiscard]] bool isRunning(pid_t pid);
/// Sends it; throws where there is no such process.
void sendSignal(pid_t pid, int signal);

/// The intents that the helper keeps on disk: none, where nothing is under way or to be recovered.
[[nodiscard]] QStringList intents();

/// Whether a container is marked as one that is not all on the disk (docs/clones.md).
[[nodiscard]] bool isMarked(const QString &name);

/// A template that waits until it is let through, then does what busybox' does. It has a child that left its
/// process group and session.
class Gate
{
public:
    static inline const QString Template = QStringLiteral("gated");
    /// What the child's command line has in it.
    static inline const QByteArray Child = QByteArrayLiteral("86399");

    /// Installs it, closed.
    Gate();

    /// Whether a template waits there.
    [[nodiscard]] static bool isReached();
    /// Waits until a template waits there; throws where none comes.
    static void awaitReached();
    static void open();
    static void close();
};

/// Puts `files` files of `size` bytes into a container's rootfs, in folders of 100.
void fill(const QString &container, int files, int size);
/// The path of one of them, from 0.
[[nodiscard]] QString fileOf(const QString &container, int number);
/// How many files there are below a folder.
[[nodiscard]] qsizetype filesBelow(const QString &folder);

/// Microseconds between 0 and `longest`, from a generator whose seed is printed once.
[[nodiscard]] std::chrono::microseconds someTime(std::chrono::microseconds longest);

} // namespace boxyard
