// SPDX-License-Identifier: GPL-2.0-or-later

#include "pty.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace boxyard {

namespace {

/// A shell that pours out output must not keep the window from being drawn.
constexpr int MostReadsAtOnce = 16;
/// What is typed while the other side does not read.
constexpr qsizetype MostPending = 4 * 1024 * 1024;

} // namespace

Pty::Pty(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
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
    if (m_descriptor < 0 || m_pending.size() + bytes.size() > MostPending)
        return;
    m_pending.append(bytes);
    flush();
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
    std::array<char, 65536> buffer; // NOLINT(*-member-init): filled by read()
    for (int i = 0; i < MostReadsAtOnce && m_descriptor >= 0; ++i) {
        const ssize_t count = ::read(m_descriptor, buffer.data(), buffer.size());
        if (count > 0) {
            Q_EMIT received(QByteArray(buffer.data(), count));
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN) {
            return;
        } else {
            return close(); // EIO: the other side is closed
        }
    }
}

void Pty::flush()
{
    while (!m_pending.isEmpty()) {
        const ssize_t count =
            ::write(m_descriptor, m_pending.constData(), static_cast<size_t>(m_pending.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            if (errno != EAGAIN)
                m_pending.clear();
            break;
        }
        m_pending.remove(0, count);
    }
    m_writer->setEnabled(!m_pending.isEmpty());
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
