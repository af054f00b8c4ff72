// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <unistd.h>

/// What the tests of the worker's verbs on real containers share; they run in the test bed.
namespace lxctest {

inline const QString Location = QStringLiteral("/var/lib/lxc");

inline QJsonObject createRequest(const QString &name, bool privileged,
                                 const QString &templateName = QStringLiteral("busybox"))
{
    return WorkerRunner::request(QStringLiteral("create"), Location, name,
                                 {{QStringLiteral("template"), templateName},
                                  {QStringLiteral("options"), QJsonObject()},
                                  {QStringLiteral("store"), QStringLiteral("auto")},
                                  {QStringLiteral("privileged"), privileged}});
}

inline QJsonObject plainRequest(const QString &verb, const QString &name)
{
    return WorkerRunner::request(verb, Location, name, {{QStringLiteral("expect"), QString()}});
}

inline QJsonObject stopRequest(const QString &name, const QString &mode, int timeout = 20,
                               const QString &verb = QStringLiteral("stop"))
{
    return WorkerRunner::request(verb, Location, name,
                                 {{QStringLiteral("mode"), mode},
                                  {QStringLiteral("timeout"), timeout},
                                  {QStringLiteral("expect"), QString()}});
}

/// What LXC's own tool says.
inline QString stateOf(const QString &name)
{
    QByteArray out;
    runTool(QStringLiteral("lxc-info"),
            {QStringLiteral("-n"), name, QStringLiteral("-s"), QStringLiteral("-H")}, &out);
    return QString::fromUtf8(out).trimmed();
}

inline int initOf(const QString &name)
{
    QByteArray out;
    runTool(QStringLiteral("lxc-info"),
            {QStringLiteral("-n"), name, QStringLiteral("-p"), QStringLiteral("-H")}, &out);
    return out.trimmed().toInt();
}

inline QStringList entries(const QString &path)
{
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                QDir::Name);
}

/// Each test function makes its own containers; none is left after it.
class LxcTest : public QObject
{
    Q_OBJECT

protected:
    void check()
    {
        if (geteuid() != 0)
            QSKIP("needs root: containers belong to it");
        if (!QFile::exists(QStringLiteral("/run/.bed")))
            QSKIP("needs the test bed");
        const auto outcome = m_worker.run(WorkerRunner::request(
            QStringLiteral("host"), {}, {}, {{QStringLiteral("locations"), QJsonArray{Location}}}));
        QCOMPARE(outcome.host().value(QLatin1StringView("idmapProblem")).toString(), QString());
    }

    void removeAll()
    {
        for (const QString &name : entries(Location)) {
            runTool(QStringLiteral("lxc-stop"), {QStringLiteral("-n"), name, QStringLiteral("-k")});
            QVERIFY2(runTool(QStringLiteral("lxc-destroy"), {QStringLiteral("-n"), name}) == 0,
                     qPrintable(name));
        }
    }

    void make(const QString &name, bool privileged)
    {
        const auto outcome = m_worker.run(createRequest(name, privileged));
        QVERIFY2(outcome.ok(), outcome.text());
    }

    WorkerRunner m_worker;
};

} // namespace lxctest
