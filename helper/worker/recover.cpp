// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "hidden.h"
#include "lxclock.h"
#include "move.h"
#include "place.h"
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

/// A clone that was not shown yet, and the notes of it at those it was to lie on. `lxc_rdepends` was written
/// before any note; after a power cut it may be lost all the same, so the source's own is asked too.
Status discardClone(const Request &intent)
{
    const Result<Hidden> hidden = Hidden::open(intent.targetLocation, intent.id);
    const Relative clone{intent.targetLocation, intent.targetName};
    if (hidden && exists(hidden->fd(), intent.targetName)) {
        std::vector<Relative> origins;
        if (const Result<Fd> built = openContainer(hidden->fd(), intent.targetName))
            origins = originsOf(built->get());
        const Result<Fd> location = openLocation(intent.location);
        const Result<Fd> source =
            location ? openContainer(location->get(), intent.name) : refuse(location.error());
        if (source) {
            for (Relative &origin : originsOfClone(source->get(), {intent.location, intent.name}))
                origins.push_back(std::move(origin));
        }
        if (Status forgotten = forgetClone(origins, clone); !forgotten)
            return forgotten;
    }
    return discard(intent.targetLocation, intent.targetName, intent.id);
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
        job.report.progress(-1, "undoing");
        return discard(intent.location, intent.name, intent.id);
    case Verb::Clone:
        job.report.progress(-1, "undoing");
        return discardClone(intent);
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

} // namespace boxyard::worker
