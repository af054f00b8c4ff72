// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/lxc/lxcengine.h"
#include "fakehelper.h"
#include "printing.h"
#include "testbus.h"

#include <QTest>

#include <memory>

namespace boxyard {

inline const ContainerRef Web{QStringLiteral("/var/lib/lxc"), QStringLiteral("web")};

inline Container stopped(const QString &name)
{
    Container container;
    container.ref = {Web.location, name};
    container.state = ContainerState::Stopped;
    return container;
}

/// An engine that is connected with a helper of two containers, for each test function anew.
class EngineTest : public QObject
{
    Q_OBJECT

protected:
    void begin()
    {
        FakeState state;
        state.containers = {stopped(QStringLiteral("db")), stopped(QStringLiteral("web"))};
        m_helper = std::make_unique<FakeHelper>(m_bus.address(), state);
        QVERIFY(m_helper->isThere());
        m_engine = std::make_unique<LxcEngine>(LxcEngine::Options{LxcEngine::Bus::Address, m_bus.address()});
        QCOMPARE(m_engine->link(), Engine::Link::Connecting);
        QTRY_VERIFY2(ready(), toString(m_engine->linkError()));
    }

    void end()
    {
        m_engine.reset();
        m_helper.reset();
    }

    bool ready() const { return m_engine->link() == Engine::Link::Ready; }

    TestBus m_bus;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<LxcEngine> m_engine;
};

} // namespace boxyard
