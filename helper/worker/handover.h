// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace boxyard::worker {

/// Where descriptor 3 is a socket, waits until a message brings the descriptors 3, 4 and, perhaps, 5, and puts them in
/// their places: a worker is started before there is work for it. False where none will come: the other end is
/// closed. docs/worker-protocol.md, unix(7): SCM_RIGHTS.
[[nodiscard]] bool awaitHandover();

} // namespace boxyard::worker
