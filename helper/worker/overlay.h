// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

/// An overlay as the path of lxc.rootfs.path names it, `LOWER:UPPER` or `LOWER:LOWER:UPPER`; ovl_mount() in
/// LXC's src/lxc/storage/overlay.c takes it apart at ":/".
struct OverlayLayers {
    std::vector<std::string> lowers; ///< the topmost first
    std::string upper;
};

/// Nothing where it does not name two folders at least.
[[nodiscard]] std::optional<OverlayLayers> parseOverlay(std::string_view path);
/// The value of lxc.rootfs.path.
[[nodiscard]] std::string overlayValue(const std::vector<std::string> &lowers, const std::string &upper);

// Where LXC 5 and 6 keep an overlay in a container's folder: LXC_OVERLAY_*_PATH in storage_utils.h.
inline constexpr const char *OverlayFolder = "overlay";
inline constexpr const char *DeltaFolder = "delta";
inline constexpr const char *WorkFolder = "work";

/// Whether a folder is `other`, or lies in it.
[[nodiscard]] bool liesIn(std::string_view path, std::string_view other);

/// Open layers of one overlay.
struct OverlayStack {
    std::vector<Fd> lowers; ///< the topmost first
    Fd upper;
    bool userXattr = false; ///< as mounts in a user namespace need it; overlayfs.rst, "User xattr"
};

/// RootfsMissing(path) where one of them can't be opened.
[[nodiscard]] Result<OverlayStack> openLayers(const OverlayLayers &layers, bool userXattr);

/// Mounts it where nobody sees it: the mount ends with its descriptor, which is as of O_PATH. With `work`, an
/// empty folder on the upper layer's file system, it can be written, and is not synced; without it is
/// read-only. Unsupported("overlay", reason). fsopen(2), fsmount(2); overlayfs.rst, "Volatile mount".
[[nodiscard]] Result<Fd> mountOverlay(const OverlayStack &stack, int work);

} // namespace boxyard::worker
