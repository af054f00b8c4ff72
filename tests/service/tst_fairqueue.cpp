// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/fairqueue.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestFairQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTurns();
    void keepsTheOrderOfOne();
    void refusesBeyondTheLimit();
    void waitsForHeldTurns();
    void runsOneATurnOfTheLoop();
};

void TestFairQueue::takesTurns()
{
    FairQueue queue({});
    QStringList order;
    for (int i = 0; i < 20; ++i)
        QVERIFY(queue.push(1, [&order](const FairQueue::Turn &) { order.append(u"flood"_s); }));
    QVERIFY(queue.push(2, [&order](const FairQueue::Turn &) { order.append(u"other"_s); }));
    QTRY_COMPARE(order.size(), 21);
    // One of the flood's was before it in line, and no more than that.
    QVERIFY2(order.indexOf(u"other"_s) <= 1, qPrintable(order.join(u' ')));
}

void TestFairQueue::keepsTheOrderOfOne()
{
    FairQueue queue({});
    QList<int> order;
    for (int i = 0; i < 10; ++i)
        QVERIFY(queue.push(1, [&order, i](const FairQueue::Turn &) { order.append(i); }));
    QTRY_COMPARE(order, QList<int>({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

void TestFairQueue::refusesBeyondTheLimit()
{
    FairQueue queue({3, 8});
    int ran = 0;
    for (int i = 0; i < 3; ++i)
        QVERIFY(queue.push(1, [&ran](const FairQueue::Turn &) { ++ran; }));
    QVERIFY(!queue.push(1, [&ran](const FairQueue::Turn &) { ++ran; }));
    QVERIFY(queue.push(2, [&ran](const FairQueue::Turn &) { ++ran; }));
    QTRY_COMPARE(ran, 4);
    QVERIFY(queue.push(1, [&ran](const FairQueue::Turn &) { ++ran; }));
    QTRY_COMPARE(ran, 5);
}

void TestFairQueue::waitsForHeldTurns()
{
    FairQueue queue({64, 2});
    QList<FairQueue::Turn> held;
    int others = 0;
    for (int i = 0; i < 5; ++i)
        QVERIFY(queue.push(1, [&held](const FairQueue::Turn &turn) { held.append(turn); }));
    QVERIFY(queue.push(2, [&others](const FairQueue::Turn &) { ++others; }));
    QTRY_COMPARE(others, 1);
    QTest::qWait(20);
    QCOMPARE(held.size(), 2);
    held.removeFirst();
    QTRY_COMPARE(held.size(), 2); // the third came for the one that was given back
    QTest::qWait(20);
    QCOMPARE(held.size(), 2);
    held.clear();
    QTRY_COMPARE(held.size(), 2);
}

void TestFairQueue::runsOneATurnOfTheLoop()
{
    FairQueue queue({});
    int ran = 0;
    for (int i = 0; i < 3; ++i)
        QVERIFY(queue.push(1, [&ran](const FairQueue::Turn &) { ++ran; }));
    QCOMPARE(ran, 0);
    QCoreApplication::sendPostedEvents(&queue);
    QCOMPARE(ran, 1);
    QCoreApplication::sendPostedEvents(&queue);
    QCOMPARE(ran, 2);
}

QTEST_GUILESS_MAIN(TestFairQueue)
#include "tst_fairqueue.moc"
