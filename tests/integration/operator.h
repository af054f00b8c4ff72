// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/api/host.h"
#include "backend/api/job.h"
#include "backend/api/plan.h"
#include "tests/bed/client.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace boxyard {

/// Where containers are, in every test here.
inline const QString Location = QStringLiteral("/var/lib/lxc");

/// How a change ended: refused at the call, or by its job.
struct End {
    QString error; ///< a word of backend/api/error.h; empty: it was done
    QString object;
    QString detail;
    quint64 job = 0; ///< 0: it was refused at the call
    bool operator==(const End &) const = default;
};

/// Somebody who uses the helper: a subscribed client that follows its jobs.
class Operator : public QObject
{
    Q_OBJECT

public:
    /// Subscribes; throws where that is refused.
    explicit Operator(const QString &userName);
    ~Operator() override;
    Q_DISABLE_COPY_MOVE(Operator)

    [[nodiscard]] bed::Client &client() { return m_client; }

    /// Starts a change; its job, or why not.
    End begin(const bed::Call &call);
    /// Waits for a job's end.
    End await(End begun, std::chrono::milliseconds patience = std::chrono::seconds(60));
    /// Both.
    End change(const bed::Call &call);

    End create(const QString &name, const QVariantMap &options = {},
               const QString &templateName = QStringLiteral("busybox"));
    End start(const QString &name);
    End stop(const QString &name, const QString &mode = QStringLiteral("ask"));
    End remove(const QString &name);
    End clone(const QString &name, const QString &target, const QString &mode = QStringLiteral("auto"));

    [[nodiscard]] ContainerList list();
    /// The entry of one container; with an empty name where it is not listed.
    [[nodiscard]] Container find(const QString &name);
    [[nodiscard]] ContainerDetails inspect(const QString &name);
    [[nodiscard]] HostInfo info();
    /// What cloning a container of Location costs.
    [[nodiscard]] ClonePlan plan(const QString &name, const QString &targetLocation = Location);
    [[nodiscard]] JobInfoList jobs(bool others = false);
    [[nodiscard]] QStringList log(quint64 job);
    /// The PTY's descriptor, or -1 and the error's word.
    [[nodiscard]] int openShell(const QString &name, QString *error = nullptr);

    /// How often Host1.Changed has come.
    [[nodiscard]] int changes() const { return m_changes; }

    /// The steps of all jobs, as they came.
    [[nodiscard]] const QStringList &steps() const { return m_steps; }

    /// The most that a copy has told to be there.
    [[nodiscard]] const Copied &copied() const { return m_copied; }

public Q_SLOTS:
    void onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail);
    void onProgress(qulonglong job, double fraction, const QString &step, qulonglong files, qulonglong bytes);
    void onChanged();

private:
    /// QDBusConnection::connect or ::disconnect.
    using Listening = bool (QDBusConnection::*)(const QString &, const QString &, const QString &,
                                                const QString &, QObject *, const char *);

    /// Begins or ends with every signal that this takes from the bus.
    void listen(Listening how);
    template <typename T>
    T read(const bed::Call &call);

    bed::Client m_client;
    QHash<quint64, End> m_ended;
    QStringList m_steps;
    Copied m_copied;
    int m_changes = 0;
};

/// What a PTY shows from now on, until `wanted` is among it or `patience` is over.
[[nodiscard]] QByteArray readUntil(int pty, const QByteArray &wanted,
                                   std::chrono::milliseconds patience = std::chrono::seconds(20));
void type(int pty, const QByteArray &text);

/// Writes /etc/boxyard/helper.conf and ends the helper, so that the next one goes by it.
void configureHelper(const QString &text);
/// Installs an executable /usr/share/lxc/templates/lxc-NAME, a shell script.
void installTemplate(const QString &name, const QString &script);
/// What lies in the container path besides containers: hidden places of unfinished work.
[[nodiscard]] QStringList leftovers(const QString &location = Location);

} // namespace boxyard
