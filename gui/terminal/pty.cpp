// SPDX-License-Identifier: GPL-2.0-or-later

#include "pty.h"

#include <QElapsedTimer>
#include <QSocketNotifier>

#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace boxyard {

namespace {

/// A shell that pours out output must not keep the window from being drawn: ms until others have their turn.
constexpr int LongestTurn = 8;
constexpr qsizetype MostAtOnce = 64 * 1024;
constexpr qsizetype MostAnswers = 64 * 1024;

} // namespace

Pty::Pty(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_buffer(MostAtOnce, Qt::Uninitialized)
    , m_reader(new QSocketNotifier(descriptor, QSocketNotifier::Read, this))
    , m_writer(new QSocketNotifier(descriptor, QSocketNotifier::Write, this))
{
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    m_writer->setEnabled(false);
    connect(m_reader, &QSocketNotifier::activated, this, &Pty::read);
    connect(m_writer, &QSocketNotifier::activated, this, &Pty::flush);
}

Pty::~Pty()
{
    m_reader->setEnabled(false);
    m_writer->setEnabled(false);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void Pty::write(const QByteArray &bytes)
{
    if (m_descriptor < 0)
        return;
    m_pending.append(bytes);
    flush();
}

void Pty::answer(const QByteArray &bytes)
{
    if (pending() <= MostAnswers)
        write(bytes);
}

void Pty::resize(int columns, int rows)
{
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    if (m_descriptor >= 0)
        ioctl(m_descriptor, TIOCSWINSZ, &size);
}

void Pty::read()
{
    QElapsedTimer turn;
    turn.start();
    do {
        const ssize_t count = ::read(m_descriptor, m_buffer.data(), MostAtOnce);
        if (count > 0)
            Q_EMIT received(QByteArray::fromRawData(m_buffer.constData(), count));
        else if (count < 0 && errno == EAGAIN)
            return;
        else if (count == 0 || errno != EINTR)
            return close(); // EIO: the other side is closed
    } while (m_descriptor >= 0 && !turn.hasExpired(LongestTurn));
}

void Pty::flush()
{
    while (pending() > 0) {
        const ssize_t count =
            ::write(m_descriptor, m_pending.constData() + m_written, static_cast<size_t>(pending()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            if (errno != EAGAIN)
                m_written = m_pending.size();
            break;
        }
        m_written += count;
    }
    if (pending() == 0) {
        m_pending.clear();
        m_written = 0;
    } else if (m_written > m_pending.size() / 2) {
        m_pending.remove(0, m_written);
        m_written = 0;
    }
    m_writer->setEnabled(pending() > 0);
}

void Pty::close()
{
    m_reader->setEnabled(false);
    m_writer->setEnabled(false);
    ::close(m_descriptor);
    m_descriptor = -1;
    Q_EMIT closed();
}

} // namespace boxyard
