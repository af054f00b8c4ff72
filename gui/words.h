// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/snapshot.h"
#include "backend/engine/task.h"

#include <QCoreApplication>
#include <QDateTime>

namespace boxyard {

/// What the values of the engine are called where a person reads them.
class Words
{
    Q_DECLARE_TR_FUNCTIONS(boxyard::Words)

public:
    [[nodiscard]] static QString state(ContainerState state);
    /// "Cloning web1 → web3"
    [[nodiscard]] static QString underWay(Verb verb, const QString &name, const QString &result);
    [[nodiscard]] static QString underWay(const Task &task);
    /// "Cloning", for a row that has the name beside it.
    [[nodiscard]] static QString underWay(Verb verb);
    /// "Start web1": what was to be done.
    [[nodiscard]] static QString what(const Task &task);
    /// The task as it is now: what is under way, or what it was.
    [[nodiscard]] static QString now(const Task &task);
    /// "web1 could not be started."
    [[nodiscard]] static QString failed(Verb verb, const QString &name);
    [[nodiscard]] static QString failed(const Task &task);
    /// "web1 was started."
    [[nodiscard]] static QString done(const Task &task);
    /// A step of a job: "copying files". A word that is not known stays as it is.
    [[nodiscard]] static QString step(const QString &word);
    /// "Waiting", "62 % · copying files", "Done"
    [[nodiscard]] static QString status(const Task &task);
    /// The largest unit that fits: "3 h", "41 min", "12 days".
    [[nodiscard]] static QString duration(qint64 milliseconds);
    /// "since 12 November 2026, 09:41", long and exact.
    [[nodiscard]] static QString since(qint64 millisecondsSinceEpoch);
    /// A share of one: "62 %", as the locale writes it.
    [[nodiscard]] static QString percent(double share);
    /// How a rootfs is kept: "Btrfs subvolume", "Directory".
    [[nodiscard]] static QString store(const QString &word);
    /// "11 containers: 4 running, 1 frozen, 1 not responding", as the list's column "State" calls them.
    [[nodiscard]] static QString counts(const QList<ContainerEntry> &containers);
    /// "web1", "web1 and web2", "web1, web2 and 4 more"
    [[nodiscard]] static QString names(const QStringList &names);
    /// A text in the quotation marks of the language.
    [[nodiscard]] static QString quoted(const QString &text);
};

} // namespace boxyard
