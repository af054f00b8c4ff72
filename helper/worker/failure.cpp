// SPDX-License-Identifier: GPL-2.0-or-later
#include "failure.h"

#include <array>
#include <cerrno>
#include <system_error>

namespace boxyard::worker {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 25> Words = {
    "InvalidName",    "InvalidArgument", "NotFound",      "AlreadyExists", "MustBeStopped",   "NotRunning",
    "Busy",           "Changed",         "Cancelled",     "TimedOut",      "NotResponding",   "NameTaken",
    "BrokenConfig",   "UnsupportedName", "HasDependants", "RootfsMissing", "NoSpace",         "ReadOnlyStore",
    "TemplateFailed", "HookFailed",      "StartFailed",   "StopRefused",   "LocationMissing", "Unsupported",
    "Failed",
};
static_assert(Words.size() == static_cast<std::size_t>(Word::Failed) + 1);

} // namespace

std::string_view wordText(Word word)
{
    return Words.at(static_cast<std::size_t>(word));
}

Word wordFromText(std::string_view text)
{
    for (std::size_t i = 0; i < Words.size(); ++i) {
        if (Words.at(i) == text)
            return static_cast<Word>(i);
    }
    return Word::Failed;
}

std::span<const std::string_view> allWords()
{
    return Words;
}

std::string errnoText(int error)
{
    return std::generic_category().message(error);
}

tl::unexpected<Failure> refuseErrno(int error, std::string object)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return refuse(Word::NoSpace, std::move(object));
    case EROFS:
        return refuse(Word::ReadOnlyStore, std::move(object));
    default:
        return refuse(Word::Failed, std::move(object), errnoText(error));
    }
}

} // namespace boxyard::worker
