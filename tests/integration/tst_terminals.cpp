// SPDX-License-Identifier: GPL-2.0-or-later
// How long a shell in a container lives: as long as somebody holds its terminal, whatever becomes of the
// helper.

#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"

#include <QTest>

#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;

class TestTerminals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void outlivesTheHelper();
    void endsWithItsClient();

private:
    std::unique_ptr<Operator> m_may;
};

void TestTerminals::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestTerminals::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(m_may->create(u"web"_s).error, QString());
    QCOMPARE(m_may->start(u"web"_s).error, QString());
}

void TestTerminals::cleanup()
{
    m_may.reset();
    if (bed::isBed())
        bed::removeContainers();
}

void TestTerminals::outlivesTheHelper()
{
    QString error;
    const int pty = m_may->openShell(u"web"_s, &error);
    QCOMPARE(error, QString());
    type(pty, "echo fi''rst\n");
    QVERIFY(readUntil(pty, "first").contains("first"));
    bed::killHelper();
    type(pty, "echo se''cond\n");
    QVERIFY(readUntil(pty, "second").contains("second"));

    QCOMPARE(m_may->client().subscribe().error, QString());
    type(pty, "echo th''ird; sleep 40123\n");
    QVERIFY(readUntil(pty, "third").contains("third"));
    QTRY_COMPARE(processesWith("40123").size(), 1);
    close(pty);
    QTRY_COMPARE(processesWith("40123").size(), 0);
    // It was adopted; with it goes the last that kept its worker.
    QVERIFY(workersEnd());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestTerminals::endsWithItsClient()
{
    const int pty = m_may->openShell(u"web"_s);
    QVERIFY(pty >= 0);
    type(pty, "echo fi''rst; sleep 40124\n");
    QVERIFY(readUntil(pty, "first").contains("first"));
    QTRY_COMPARE(processesWith("40124").size(), 1);
    m_may.reset(); // a connection that ends is no reason
    bed::letPass(300ms);
    QCOMPARE(processesWith("40124").size(), 1);
    close(pty);
    QTRY_COMPARE(processesWith("40124").size(), 0);
    QVERIFY(workersEnd());
    m_may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
}

QTEST_GUILESS_MAIN(TestTerminals)
#include "tst_terminals.moc"
