// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "hidden.h"
#include "lxclock.h"
#include "move.h"
#include "place.h"
#include "settle.h"
#include "verbs.h"

namespace boxyard::worker {

namespace {

/// What create and clone had built and not shown yet.
Status discard(const std::string &location, const std::string &name, std::uint64_t id)
{
    const Result<Hidden> hidden = Hidden::open(location, id);
    if (!hidden)
        return hidden.error().word == Word::NotFound || hidden.error().word == Word::LocationMissing
            ? Status()
            : refuse(hidden.error());
    forgetLxcLock(hidden->path(), name);
    return hidden->remove();
}

/// What create or clone was to make.
Relative made(const Request &intent)
{
    return intent.verb == Verb::Clone ? Relative{intent.targetLocation, intent.targetName}
                                      : Relative{intent.location, intent.name};
}

/// The notes at those that a clone was to lie on, if it is not there. `lxc_rdepends` was written before any
/// of them; after a power cut it may be lost all the same, with all that was hidden, so the source's own is
/// asked too.
Status forgetNotes(const Request &intent)
{
    const Relative clone = made(intent);
    std::vector<Relative> origins;
    const Result<Hidden> hidden = Hidden::open(clone.location, intent.id);
    if (const Result<Fd> built = hidden ? openContainer(hidden->fd(), clone.name) : refuse(hidden.error()))
        origins = originsOf(built->get());
    const Result<Fd> location = openLocation(intent.location);
    const Result<Fd> source =
        location ? openContainer(location->get(), intent.name) : refuse(location.error());
    if (source) {
        for (Relative &origin : originsOfClone(source->get(), {intent.location, intent.name}))
            origins.push_back(std::move(origin));
    }
    return forgetClone(origins, clone);
}

Status discardHidden(const Request &intent)
{
    if (intent.verb == Verb::Clone) {
        if (Status forgotten = forgetNotes(intent); !forgotten)
            return forgotten;
    }
    const Relative container = made(intent);
    return discard(container.location, container.name, intent.id);
}

/// Takes the name from what is shown already, and its place.
Status takeBack(Job &job, const Relative &container, const Request &intent)
{
    const Result<LxcLock> lock = LxcLock::take(container.location, container.name);
    if (!lock)
        return refuse(lock.error());
    Result<Hidden> hidden = Hidden::open(container.location, intent.id);
    if (!hidden)
        hidden = Hidden::make(container.location, intent.id, 0700);
    if (!hidden)
        return refuse(hidden.error());
    job.report.log(container.location + '/' + container.name
                   + ": not all of it was on the disk when the machine stopped; it is removed");
    if (Status concealed = hidden->conceal(container.name, container.name); !concealed)
        return concealed;
    return discardHidden(intent);
}

/// The container that the job made, if it is still marked as that.
Fd openUnsettled(const Request &intent)
{
    const Relative container = made(intent);
    const Result<Fd> location = openLocation(container.location);
    Result<Fd> folder = location ? openContainer(location->get(), container.name) : refuse(location.error());
    const std::optional<Mark> mark = folder ? markOf(folder->get()) : std::nullopt;
    return mark && mark->job == intent.id ? std::move(*folder) : Fd();
}

/// Either all of it, on the disk, or nothing: what was shown is taken back if the boot it was made in is
/// over. Not if somebody runs it: then it is as good as it is.
Status finishMaking(Job &job, const Request &intent)
{
    if (Status discarded = discardHidden(intent); !discarded)
        return discarded;
    const Fd shown = openUnsettled(intent);
    if (!shown)
        return {};
    const Relative container = made(intent);
    if (markOf(shown.get())->ofThisBoot || !checkStopped(container.location, container.name))
        return settle(shown.get());
    return takeBack(job, container, intent);
}

/// A container that lost its old name and has not got its new one yet: gets the new one, or, if that is
/// taken, the old.
Status finishRename(const Request &intent)
{
    const Result<Hidden> hidden = Hidden::open(intent.location, intent.id);
    if (!hidden)
        return {};
    if (!exists(hidden->fd(), intent.newName))
        return hidden->remove();
    const Result<Fd> folder = openContainer(hidden->fd(), intent.newName);
    if (!folder)
        return refuse(folder.error());
    const bool forward = !exists(hidden->location(), intent.newName);
    const std::string &from = forward ? intent.name : intent.newName;
    const std::string &to = forward ? intent.newName : intent.name;
    if (Status moved = renamePaths(*hidden, intent.newName, intent.location, from, to); !moved)
        return moved;
    if (Status told = renameAtOrigins(folder->get(), intent.location, from, to); !told)
        return told;
    if (Status shown = hidden->reveal(intent.newName, to); !shown)
        return shown; // both names are taken: the data stays where it is, nothing of it is lost
    return hidden->remove();
}

Status finishDelete(const Request &intent)
{
    const Result<Hidden> hidden = Hidden::open(intent.location, intent.id);
    if (!hidden)
        return {};
    if (const Result<Fd> folder = openContainer(hidden->fd(), intent.name)) [[maybe_unused]]
        const Status told = renameAtOrigins(folder->get(), intent.location, intent.name, {});
    return hidden->remove();
}

} // namespace

Status recover(Job &job)
{
    const Request &intent = *job.request.intent;
    switch (intent.verb) {
    case Verb::Create:
    case Verb::Clone:
        job.report.progress(-1, "undoing");
        return finishMaking(job, intent);
    case Verb::Rename:
        job.report.progress(-1, "configure");
        return finishRename(intent);
    case Verb::Delete:
        job.report.progress(-1, "removing");
        return finishDelete(intent);
    default:
        return {}; // the others leave nothing behind
    }
}

/// Others may already work on what was made, under its name too: nothing but the marked container is touched.
Status settle(Job &job)
{
    const Fd shown = openUnsettled(*job.request.intent);
    return shown ? settle(shown.get()) : Status();
}

} // namespace boxyard::worker
