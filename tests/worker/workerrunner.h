// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <chrono>
#include <memory>

#include <sys/types.h>

/// Starts the real boxyard-worker as the helper does: request and report as files on the descriptors of
/// docs/worker-protocol.md, a session of its own, the bare environment.
class WorkerRunner
{
public:
    /// How a worker ended.
    struct Outcome {
        bool crashed = false; ///< no `finished` line, or an exit code other than 0
        int status = 0; ///< of waitpid(2)
        QString error = QStringLiteral("none"); ///< the word; empty for success
        QString object;
        QString detail;
        QList<QJsonObject> lines;

        [[nodiscard]] bool ok() const { return !crashed && error.isEmpty(); }

        [[nodiscard]] QStringList log() const;
        [[nodiscard]] QStringList steps() const; ///< without repetitions
        [[nodiscard]] QList<double> fractions() const;
        [[nodiscard]] QList<QJsonObject> containers() const;
        [[nodiscard]] QJsonObject host() const;
        /// For a failed comparison.
        [[nodiscard]] QByteArray text() const;
    };

    /// A worker that runs.
    class Running
    {
    public:
        Running() = default;
        Running(Running &&other) noexcept;
        Running &operator=(Running &&other) noexcept;
        Running(const Running &) = delete;
        Running &operator=(const Running &) = delete;
        ~Running(); ///< kills it

        [[nodiscard]] pid_t pid() const { return m_pid; } ///< of the wrapper, where there is one

        void signal(int number) const;
        /// What it has reported so far.
        [[nodiscard]] Outcome soFar() const;
        [[nodiscard]] bool waitForStep(const QString &step,
                                       std::chrono::milliseconds limit = std::chrono::seconds(20)) const;
        /// Kills it past the limit.
        Outcome wait(std::chrono::milliseconds limit = std::chrono::seconds(120));
        /// The descriptor that `shell` sends; -1 where none comes. The receiver's to close.
        [[nodiscard]] int receiveDescriptor(std::chrono::milliseconds limit = std::chrono::seconds(15));
        /// Whether somebody still holds the request's lock.
        [[nodiscard]] bool isLocked() const;

    private:
        friend class WorkerRunner;
        void reap();

        pid_t m_pid = -1;
        int m_socket = -1;
        int m_status = 0;
        bool m_reaped = false;
        QString m_request;
        QString m_report;
    };

    WorkerRunner();

    /// Adds version, id (a new one) and uid to a request that has none of them.
    [[nodiscard]] QJsonObject completed(QJsonObject request);
    /// `wrapper`: what stands before the worker on the command line, such as strace with its options.
    [[nodiscard]] Running start(const QJsonObject &request, const QStringList &wrapper = {});
    [[nodiscard]] Running startRaw(const QByteArray &request, const QStringList &wrapper = {});
    [[nodiscard]] Outcome run(const QJsonObject &request, const QStringList &wrapper = {});
    /// The request that follows a worker's end by a signal.
    [[nodiscard]] Outcome recover(const QJsonObject &intent);
    /// The request that follows a create or clone that went well.
    [[nodiscard]] Outcome settle(const QJsonObject &intent);

    /// Makes a request of the common keys and some more.
    [[nodiscard]] static QJsonObject request(const QString &verb, const QString &location,
                                             const QString &name, QJsonObject more = {});
    /// A clone of one in the same location, unless another is named.
    [[nodiscard]] static QJsonObject clone(const QString &location, const QString &name,
                                           const QString &target,
                                           const QString &mode = QStringLiteral("auto"),
                                           const QString &targetLocation = {}, bool hooks = false);
    /// The worker that was built with this test.
    [[nodiscard]] static QString program();

private:
    QTemporaryDir m_folder;
    qint64 m_nextId;
    int m_nextFile = 0;
};
