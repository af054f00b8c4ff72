// SPDX-License-Identifier: GPL-2.0-or-later

#include "statelock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace boxyard {

using namespace std::chrono_literals;

StateLock::StateLock(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
    m_longest.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &StateLock::attempt);
    connect(&m_longest, &QTimer::timeout, this, [this] {
        m_again.stop();
        Q_EMIT timedOut();
    });
}

Status StateLock::begin(std::chrono::milliseconds longest)
{
    const QByteArray name = QFile::encodeName(m_folder);
    QDir().mkpath(QFileInfo(m_folder).path());
    ::mkdir(name.constData(), 0700); // the open below tells
    m_file.reset(::open(name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!m_file.isOpen())
        return refuse(ErrorCode::Failed, m_folder, QString::fromLocal8Bit(std::strerror(errno)));
    m_longest.start(longest);
    m_again.start(20ms);
    QMetaObject::invokeMethod(this, &StateLock::attempt, Qt::QueuedConnection);
    return {};
}

void StateLock::attempt()
{
    if (!m_again.isActive() || ::flock(m_file.get(), LOCK_EX | LOCK_NB) != 0)
        return;
    m_again.stop();
    m_longest.stop();
    Q_EMIT taken();
}

} // namespace boxyard
