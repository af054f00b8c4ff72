// SPDX-License-Identifier: GPL-2.0-or-later
#include "verbs.h"

namespace boxyard::worker {

Status run(Job &job)
{
    switch (job.request.verb) {
    case Verb::Create:
        return create(job);
    case Verb::Clone:
        return clone(job);
    case Verb::Start:
        return start(job);
    case Verb::Stop:
        return stop(job);
    case Verb::Restart:
        return restart(job);
    case Verb::Freeze:
        return freeze(job);
    case Verb::Unfreeze:
        return unfreeze(job);
    case Verb::Rename:
        return rename(job);
    case Verb::Delete:
        return remove(job);
    case Verb::Shell:
        return shell(job);
    case Verb::Inspect:
        return inspect(job);
    case Verb::Host:
        return host(job);
    case Verb::Plan:
        return plan(job);
    case Verb::Recover:
        return recover(job);
    case Verb::Settle:
        return settle(job);
    }
    return refuse(Word::InvalidArgument, "verb");
}

} // namespace boxyard::worker
