// SPDX-License-Identifier: GPL-2.0-or-later

#include "dependants.h"

#include <QSet>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

bool isOverlay(const Container &container)
{
    return container.store == "overlay"_L1 || container.store == "overlayfs"_L1;
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

Overlays::Overlays(const Snapshot &snapshot)
{
    for (const ContainerEntry &entry : snapshot.containers) {
        if (!isOverlay(entry.container))
            continue;
        for (QStringView folder : lowerLayers(entry.container)) {
            for (; folder.size() > 1; folder = folder.left(folder.lastIndexOf(u'/')))
                m_above.insert(folder.toString(), entry.container.ref);
        }
    }
}

QStringList Overlays::namesOn(const Container &base) const
{
    QSet<ContainerRef> found;
    const auto add = [this, &found](const QString &folder) {
        for (auto [at, end] = m_above.equal_range(folder); at != end; ++at)
            found.insert(*at);
    };
    add(base.ref.location + u'/' + base.ref.name);
    if (!isOverlay(base))
        add(base.rootfs);
    found.remove(base.ref);
    QStringList names;
    for (const ContainerRef &ref : std::as_const(found))
        names.append(ref.name);
    names.sort();
    return names;
}

} // namespace boxyard
