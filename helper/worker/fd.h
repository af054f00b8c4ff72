// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <utility>

#include <unistd.h>

namespace boxyard::worker {

/// Owns a file descriptor; -1 where there is none.
class Fd
{
public:
    Fd() = default;

    explicit Fd(int fd)
        : m_fd(fd)
    {
    }

    Fd(Fd &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }

    Fd &operator=(Fd &&other) noexcept
    {
        if (this != &other)
            reset(std::exchange(other.m_fd, -1));
        return *this;
    }

    Fd(const Fd &) = delete;
    Fd &operator=(const Fd &) = delete;

    ~Fd() { reset(); }

    void reset(int fd = -1)
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = fd;
    }

    [[nodiscard]] int get() const { return m_fd; }

    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

} // namespace boxyard::worker
