// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/api/job.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QObject>
#include <QTest>

#include <algorithm>

namespace boxyard {

/// A program on the bus, and what it is told.
class Client : public QObject
{
    Q_OBJECT

public:
    explicit Client(const QDBusConnection &bus)
        : m_bus(bus)
    {
        for (const auto &signal :
             {QStringLiteral("Progress"), QStringLiteral("LogLine"), QStringLiteral("Finished")})
            m_bus.connect({}, {}, QStringLiteral("org.boxyard.Jobs1"), signal, this,
                          SLOT(onSignal(QDBusMessage)));
        m_bus.connect({}, {}, QStringLiteral("org.boxyard.Host1"), QStringLiteral("Changed"), this,
                      SLOT(onSignal(QDBusMessage)));
    }

    QDBusPendingCall begin(const QString &noun, const QString &method, const QVariantList &arguments = {})
    {
        auto call = QDBusMessage::createMethodCall(QStringLiteral("org.boxyard.Helper1"),
                                                   QStringLiteral("/org/boxyard/Helper1/") + noun,
                                                   QStringLiteral("org.boxyard.") + noun + u'1', method);
        call.setArguments(arguments);
        return m_bus.asyncCall(call, 60'000);
    }

    QDBusMessage call(const QString &noun, const QString &method, const QVariantList &arguments = {})
    {
        QDBusPendingCall pending = begin(noun, method, arguments);
        return test::comes([&] { return pending.isFinished(); }) ? pending.reply() : QDBusMessage();
    }

    /// A job's id, or 0.
    quint64 job(const QString &noun, const QString &method, const QVariantList &arguments)
    {
        return call(noun, method, arguments).arguments().value(0).toULongLong();
    }

    /// The error word that a job ended with, or "never".
    QString end(quint64 job)
    {
        const auto ended = [&] {
            return std::any_of(messages.cbegin(), messages.cend(),
                               [&](const QDBusMessage &m) { return isEnd(m, job); });
        };
        if (job == 0 || !test::comes(ended))
            return QStringLiteral("never");
        for (const QDBusMessage &message : messages) {
            if (isEnd(message, job))
                return message.arguments().at(1).toString();
        }
        return {};
    }

    int heard(const QString &signal) const
    {
        return static_cast<int>(std::count_if(messages.cbegin(), messages.cend(),
                                              [&](const QDBusMessage &m) { return m.member() == signal; }));
    }

    ContainerList list()
    {
        return qdbus_cast<ContainerList>(
            call(QStringLiteral("Containers"), QStringLiteral("List")).arguments().value(0));
    }

    JobInfoList jobs()
    {
        return qdbus_cast<JobInfoList>(
            call(QStringLiteral("Jobs"), QStringLiteral("List"), {false}).arguments().value(0));
    }

    JobInfo jobInfo(quint64 id)
    {
        for (const JobInfo &job : jobs()) {
            if (job.id == id)
                return job;
        }
        return {};
    }

    QList<QDBusMessage> messages;

private Q_SLOTS:

    void onSignal(const QDBusMessage &message) { messages.append(message); }

private:
    static bool isEnd(const QDBusMessage &message, quint64 job)
    {
        return message.member() == QStringLiteral("Finished")
            && message.arguments().at(0).toULongLong() == job;
    }

    QDBusConnection m_bus;
};

} // namespace boxyard
