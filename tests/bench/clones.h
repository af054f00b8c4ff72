// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figure.h"
#include "program.h"

#include <QString>

#include <map>
#include <memory>

class TestStore;

namespace boxyard::bench {

/// Container paths on file systems of their own, allowed to the helper, each with a Debian-like container of
/// 10,000 files: `debian`, a plain folder; on btrfs also `sub`, a subvolume; on ext4 also `busybox`. Make it
/// before the helper has started.
class CloneStores
{
public:
    CloneStores();
    ~CloneStores();
    CloneStores(const CloneStores &) = delete;
    CloneStores &operator=(const CloneStores &) = delete;

    [[nodiscard]] QString location(const QString &fileSystem) const;

private:
    static void makeDebian(const QString &location, const QString &name, const QString &rootfs);

    std::map<QString, std::unique_ptr<TestStore>> m_stores;
};

// Each beside lxc-copy, alternately, and every clone of ours compared with its source: where something
// differs that is not reset by a clone, the program ends.

[[nodiscard]] Figure measureFullClone(const QString &fileSystem, const CloneStores &stores, Role &program);
/// From Cancel in the middle of a full copy until nothing of it is left; lxc-copy has no such thing.
[[nodiscard]] Figure measureCancel(const CloneStores &stores, Role &program);
[[nodiscard]] Figure measureBusyboxClone(const CloneStores &stores, Role &program);
[[nodiscard]] Figure measureBtrfsSnapshot(const CloneStores &stores, Role &program);
[[nodiscard]] Figure measureOverlay(const CloneStores &stores, Role &program);
/// Twenty snapshots by one request; lxc-copy makes them one after another.
[[nodiscard]] Figure measureSeries(const CloneStores &stores, Role &program);

} // namespace boxyard::bench
