// SPDX-License-Identifier: GPL-2.0-or-later
#include "verbs.h"

namespace boxyard::worker {

Status restart(Job &job)
{
    if (Status stopped = stop(job); !stopped)
        return stopped;
    return start(job);
}

} // namespace boxyard::worker
