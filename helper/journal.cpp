// SPDX-License-Identifier: GPL-2.0-or-later

#include "journal.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 IdBlock = 64; // ids that are written down at once
constexpr qint64 LargestRequest = 256 * 1024;
constexpr mode_t FolderMode = 0700;
constexpr mode_t FileMode = 0600;

Error systemError(const QString &object, int code)
{
    const QString why = QString::fromLocal8Bit(std::strerror(code));
    if (code == ENOSPC || code == EDQUOT)
        return {ErrorCode::NoSpace, object, why};
    if (code == EROFS)
        return {ErrorCode::ReadOnlyStore, object, why};
    return {ErrorCode::Failed, object, why};
}

Status makeFolder(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), FolderMode) != 0 && errno != EEXIST)
        return refuse(systemError(path, errno));

    struct stat about {
    };

    if (::lstat(name.constData(), &about) != 0)
        return refuse(systemError(path, errno));
    if (!S_ISDIR(about.st_mode) || about.st_uid != ::geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return refuse(ErrorCode::Failed, path, u"not a folder of its own"_s);
    return {};
}

bool writeAll(int fd, const QByteArray &data)
{
    qsizetype done = 0;
    while (done < data.size()) {
        const auto written = ::write(fd, data.constData() + done, static_cast<size_t>(data.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        done += written;
    }
    return true;
}

bool syncFolder(const QString &path)
{
    const Descriptor folder(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.isOpen() && ::fsync(folder.get()) == 0;
}

/// A new file beside `path`, locked and written, then renamed to it: nobody ever sees half of it, or sees it
/// unlocked.
Result<Descriptor> writeLocked(const QString &path, const QByteArray &data, bool sync)
{
    const QByteArray last = QFile::encodeName(path);
    const QByteArray first = last + ".new";
    ::unlink(first.constData());
    Descriptor file(::open(first.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FileMode));
    if (!file.isOpen())
        return refuse(systemError(path, errno));
    const bool written = ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 && writeAll(file.get(), data)
        && (!sync || ::fsync(file.get()) == 0) && ::lseek(file.get(), 0, SEEK_SET) == 0
        && ::rename(first.constData(), last.constData()) == 0;
    if (!written) {
        const int code = errno;
        ::unlink(first.constData());
        return refuse(systemError(path, code));
    }
    return file;
}

/// The id in "ID.json".
std::optional<quint64> idOf(const QString &fileName)
{
    if (!fileName.endsWith(".json"_L1))
        return {};
    bool ok = false;
    const quint64 id = fileName.chopped(5).toULongLong(&ok);
    return ok && id > 0 ? std::optional(id) : std::nullopt;
}

} // namespace

Journal::Journal(QString runFolder, QString stateFolder)
    : m_runFolder(std::move(runFolder))
    , m_stateFolder(std::move(stateFolder))
{
}

Status Journal::prepare()
{
    for (const QString &path : {m_runFolder, reportFolder(), m_stateFolder, intentFolder()}) {
        if (auto status = makeFolder(path); !status)
            return status;
    }
    QFile counter(m_runFolder + u"/next-id"_s);
    if (counter.open(QIODevice::ReadOnly))
        raiseNextId(counter.read(32).trimmed().toULongLong());
    m_reserved = m_nextId;
    return {};
}

void Journal::raiseNextId(quint64 above)
{
    m_nextId = std::max({m_nextId, above, quint64{1}});
    m_reserved = std::max(m_reserved, m_nextId);
}

Result<quint64> Journal::nextId()
{
    if (m_nextId >= m_reserved) {
        const QString path = m_runFolder + u"/next-id"_s;
        if (auto file = writeLocked(path, QByteArray::number(m_nextId + IdBlock) + '\n', false); !file)
            return refuse(file.error());
        m_reserved = m_nextId + IdBlock;
    }
    return m_nextId++;
}

QString Journal::requestPath(quint64 id, bool durable) const
{
    return u"%1/%2.json"_s.arg(durable ? intentFolder() : reportFolder()).arg(id);
}

QString Journal::reportPath(quint64 id) const
{
    return u"%1/%2.jsonl"_s.arg(reportFolder()).arg(id);
}

Result<Descriptor> Journal::write(quint64 id, const QJsonObject &request, bool durable) const
{
    const QByteArray text = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
    auto run = writeLocked(requestPath(id, false), text, false);
    if (!durable || !run)
        return run;
    auto intent = writeLocked(requestPath(id, true), text, true);
    if (intent && !syncFolder(intentFolder())) {
        const int code = errno;
        removeIntent(id);
        return refuse(systemError(intentFolder(), code));
    }
    return intent;
}

Result<Descriptor> Journal::openReport(quint64 id) const
{
    const QString path = reportPath(id);
    Descriptor file(::open(QFile::encodeName(path).constData(),
                           O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FileMode));
    if (!file.isOpen())
        return refuse(systemError(path, errno));
    return file;
}

void Journal::removeIntent(quint64 id) const
{
    ::unlink(QFile::encodeName(requestPath(id, true)).constData());
    syncFolder(intentFolder());
}

void Journal::removeRun(quint64 id) const
{
    ::unlink(QFile::encodeName(requestPath(id, false)).constData());
    ::unlink(QFile::encodeName(reportPath(id)).constData());
}

void Journal::scanFolder(const QString &folder, bool durable, QList<Found> &into)
{
    const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System);
    for (const QString &name : names) {
        const QString path = folder + u'/' + name;
        if (name.endsWith(".json.new"_L1)) {
            QFile::remove(path); // never became a request
            continue;
        }
        const auto id = idOf(name);
        if (!id)
            continue;
        raiseNextId(*id + 1);
        const bool known =
            std::any_of(into.cbegin(), into.cend(), [&](const Found &f) { return f.id == *id; });
        if (known)
            continue;
        QFile file(path);

        struct stat about {
        };

        const bool opened = file.open(QIODevice::ReadOnly) && ::fstat(file.handle(), &about) == 0;
        const QJsonObject request =
            opened ? QJsonDocument::fromJson(file.read(LargestRequest)).object() : QJsonObject();
        if (request.isEmpty()) {
            QFile::rename(path, path + u".broken"_s);
            continue;
        }
        into.append({*id, request, durable, isLocked(path), qint64{about.st_mtim.tv_sec} * 1'000});
    }
}

QList<Journal::Found> Journal::scan()
{
    QList<Found> found;
    scanFolder(intentFolder(), true, found);
    scanFolder(reportFolder(), false, found);
    std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.id < b.id; });
    return found;
}

bool isLocked(const QString &path)
{
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    return file.isOpen() && ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace boxyard
