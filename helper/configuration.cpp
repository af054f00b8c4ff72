// SPDX-License-Identifier: GPL-2.0-or-later

#include "configuration.h"

#include "backend/api/names.h"
#include "descriptor.h"

#include <QFile>
#include <QMap>

#include <cerrno>
#include <cstring>
#include <functional>

#include <fcntl.h>
#include <sys/stat.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LargestFile = 64 * 1024;

using Setter = std::function<Status(const QString &value)>;

Setter number(const QString &key, int least, int most, std::function<void(int)> set)
{
    return [=](const QString &value) -> Status {
        bool ok = false;
        const int parsed = value.toInt(&ok);
        if (!ok || parsed < least || parsed > most)
            return refuse(ErrorCode::InvalidArgument, key, u"not between %1 and %2"_s.arg(least).arg(most));
        set(parsed);
        return {};
    };
}

QStringList listOf(const QString &value)
{
    QStringList list;
    for (const QString &part : value.split(u',', Qt::SkipEmptyParts)) {
        if (const QString text = part.trimmed(); !text.isEmpty() && !list.contains(text))
            list.append(text);
    }
    return list;
}

/// A list whose every member has the right form.
Setter list(const QString &key, bool (*isGood)(const QString &), QStringList &into)
{
    return [key, isGood, &into](const QString &value) -> Status {
        const QStringList parsed = listOf(value);
        for (const QString &text : parsed) {
            if (!isGood(text))
                return refuse(ErrorCode::InvalidArgument, key, text);
        }
        if (parsed.isEmpty())
            return refuse(ErrorCode::InvalidArgument, key, u"empty"_s);
        into = parsed;
        return {};
    };
}

/// "section/key" to what it does.
QMap<QString, Setter> settersOf(Configuration &configuration)
{
    Quotas &quotas = configuration.quotas;
    QMap<QString, Setter> setters;
    const auto quota = [&setters](const QString &key, int most, int &field) {
        setters.insert(u"quotas/"_s + key, number(key, 1, most, [&field](int value) { field = value; }));
    };
    quota(u"running"_s, 64, quotas.running);
    quota(u"queued"_s, 10'000, quotas.queued);
    quota(u"running-of-all"_s, 256, quotas.runningOfAll);
    quota(u"terminals"_s, 1'000, quotas.terminals);
    quota(u"dialogs"_s, 64, quotas.dialogs);
    quota(u"calls"_s, 10'000, quotas.calls);
    setters.insert(u"helper/idle-seconds"_s,
                   number(u"idle-seconds"_s, 1, 86'400,
                          [&configuration](int value) { configuration.idle = std::chrono::seconds(value); }));
    setters.insert(u"helper/locations"_s, list(u"locations"_s, &isLocation, configuration.locations));
    setters.insert(u"helper/templates"_s, list(u"templates"_s, &isContainerName, configuration.templates));
    return setters;
}

Result<QByteArray> readTrusted(const QString &path, uid_t owner)
{
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.isOpen())
        return refuse(ErrorCode::Failed, path, QString::fromLocal8Bit(std::strerror(errno)));

    struct stat about {
    };

    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode))
        return refuse(ErrorCode::Failed, path, u"not a regular file"_s);
    if (about.st_uid != 0 && about.st_uid != owner)
        return refuse(ErrorCode::Failed, path, u"it belongs to another user"_s);
    if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return refuse(ErrorCode::Failed, path, u"others may write it"_s);
    if (about.st_size > LargestFile)
        return refuse(ErrorCode::Failed, path, u"too large"_s);
    QFile reader;
    if (!reader.open(file.get(), QIODevice::ReadOnly))
        return refuse(ErrorCode::Failed, path, reader.errorString());
    return reader.read(LargestFile);
}

} // namespace

Result<Configuration> parseConfiguration(const QString &text, Configuration defaults)
{
    Configuration configuration = std::move(defaults);
    const QMap<QString, Setter> setters = settersOf(configuration);
    QString section;
    int lineNumber = 0;
    for (const QString &raw : text.split(u'\n')) {
        ++lineNumber;
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        if (line.startsWith(u'[') && line.endsWith(u']')) {
            section = line.mid(1, line.size() - 2).trimmed();
            continue;
        }
        const auto equals = line.indexOf(u'=');
        const QString key = line.left(equals).trimmed();
        const auto setter = equals < 0 ? setters.cend() : setters.constFind(section + u'/' + key);
        if (setter == setters.cend())
            return refuse(ErrorCode::InvalidArgument, u"line %1"_s.arg(lineNumber), u"unknown setting"_s);
        if (auto status = (*setter)(line.mid(equals + 1).trimmed()); !status)
            return refuse(status.error());
    }
    return configuration;
}

Result<Configuration> loadConfiguration(const QString &path, uid_t owner, Configuration defaults)
{
    struct stat about {
    };

    if (::lstat(QFile::encodeName(path).constData(), &about) != 0 && errno == ENOENT)
        return defaults;
    const auto text = readTrusted(path, owner);
    if (!text)
        return refuse(text.error());
    return parseConfiguration(QString::fromUtf8(*text), std::move(defaults));
}

} // namespace boxyard
