// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "helper/watch/unixdiag.h"
#include "helper/watch/watch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

namespace boxyard::test {

using namespace Qt::StringLiterals;

inline QString stateText(const Watch &watch, const ContainerRef &ref)
{
    static const QStringList names{u"Stopped"_s,       u"Starting"_s, u"Running"_s, u"Stopping"_s,
                                   u"Aborting"_s,      u"Freezing"_s, u"Frozen"_s,  u"Thawed"_s,
                                   u"NotResponding"_s, u"Unknown"_s};
    const auto *container = watch.find(ref);
    return container ? names.value(static_cast<qsizetype>(container->state)) : u"none"_s;
}

/// A container path of the test's own, and who reads its configs.
class Place
{
public:
    struct Request {
        QString location;
        QStringList names;
        std::function<void(QList<InspectedConfig>)> done;
    };

    Place() { QVERIFY(folder.isValid()); }

    [[nodiscard]] QString path() const { return folder.path(); }

    [[nodiscard]] ContainerRef ref(const QString &name) const { return {path(), name}; }

    [[nodiscard]] std::string socket(const QString &name) const
    {
        return commandSocketName(path().toStdString(), name.toStdString());
    }

    void write(const QString &name, const QByteArray &config = "lxc.uts.name = x\n") const
    {
        QDir(path()).mkpath(name);
        QFile file(path() + u'/' + name + u"/config"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(config);
    }

    [[nodiscard]] Watch::Options options() const { return {{path()}, ::getuid()}; }

    /// Keeps the requests; a test answers them.
    Inspect keep()
    {
        return [this](const QString &location, const QStringList &names,
                      std::function<void(QList<InspectedConfig>)> done) {
            requests.append({location, names, std::move(done)});
        };
    }

    static InspectedConfig config(const QString &name, const QString &store = u"dir"_s)
    {
        InspectedConfig config;
        config.name = name;
        config.store = store;
        config.details.hostname = name + u"-host"_s;
        return config;
    }

    static void answerAll(const Request &request)
    {
        QList<InspectedConfig> configs;
        for (const auto &name : request.names)
            configs.append(config(name));
        request.done(configs);
    }

    QTemporaryDir folder;
    QList<Request> requests;
};

inline Inspect nobody()
{
    return [](const QString &, const QStringList &, const std::function<void(QList<InspectedConfig>)> &) {};
}

inline QStringList names(const Watch &watch)
{
    QStringList names;
    for (const auto &container : watch.containers())
        names.append(container.ref.name);
    return names;
}

} // namespace boxyard::test
