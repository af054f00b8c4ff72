// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>

#include <sys/types.h>

/// What a test does with the machine that boxyard-bed gave it. Everything here runs as the bed's root, and
/// throws std::runtime_error (which fails the test) where the machine itself is not as it must be.
namespace boxyard::bed {

/// Whether this program runs in a test bed; everything else here needs it.
[[nodiscard]] bool isBed();

/// A user of the bed; boxyard-bed tells which there are and what polkit says of each.
struct User {
    QString name;
    uid_t uid = 0;
    gid_t gid = 0;

    /// Users of the bed have their names as passwords.
    [[nodiscard]] QString password() const { return name; }
};

/// By its name: "may", "also", "deny", "typist", "norule", "root".
[[nodiscard]] User user(const QString &name);

/// What a command that ran to its end left.
struct Outcome {
    int code = -1; ///< -1: it was killed, or did not end in time
    QString out;
    QString err;
};

/// Runs a command as root with an empty standard input. After `patience` it is killed.
Outcome run(const QString &program, const QStringList &arguments = {},
            std::chrono::seconds patience = std::chrono::seconds(60));

/// A command that has to succeed: throws with its last words. Its output.
QString mustRun(const QString &program, const QStringList &arguments = {});

/// Makes a busybox container by lxc-create. `lines`: appended to its config. `privileged`: without an id map.
void makeContainer(const QString &name, const QStringList &lines = {}, bool privileged = true);
/// The state that lxc-info tells: "RUNNING", "STOPPED"…; empty where there is no such container.
[[nodiscard]] QString lxcState(const QString &name);
/// Names that lxc-ls tells, sorted.
[[nodiscard]] QStringList lxcNames();
/// Stops and removes every container under /var/lib/lxc, and the folders beside them.
void removeContainers();

/// A file's whole text.
[[nodiscard]] QString readFile(const QString &path);
void writeFile(const QString &path, const QString &text);

/// Keeps what files looked like, to see that nothing touched them: contents, owner, mode, inode and times.
class Canaries
{
public:
    /// A folder stands for everything in it.
    explicit Canaries(const QStringList &paths);
    /// The paths that are not as they were: changed, new or gone.
    [[nodiscard]] QStringList touched() const;

    /// Those files of the machine that a mistake of root's would be seen in.
    [[nodiscard]] static QStringList host();

private:
    using Look = QMap<QString, QString>;
    [[nodiscard]] Look look() const;

    QStringList m_paths;
    Look m_before;
};

/// Waits until `condition` holds, without an event loop's help but with events handled; false after
/// `patience`.
template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = std::chrono::seconds(90));

/// Lets events be handled for that long.
void letPass(std::chrono::milliseconds time);

template <typename Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        letPass(std::chrono::milliseconds(20));
    }
    return true;
}

} // namespace boxyard::bed
