// SPDX-License-Identifier: GPL-2.0-or-later
#include "program.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QTimer>

#include <array>
#include <cstdio>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Connections = 8;
constexpr int CallsUnderWay = 32; ///< a connection

/// One connection of the flood: whenever a call is answered it makes the next one.
class Hose : public QObject
{
public:
    explicit Hose(int number)
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SystemBus, u"flood-%1"_s.arg(number)))
    {
        m_bus.call(messageOf(u"Host"_s, u"Subscribe"_s));
        for (int i = 0; i < CallsUnderWay; ++i)
            pour();
    }

private:
    static QDBusMessage messageOf(const QString &noun, const QString &method)
    {
        return QDBusMessage::createMethodCall(u"org.boxyard.Helper1"_s, u"/org/boxyard/Helper1/"_s + noun,
                                              u"org.boxyard."_s + noun + u'1', method);
    }

    void pour()
    {
        // Reads, a subscription that polkit is asked about, and verbs that are refused.
        static const std::array<std::pair<QString, QString>, 4> calls{{{u"Containers"_s, u"List"_s},
                                                                       {u"Host"_s, u"Info"_s},
                                                                       {u"Host"_s, u"Subscribe"_s},
                                                                       {u"Containers"_s, u"Start"_s}}};
        const auto &[noun, method] = calls.at(static_cast<std::size_t>(m_next++) % calls.size());
        auto message = messageOf(noun, method);
        if (method == u"Start")
            message << u"/var/lib/lxc"_s << u"no-such-container"_s;
        auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *answered) {
            answered->deleteLater();
            pour();
        });
    }

    QDBusConnection m_bus;
    int m_next = 0;
};

} // namespace

int runFlood()
{
    std::array<std::unique_ptr<Hose>, Connections> hoses;
    for (int i = 0; i < Connections; ++i)
        hoses.at(static_cast<std::size_t>(i)) = std::make_unique<Hose>(i);
    QTimer::singleShot(500, [] { // it is under way
        std::puts("ready");
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}

} // namespace boxyard::bench
