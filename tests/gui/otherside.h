// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>
#include <QTest>

#include <array>
#include <utility>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace boxyard::guitest {

/// The side on which a program would run, in raw mode: what comes is what the terminal sent, byte by byte.
class OtherSide
{
public:
    OtherSide()
    {
        termios raw = {};
        cfmakeraw(&raw);
        if (openpty(&m_master, &m_slave, nullptr, &raw, nullptr) == 0)
            fcntl(m_slave, F_SETFL, O_NONBLOCK);
    }

    ~OtherSide() { hangUp(); }
    Q_DISABLE_COPY_MOVE(OtherSide)

    /// For the view, which closes it.
    [[nodiscard]] int master() const { return m_master; }

    void print(const QByteArray &bytes) const
    {
        QCOMPARE(::write(m_slave, bytes.constData(), static_cast<size_t>(bytes.size())), bytes.size());
    }

    /// All that was typed so far.
    [[nodiscard]] QByteArray typed()
    {
        std::array<char, 4096> buffer = {};
        for (ssize_t count = 1; count > 0;) {
            count = ::read(m_slave, buffer.data(), buffer.size());
            if (count > 0)
                m_typed.append(buffer.data(), count);
        }
        return m_typed;
    }

    void forget()
    {
        [[maybe_unused]] const QByteArray gone = typed();
        m_typed.clear();
    }

    [[nodiscard]] QSize size() const
    {
        winsize size = {};
        ioctl(m_slave, TIOCGWINSZ, &size);
        return {size.ws_col, size.ws_row};
    }

    /// Gives the descriptor away.
    [[nodiscard]] int release() { return std::exchange(m_slave, -1); }

    void hangUp()
    {
        if (m_slave >= 0)
            ::close(m_slave);
        m_slave = -1;
    }

private:
    int m_master = -1;
    int m_slave = -1;
    QByteArray m_typed;
};

} // namespace boxyard::guitest
