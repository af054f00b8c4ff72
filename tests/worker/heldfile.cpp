// SPDX-License-Identifier: GPL-2.0-or-later

#include "heldfile.h"

#include <QDeadlineTimer>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/fanotify.h>
#include <unistd.h>

HeldFile::HeldFile(const QString &path)
    : m_path(QFile::encodeName(path))
    , m_group(fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC))
{
    if (m_group >= 0
        && fanotify_mark(m_group, FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, m_path.constData()) == 0)
        return;
    const int error = errno;
    close(m_group);
    throw std::runtime_error("cannot hold " + m_path.toStdString() + ": " + strerror(error));
}

HeldFile::~HeldFile()
{
    close(m_group);
}

void HeldFile::awaitReached() const
{
    const QDeadlineTimer end(boxyard::test::Patience);
    pollfd reached = {m_group, POLLIN, 0};
    int count = 0;
    do
        count = poll(&reached, 1, static_cast<int>(end.remainingTime()));
    while (count < 0 && errno == EINTR);
    if (count != 1)
        throw std::runtime_error("nobody opened " + m_path.toStdString());
}
