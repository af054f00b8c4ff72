// SPDX-License-Identifier: GPL-2.0-or-later

#include "words.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <climits>

namespace boxyard {

using namespace Qt::StringLiterals;

QString Words::state(ContainerState state)
{
    switch (state) {
    case ContainerState::Stopped:
        return tr("Stopped");
    case ContainerState::Starting:
        return tr("Starting");
    case ContainerState::Running:
    case ContainerState::Thawed:
        return tr("Running");
    case ContainerState::Stopping:
        return tr("Stopping");
    case ContainerState::Aborting:
        return tr("Aborting");
    case ContainerState::Freezing:
        return tr("Freezing");
    case ContainerState::Frozen:
        return tr("Frozen");
    case ContainerState::NotResponding:
        return tr("Not responding");
    case ContainerState::Unknown:
        break;
    }
    return tr("Unknown");
}

QString Words::underWay(Verb verb, const QString &name, const QString &result)
{
    switch (verb) {
    case Verb::Create:
        return tr("Creating %1").arg(name);
    case Verb::Clone:
        return tr("Cloning %1 → %2").arg(name, result);
    case Verb::Start:
        return tr("Starting %1").arg(name);
    case Verb::Stop:
        return tr("Stopping %1").arg(name);
    case Verb::Restart:
        return tr("Restarting %1").arg(name);
    case Verb::Freeze:
        return tr("Freezing %1").arg(name);
    case Verb::Unfreeze:
        return tr("Unfreezing %1").arg(name);
    case Verb::Rename:
        return tr("Renaming %1 → %2").arg(name, result);
    case Verb::Delete:
        break;
    }
    return tr("Deleting %1").arg(name);
}

QString Words::underWay(const Task &task)
{
    return underWay(task.verb(), task.target().name, task.result().name);
}

QString Words::underWay(Verb verb)
{
    switch (verb) {
    case Verb::Create:
        return tr("Creating");
    case Verb::Clone:
        return tr("Cloning");
    case Verb::Start:
        return tr("Starting");
    case Verb::Stop:
        return tr("Stopping");
    case Verb::Restart:
        return tr("Restarting");
    case Verb::Freeze:
        return tr("Freezing");
    case Verb::Unfreeze:
        return tr("Unfreezing");
    case Verb::Rename:
        return tr("Renaming");
    case Verb::Delete:
        break;
    }
    return tr("Deleting");
}

QString Words::now(const Task &task)
{
    return task.isOver() ? what(task) : underWay(task);
}

QString Words::what(const Task &task)
{
    const QString &name = task.target().name;
    switch (task.verb()) {
    case Verb::Create:
        return tr("Create %1").arg(name);
    case Verb::Clone:
        return tr("Clone %1 → %2").arg(name, task.result().name);
    case Verb::Start:
        return tr("Start %1").arg(name);
    case Verb::Stop:
        return tr("Stop %1").arg(name);
    case Verb::Restart:
        return tr("Restart %1").arg(name);
    case Verb::Freeze:
        return tr("Freeze %1").arg(name);
    case Verb::Unfreeze:
        return tr("Unfreeze %1").arg(name);
    case Verb::Rename:
        return tr("Rename %1 → %2").arg(name, task.result().name);
    case Verb::Delete:
        break;
    }
    return tr("Delete %1").arg(name);
}

QString Words::failed(Verb verb, const QString &name)
{
    switch (verb) {
    case Verb::Create:
        return tr("%1 could not be created").arg(name);
    case Verb::Clone:
        return tr("%1 could not be cloned").arg(name);
    case Verb::Start:
        return tr("%1 could not be started").arg(name);
    case Verb::Stop:
        return tr("%1 could not be stopped").arg(name);
    case Verb::Restart:
        return tr("%1 could not be restarted").arg(name);
    case Verb::Freeze:
        return tr("%1 could not be frozen").arg(name);
    case Verb::Unfreeze:
        return tr("%1 could not be unfrozen").arg(name);
    case Verb::Rename:
        return tr("%1 could not be renamed").arg(name);
    case Verb::Delete:
        break;
    }
    return tr("%1 could not be deleted").arg(name);
}

QString Words::failed(const Task &task)
{
    return failed(task.verb(), task.target().name);
}

QString Words::done(const Task &task)
{
    const QString &name = task.target().name;
    switch (task.verb()) {
    case Verb::Create:
        return tr("%1 was created").arg(name);
    case Verb::Clone:
        return tr("%1 was cloned as %2").arg(name, task.result().name);
    case Verb::Start:
        return tr("%1 was started").arg(name);
    case Verb::Stop:
        return tr("%1 was stopped").arg(name);
    case Verb::Restart:
        return tr("%1 was restarted").arg(name);
    case Verb::Freeze:
        return tr("%1 was frozen").arg(name);
    case Verb::Unfreeze:
        return tr("%1 was unfrozen").arg(name);
    case Verb::Rename:
        return tr("%1 is %2 now", "old name, new name").arg(name, task.result().name);
    case Verb::Delete:
        break;
    }
    return tr("%1 was deleted").arg(name);
}

QString Words::step(const QString &word)
{
    static const QHash<QString, const char *> known = {
        {u"queued"_s, QT_TR_NOOP("waiting for its turn")},
        {u"preparing"_s, QT_TR_NOOP("preparing")},
        {u"template"_s, QT_TR_NOOP("the template is working")},
        {u"copy"_s, QT_TR_NOOP("copying files")},
        {u"snapshot"_s, QT_TR_NOOP("taking a snapshot")},
        {u"configure"_s, QT_TR_NOOP("writing the configuration")},
        {u"hooks"_s, QT_TR_NOOP("running its own hooks")},
        {u"starting"_s, QT_TR_NOOP("starting")},
        {u"stopping"_s, QT_TR_NOOP("stopping")},
        {u"removing"_s, QT_TR_NOOP("removing files")},
        {u"undoing"_s, QT_TR_NOOP("undoing what was begun")},
    };
    const char *text = known.value(word);
    return text == nullptr ? word : tr(text);
}

QString Words::status(const Task &task)
{
    switch (task.state()) {
    case Task::State::Waiting:
        return tr("Waiting");
    case Task::State::Cancelling:
        return tr("Cancelling");
    case Task::State::Succeeded:
        return tr("Done");
    case Task::State::Failed:
        return task.error().code == ErrorCode::Dismissed ? tr("Not authorized") : tr("Failed");
    case Task::State::Cancelled:
        return tr("Cancelled");
    case Task::State::Running:
        break;
    }
    if (task.progress() < 0)
        return task.step().isEmpty() ? tr("Under way") : step(task.step());
    if (task.step().isEmpty())
        return percent(task.progress());
    if (task.copied().files > 0) {
        const QString size = QLocale().formattedDataSize(static_cast<qint64>(task.copied().bytes), 1);
        return tr("%1 · %Ln file(s), %2 copied", "share done; files; size",
                  static_cast<int>(std::min<quint64>(task.copied().files, INT_MAX)))
            .arg(percent(task.progress()), size);
    }
    return tr("%1 · %2", "share done, step").arg(percent(task.progress()), step(task.step()));
}

QString Words::duration(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(milliseconds, 0) / 1000;
    if (seconds < 60)
        return tr("%n s", "seconds", static_cast<int>(seconds));
    if (seconds < 3600)
        return tr("%n min", "minutes", static_cast<int>(seconds / 60));
    if (seconds < qint64{48} * 3600)
        return tr("%n h", "hours", static_cast<int>(seconds / 3600));
    return tr("%n day(s)", nullptr, static_cast<int>(seconds / 86400));
}

QString Words::since(qint64 millisecondsSinceEpoch)
{
    const auto when = QDateTime::fromMSecsSinceEpoch(millisecondsSinceEpoch);
    return tr("since %1").arg(QLocale().toString(when, QLocale::LongFormat));
}

QString Words::percent(double share)
{
    return tr("%1 %", "percent").arg(QLocale().toString(qRound(share * 100)));
}

QString Words::store(const QString &word)
{
    if (word == u"dir")
        return tr("Directory");
    if (word == u"btrfs")
        return tr("Btrfs subvolume");
    if (word == u"overlay" || word == u"overlayfs")
        return tr("Overlay");
    if (word == u"lvm")
        return tr("LVM volume");
    if (word == u"zfs")
        return tr("ZFS dataset");
    return word;
}

QString Words::counts(const QList<ContainerEntry> &containers)
{
    int running = 0;
    int frozen = 0;
    int silent = 0;
    for (const ContainerEntry &entry : containers) {
        const ContainerState state = entry.container.state;
        running += state == ContainerState::Running || state == ContainerState::Thawed ? 1 : 0;
        frozen += state == ContainerState::Frozen ? 1 : 0;
        silent += state == ContainerState::NotResponding ? 1 : 0;
    }
    QStringList parts = {tr("%1 running", "how many containers").arg(QLocale().toString(running))};
    if (frozen > 0)
        parts += tr("%1 frozen", "how many containers").arg(QLocale().toString(frozen));
    if (silent > 0)
        parts += tr("%1 not responding", "how many containers").arg(QLocale().toString(silent));
    return tr("%n container(s): %1", "how many of them run, and so on", static_cast<int>(containers.size()))
        .arg(parts.join(tr(", ", "between counts")));
}

QString Words::names(const QStringList &names)
{
    if (names.size() > 3)
        return tr("%1, %2 and %n more", nullptr, static_cast<int>(names.size()) - 2)
            .arg(names.at(0), names.at(1));
    if (names.size() == 3)
        return tr("%1, %2 and %3", "names").arg(names.at(0), names.at(1), names.at(2));
    return names.size() == 2 ? tr("%1 and %2", "names").arg(names.at(0), names.at(1)) : names.value(0);
}

QString Words::quoted(const QString &text)
{
    return tr("“%1”").arg(text);
}

} // namespace boxyard
