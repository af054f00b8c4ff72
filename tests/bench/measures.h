// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figure.h"
#include "fleet.h"
#include "program.h"

namespace boxyard::bench {

/// Each measures alternately ours and theirs, and gives the medians. `program` is the desktop program's
/// stand-in.

[[nodiscard]] Figure measureList(int containers, Fleet &fleet, Role &program);
[[nodiscard]] Figure measureListUnderFlood(Fleet &fleet, Role &program);

/// start-busybox and monitor-pss.
[[nodiscard]] QList<Figure> measureStart(Fleet &fleet, Role &program);
/// watch-latency: until the first sign that it no longer runs; watch-stopped: until it is told to be stopped.
[[nodiscard]] QList<Figure> measureWatch(Fleet &fleet, Role &program);

/// What a terminal of the program's takes from a pseudo terminal while its window is drawn.
[[nodiscard]] Figure measureTerminal();
/// copier-1-thread and copier-2-threads: the copier by itself beside `cp -a --reflink=auto`, of a Debian-like
/// tree on ext4; the same with "-xfs".
[[nodiscard]] QList<Figure> measureCopier();
/// One refresh of the figures of all that run, in CPU time, beside one of lxc-top.
[[nodiscard]] Figure measureSample(int containers, Fleet &fleet, Role &program);
/// gui-start-300: from the program's start to its filled list.
[[nodiscard]] QList<Figure> measureWindowStart(Fleet &fleet, Role &program);
/// gui-cpu-visible, gui-cpu-hidden, gui-pss-300, filter-300: the program's own window.
[[nodiscard]] QList<Figure> measureWindow(Fleet &fleet, Role &program);

} // namespace boxyard::bench
