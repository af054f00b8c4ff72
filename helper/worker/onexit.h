// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <utility>

namespace boxyard::worker {

/// Runs a function when it goes out of scope, unless dismissed: how a verb undoes what it had begun.
template <typename Function>
class OnExit
{
public:
    explicit OnExit(Function function)
        : m_function(std::move(function))
    {
    }

    OnExit(const OnExit &) = delete;
    OnExit &operator=(const OnExit &) = delete;
    OnExit(OnExit &&) = delete;
    OnExit &operator=(OnExit &&) = delete;

    ~OnExit()
    {
        if (m_armed)
            m_function();
    }

    void dismiss() { m_armed = false; }

private:
    Function m_function;
    bool m_armed = true;
};

} // namespace boxyard::worker
