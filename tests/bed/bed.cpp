// SPDX-License-Identifier: GPL-2.0-or-later

#include "bed.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QThread>

#include <stdexcept>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>

namespace boxyard::bed {

using namespace Qt::StringLiterals;

namespace {

const QString ContainerPath = u"/var/lib/lxc"_s;

/// Everything about a file that a write, a replacement or a chown would change; reading does not.
QString fingerprint(const QString &path)
{
    struct stat seen = {};
    if (lstat(QFile::encodeName(path).constData(), &seen) != 0)
        return u"absent"_s;
    QByteArray contents;
    if (S_ISLNK(seen.st_mode)) {
        contents = QFile::encodeName(QFile::symLinkTarget(path));
    } else if (S_ISREG(seen.st_mode)) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            contents = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha1).toHex();
    }
    return u"%1 %2:%3 %4 %5 %6"_s.arg(QString::number(seen.st_mode, 8))
        .arg(seen.st_uid)
        .arg(seen.st_gid)
        .arg(seen.st_ino)
        .arg(S_ISDIR(seen.st_mode) ? 0 : seen.st_size)
        .arg(QString::fromLatin1(contents));
}

} // namespace

bool isBed()
{
    return qEnvironmentVariable("BOXYARD_BED") == "1"_L1;
}

User user(const QString &name)
{
    const passwd *entry = getpwnam(name.toLocal8Bit().constData());
    if (entry == nullptr)
        throw std::runtime_error("the bed has no user " + name.toStdString());
    return {name, entry->pw_uid, entry->pw_gid};
}

Outcome run(const QString &program, const QStringList &arguments, std::chrono::seconds patience)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    Outcome outcome;
    if (process.waitForFinished(static_cast<int>(std::chrono::milliseconds(patience).count()))
        && process.exitStatus() == QProcess::NormalExit)
        outcome.code = process.exitCode();
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
    }
    outcome.out = QString::fromUtf8(process.readAllStandardOutput());
    outcome.err = QString::fromUtf8(process.readAllStandardError());
    return outcome;
}

QString mustRun(const QString &program, const QStringList &arguments)
{
    const Outcome outcome = run(program, arguments);
    if (outcome.code != 0) {
        throw std::runtime_error(u"%1 %2: exit code %3: %4"_s.arg(program, arguments.join(u' '))
                                     .arg(outcome.code)
                                     .arg(outcome.err)
                                     .toStdString());
    }
    return outcome.out;
}

void makeContainer(const QString &name, const QStringList &lines, bool privileged)
{
    mustRun(u"lxc-create"_s, {u"-n"_s, name, u"-t"_s, u"busybox"_s});
    const QString config = ContainerPath + u'/' + name + u"/config"_s;
    QString text = readFile(config);
    if (!privileged) {
        text += u"lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n"_s;
        // LXC makes the folder for root alone, who is somebody else inside.
        mustRun(u"chmod"_s, {u"711"_s, ContainerPath + u'/' + name});
        mustRun(u"chown"_s, {u"-R"_s, u"100000:100000"_s, ContainerPath + u'/' + name + u"/rootfs"_s});
    }
    for (const QString &line : lines)
        text += line + u'\n';
    writeFile(config, text);
}

QString lxcState(const QString &name)
{
    const Outcome outcome = run(u"lxc-info"_s, {u"-n"_s, name, u"-s"_s, u"-H"_s});
    return outcome.code == 0 ? outcome.out.trimmed() : QString();
}

QStringList lxcNames()
{
    QStringList names = mustRun(u"lxc-ls"_s, {u"-1"_s}).split(u'\n', Qt::SkipEmptyParts);
    for (QString &name : names)
        name = name.trimmed();
    names.sort();
    return names;
}

void removeContainers()
{
    for (const QString &name : lxcNames())
        run(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, name});
    QDir folder(ContainerPath);
    for (const QString &name : folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        run(u"lxc-destroy"_s, {u"-n"_s, name});
        const QString path = folder.filePath(name);
        if (QFileInfo::exists(path) && run(u"rm"_s, {u"-rf"_s, path}).code != 0)
            mustRun(u"btrfs"_s, {u"subvolume"_s, u"delete"_s, path});
    }
}

QString readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("cannot read " + path.toStdString());
    return QString::fromUtf8(file.readAll());
}

void writeFile(const QString &path, const QString &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.flush())
        throw std::runtime_error("cannot write " + path.toStdString());
}

Canaries::Canaries(const QStringList &paths)
    : m_paths(paths)
    , m_before(look())
{
}

QStringList Canaries::touched() const
{
    const Look now = look();
    QStringList different;
    for (const QString &path : m_before.keys() + now.keys()) {
        if (m_before.value(path) != now.value(path) && !different.contains(path))
            different.append(path);
    }
    return different;
}

QStringList Canaries::host()
{
    QStringList paths = {u"/etc/hostname"_s, u"/etc/hosts"_s,    u"/etc/passwd"_s,
                         u"/etc/shadow"_s,   u"/etc/group"_s,    u"/etc/subuid"_s,
                         u"/etc/lxc"_s,      u"/etc/polkit-1"_s, u"/root"_s};
    for (const QString &path : QStringList(paths)) {
        if (!QFileInfo::exists(path))
            paths.removeOne(path);
    }
    return paths;
}

Canaries::Look Canaries::look() const
{
    Look found;
    for (const QString &path : m_paths) {
        found.insert(path, fingerprint(path));
        if (!QFileInfo(path).isDir() || QFileInfo(path).isSymLink())
            continue;
        QDirIterator all(path, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString inner = all.next();
            found.insert(inner, fingerprint(inner));
        }
    }
    return found;
}

void letPass(std::chrono::milliseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    do {
        if (QCoreApplication::instance() != nullptr) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        QThread::msleep(1);
    } while (std::chrono::steady_clock::now() < end);
}

} // namespace boxyard::bed
