// SPDX-License-Identifier: GPL-2.0-or-later
#include "lxchandle.h"

namespace boxyard::worker {

LxcHandle openLxc(const std::string &location, const std::string &name)
{
    return LxcHandle(lxc_container_new(name.c_str(), location.c_str()));
}

LxcHandle loadLxc(const std::string &configFile)
{
    // The name of the handle is of no consequence: nothing is started from it.
    LxcHandle handle(lxc_container_new("config", "/run/boxyard/none"));
    if (handle && !handle->load_config(handle.get(), configFile.c_str()))
        handle.reset();
    return handle;
}

std::optional<std::string> lxcItem(lxc_container *container, const std::string &key)
{
    const int length = container->get_config_item(container, key.c_str(), nullptr, 0);
    if (length < 0)
        return {};
    std::string value(static_cast<std::size_t>(length) + 1, '\0');
    const int got = container->get_config_item(container, key.c_str(), value.data(), length + 1);
    if (got < 0)
        return {};
    value.resize(static_cast<std::size_t>(length));
    while (!value.empty() && (value.back() == '\n' || value.back() == '\0'))
        value.pop_back();
    return value;
}

} // namespace boxyard::worker
