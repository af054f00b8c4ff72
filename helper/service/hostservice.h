// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/host.h"

#include <QDBusContext>
#include <QObject>

namespace boxyard {

class Gate;
class HostFacts;
class Subscriptions;

/// org.boxyard.Host1: decodes, and hands over.
class HostService : public QObject, protected QDBusContext
{
    Q_OBJECT

public:
    HostService(Gate &gate, Subscriptions &subscriptions, HostFacts &facts, QObject *parent = nullptr);

    // The interface; the answers are sent later, what these return is not.
    void Subscribe();
    void Unsubscribe();
    HostInfo Info();

private:
    Gate &m_gate;
    Subscriptions &m_subscriptions;
    HostFacts &m_facts;
};

} // namespace boxyard
