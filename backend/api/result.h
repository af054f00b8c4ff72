// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "error.h"

#include <tl/expected.hpp>

namespace boxyard {

/// A value, or the reason why there is none.
template <typename T>
using Result = tl::expected<T, Error>;

/// Success, or the reason for the failure.
using Status = Result<void>;

/// `return refuse(ErrorCode::InvalidName, name);`
[[nodiscard]] inline tl::unexpected<Error> refuse(ErrorCode code, QString object = {}, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(object), std::move(detail)});
}

[[nodiscard]] inline tl::unexpected<Error> refuse(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace boxyard
