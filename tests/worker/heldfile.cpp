// SPDX-License-Identifier: GPL-2.0-or-later

#include "heldfile.h"

#include <QFile>

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
    pollfd reached = {m_group, POLLIN, 0};
    if (poll(&reached, 1, static_cast<int>(boxyard::test::Patience.count())) != 1)
        throw std::runtime_error("nobody opened " + m_path.toStdString());
}
