// SPDX-License-Identifier: GPL-2.0-or-later
#include "settle.h"

#include "child.h"
#include "place.h"
#include "text.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>

#include <sys/xattr.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr const char *Attribute = "trusted.boxyard.unsettled"; // JOB BOOT; xattr(7): for root alone

std::string bootId()
{
    return std::string(trimmed(readFile("/proc/sys/kernel/random/boot_id")));
}

} // namespace

Status settleLater(int folder, std::uint64_t job)
{
    const std::string mark = std::to_string(job) + ' ' + bootId();
    if (fsetxattr(folder, Attribute, mark.data(), mark.size(), 0) == 0 || syncfs(folder) == 0)
        return {};
    return refuseErrno(errno, "sync");
}

std::optional<Mark> markOf(int folder)
{
    std::array<char, 128> buffer{};
    const ssize_t size = fgetxattr(folder, Attribute, buffer.data(), buffer.size());
    if (size < 0)
        return {};
    const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
    const std::size_t space = std::min(text.find(' '), text.size());
    Mark mark;
    if (std::from_chars(text.data(), text.data() + space, mark.job).ec != std::errc())
        return {};
    mark.ofThisBoot = space < text.size() && text.substr(space + 1) == bootId();
    return mark;
}

Status settle(int folder)
{
    if (!markOf(folder))
        return {};
    if (syncfs(folder) != 0 || (fremovexattr(folder, Attribute) != 0 && errno != ENODATA))
        return refuseErrno(errno, "sync");
    return {};
}

Status settle(const std::string &location, const std::string &name)
{
    const Result<Fd> place = openLocation(location);
    const Result<Fd> folder = place ? openContainer(place->get(), name) : refuse(place.error());
    return folder ? settle(folder->get()) : Status();
}

} // namespace boxyard::worker
