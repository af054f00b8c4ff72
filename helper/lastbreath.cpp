// SPDX-License-Identifier: GPL-2.0-or-later

#include "lastbreath.h"

#include <cstdlib>

namespace boxyard {

using namespace Qt::StringLiterals;

LastBreath::LastBreath(QDBusConnection bus, QObject *parent)
    : QObject(parent)
{
    bus.connect(QString(), u"/org/freedesktop/DBus/Local"_s, u"org.freedesktop.DBus.Local"_s,
                u"Disconnected"_s, this, SLOT(onDisconnected()));
}

void LastBreath::onDisconnected() // NOLINT(readability-convert-member-functions-to-static): a slot
{
    qWarning("the bus is gone");
    // Nothing is left to answer, and nothing in memory is needed: the journal has it.
    std::_Exit(1);
}

} // namespace boxyard
