// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace boxyard::worker {

/// The errors that a worker can report: words of backend/api/error.h, where each is explained. A test holds
/// both together.
enum class Word {
    InvalidName,
    InvalidArgument,
    NotFound,
    AlreadyExists,
    MustBeStopped,
    NotRunning,
    Busy,
    Changed,
    Cancelled,
    TimedOut,
    NotResponding,
    NameTaken,
    BrokenConfig,
    UnsupportedName,
    HasDependants,
    RootfsMissing,
    NoSpace,
    ReadOnlyStore,
    TemplateFailed,
    HookFailed,
    StartFailed,
    StopRefused,
    LocationMissing,
    Unsupported,
    Failed,
};

/// As it stands in a report: "NotFound".
[[nodiscard]] std::string_view wordText(Word word);
/// Word::Failed for a text that is none of them.
[[nodiscard]] Word wordFromText(std::string_view text);
[[nodiscard]] std::span<const std::string_view> allWords();

/// What failed. object and detail are data (names, paths, the kernel's or a tool's words), never sentences
/// for a person.
struct Failure {
    Word word = Word::Failed;
    std::string object;
    std::string detail;
    bool operator==(const Failure &) const = default;
};

template <typename T>
using Result = tl::expected<T, Failure>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Failure> refuse(Word word, std::string object = {},
                                                    std::string detail = {})
{
    return tl::unexpected<Failure>(Failure{word, std::move(object), std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Failure> refuse(Failure failure)
{
    return tl::unexpected<Failure>(std::move(failure));
}

/// What an errno means for `object`: ENOSPC and EDQUOT are NoSpace, EROFS is ReadOnlyStore, all else Failed
/// with the kernel's words. errno(3).
[[nodiscard]] tl::unexpected<Failure> refuseErrno(int error, std::string object);

/// strerror(3), for any thread.
[[nodiscard]] std::string errnoText(int error);

} // namespace boxyard::worker
