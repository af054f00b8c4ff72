// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

// Included before every test (see boxyard_test). A test says what happens, never how soon: what it waits for
// has this long, where Qt's own macros would give up after 5 s, which a busy machine needs now and then. The
// lab's is an emulated one.

#include <QTest>

#include <chrono>

namespace boxyard::test {

inline const std::chrono::milliseconds Patience =
    std::chrono::seconds(qEnvironmentVariableIsSet("BOXYARD_LAB") ? 300 : 90);

/// QTest::qWaitFor() with that patience.
template <typename Condition>
[[nodiscard]] bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, static_cast<int>(Patience.count()));
}

} // namespace boxyard::test

#undef QTRY_VERIFY
#define QTRY_VERIFY(condition)                                                                               \
    QTRY_VERIFY_WITH_TIMEOUT(condition, static_cast<int>(boxyard::test::Patience.count()))
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(condition, message)                                                                     \
    QTRY_VERIFY2_WITH_TIMEOUT(condition, message, static_cast<int>(boxyard::test::Patience.count()))
#undef QTRY_COMPARE
#define QTRY_COMPARE(actual, expected)                                                                       \
    QTRY_COMPARE_WITH_TIMEOUT(actual, expected, static_cast<int>(boxyard::test::Patience.count()))
