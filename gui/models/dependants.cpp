// SPDX-License-Identifier: GPL-2.0-or-later

#include "dependants.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

bool isOverlay(const Container &container)
{
    return container.store == "overlay"_L1 || container.store == "overlayfs"_L1;
}

bool liesIn(QStringView path, QStringView folder)
{
    return !folder.isEmpty() && path.startsWith(folder)
        && (path.size() == folder.size() || path.at(folder.size()) == u'/');
}

/// The value of lxc.rootfs.path: the lower layers and the container's own, with colons between; a colon in a
/// name is none before a slash.
QList<QStringView> lowerLayers(const Container &container)
{
    QList<QStringView> layers;
    QStringView rest(container.rootfs);
    for (qsizetype end = rest.indexOf(":/"_L1); end >= 0; end = rest.indexOf(":/"_L1)) {
        layers.append(rest.left(end));
        rest = rest.mid(end + 1);
    }
    return layers;
}

} // namespace

QList<ContainerRef> overlaysOn(const Container &base, const Snapshot &snapshot)
{
    const QString folder = base.ref.location + u'/' + base.ref.name;
    const QString rootfs = isOverlay(base) ? QString() : base.rootfs;
    QList<ContainerRef> found;
    for (const ContainerEntry &entry : snapshot.containers) {
        const Container &other = entry.container;
        if (!isOverlay(other) || other.ref == base.ref)
            continue;
        const auto layers = lowerLayers(other);
        const bool lies = std::any_of(layers.cbegin(), layers.cend(), [&](QStringView layer) {
            return liesIn(layer, folder) || liesIn(layer, rootfs);
        });
        if (lies)
            found.append(other.ref);
    }
    return found;
}

QStringList namesOf(const QList<ContainerRef> &refs)
{
    QStringList names;
    for (const ContainerRef &ref : refs)
        names.append(ref.name);
    names.sort();
    return names;
}

} // namespace boxyard
