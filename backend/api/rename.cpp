// SPDX-License-Identifier: GPL-2.0-or-later

#include "rename.h"

#include "names.h"

namespace boxyard {

Result<RenameSpec> renameSpecFromWire(const QString &location, const QString &name, const QString &newName)
{
    auto ref = containerRefFromWire(location, name);
    if (!ref)
        return refuse(ref.error());
    if (!isContainerName(newName))
        return refuse(ErrorCode::InvalidName, newName);
    if (newName == name)
        return refuse(ErrorCode::AlreadyExists, newName);
    return RenameSpec{*ref, newName};
}

} // namespace boxyard
