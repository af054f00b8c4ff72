// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace boxyard::worker {

/// Takes this process, for good, under the AppArmor profile that the machine has for lxc-start, as execve(2)
/// of lxc-start would: the container's monitor stays under it. Where AppArmor or such a profile is not
/// loaded, or where something confines this process already, it stays as it is. Kernel, AppArmor: what is
/// written to /proc/self/attr/apparmor/current; only a process without threads should. apparmor.d(5),
/// "change_profile".
void confineAsLxcStart();

} // namespace boxyard::worker
