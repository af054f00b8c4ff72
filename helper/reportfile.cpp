// SPDX-License-Identifier: GPL-2.0-or-later

#include "reportfile.h"

#include <QFile>

#include <array>
#include <cstring>

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace boxyard {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype Part = qsizetype{64} * 1024;

} // namespace

ReportFile::ReportFile(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
{
}

void ReportFile::readMore()
{
    if (readPart())
        QMetaObject::invokeMethod(this, &ReportFile::readMore, Qt::QueuedConnection);
}

void ReportFile::readRest()
{
    while (readPart()) { }
}

bool ReportFile::readPart()
{
    if (m_stopped || !m_file.isOpen())
        return false;
    QByteArray part(Part, Qt::Uninitialized);
    const auto got = ::read(m_file.get(), part.data(), static_cast<size_t>(part.size()));
    if (got <= 0)
        return false;
    m_size += got;
    m_partial.append(part.constData(), got);
    takeLines();
    if (m_size > LargestReport || m_partial.size() > LongestReportLine) {
        m_stopped = true;
        Q_EMIT tooLong();
        return false;
    }
    return got == part.size();
}

void ReportFile::takeLines()
{
    qsizetype begin = 0;
    for (qsizetype end = m_partial.indexOf('\n'); end >= 0; end = m_partial.indexOf('\n', begin)) {
        if (const auto report = parseReport(m_partial.mid(begin, end - begin)))
            Q_EMIT reported(*report);
        begin = end + 1;
    }
    m_partial.remove(0, begin);
}

ReportWatcher::ReportWatcher(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
{
    connect(&m_poll, &QTimer::timeout, this, &ReportWatcher::readAll);
    const bool watching = m_inotify.isOpen()
        && ::inotify_add_watch(m_inotify.get(), QFile::encodeName(folder).constData(), IN_MODIFY) >= 0;
    if (!watching) {
        m_poll.setInterval(100ms);
        return;
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_inotify.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ReportWatcher::onEvents);
}

void ReportWatcher::follow(const QString &fileName, ReportFile *file)
{
    const QByteArray key = QFile::encodeName(fileName);
    m_files.insert(key, file);
    connect(file, &QObject::destroyed, this, [this, key, file] {
        if (m_files.value(key) == file)
            m_files.remove(key);
        if (m_files.isEmpty())
            m_poll.stop();
    });
    if (!m_notifier)
        m_poll.start();
}

void ReportWatcher::onEvents()
{
    // inotify(7), "Reading events": events of varying length, aligned for the structure.
    alignas(inotify_event) std::array<char, std::size_t{16} * 1024> buffer{};
    const auto got = ::read(m_inotify.get(), buffer.data(), buffer.size());
    for (qsizetype at = 0; at + qsizetype{sizeof(inotify_event)} <= got;) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        const char *name = buffer.data() + at + sizeof event;
        at += qsizetype{sizeof event} + static_cast<qsizetype>(event.len);
        if ((event.mask & IN_Q_OVERFLOW) != 0)
            readAll();
        else if (ReportFile *file = event.len > 0 ? m_files.value(QByteArray(name)) : nullptr)
            file->readMore();
    }
}

void ReportWatcher::readAll()
{
    const auto files = m_files;
    for (ReportFile *file : files)
        file->readMore();
}

} // namespace boxyard
