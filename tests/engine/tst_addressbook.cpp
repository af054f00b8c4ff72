// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/lxc/addressbook.h"

#include <QSignalSpy>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

Container running(uint pid, qint64 since = 1)
{
    Container container;
    container.ref = {u"/c"_s, QString::number(pid)};
    container.state = ContainerState::Running;
    container.initPid = pid;
    container.since = since;
    return container;
}

} // namespace

class AddressBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsAtOnce();
    void findsALateAddress();
    void readsSeldomWhileNobodyLooks();
    void neverManyAtOnce();
    void forgetsAnotherProcessOfTheSameNumber();
    void readsOnlyWhatRuns();

private:
    AddressBook::Reader reader()
    {
        return [this](uint pid) {
            ++m_reads;
            return m_addresses.value(pid);
        };
    }

    QHash<uint, QStringList> m_addresses;
    int m_reads = 0;
};

void AddressBookTest::init()
{
    m_addresses.clear();
    m_reads = 0;
}

void AddressBookTest::readsAtOnce()
{
    AddressBook book(reader());
    QSignalSpy changed(&book, &AddressBook::changed);
    m_addresses[7] = {u"10.0.0.7"_s};
    book.follow({running(7)});
    QCOMPARE(book.of(running(7)), QStringList{u"10.0.0.7"_s});
    book.follow({running(7)});
    QCOMPARE(m_reads, 1);
    QCOMPARE(changed.size(), 0);
}

void AddressBookTest::findsALateAddress()
{
    AddressBook book(reader());
    QSignalSpy changed(&book, &AddressBook::changed);
    book.follow({running(7)});
    QVERIFY(book.of(running(7)).isEmpty());
    m_addresses[7] = {u"10.0.0.7"_s};
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(book.of(running(7)), QStringList{u"10.0.0.7"_s});
    m_addresses[7] = {u"10.0.0.8"_s};
    QTRY_COMPARE(changed.size(), 2);
}

void AddressBookTest::readsSeldomWhileNobodyLooks()
{
    AddressBook book(reader());
    QSignalSpy changed(&book, &AddressBook::changed);
    m_addresses[7] = {u"10.0.0.7"_s};
    book.setSeen(false);
    book.follow({running(7)});
    QCOMPARE(book.of(running(7)), QStringList{u"10.0.0.7"_s});
    m_addresses[7] = {u"10.0.0.8"_s};
    QTest::qWait(AddressBook::Fresh + 3 * AddressBook::Tick);
    QCOMPARE(m_reads, 1);
    book.setSeen(true);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(book.of(running(7)), QStringList{u"10.0.0.8"_s});
}

void AddressBookTest::neverManyAtOnce()
{
    AddressBook book(reader());
    ContainerList many;
    for (uint pid = 1; pid <= 400; ++pid) {
        many.append(running(pid));
        m_addresses[pid] = {u"10.0.0.1"_s};
    }
    book.follow(many);
    QCOMPARE(m_reads, AddressBook::ReadsAtOnce);
    QTRY_COMPARE(m_reads, 400);
    const auto known = std::count_if(many.cbegin(), many.cend(), [&book](const Container &container) {
        return !book.of(container).isEmpty();
    });
    QCOMPARE(known, 400);
}

void AddressBookTest::forgetsAnotherProcessOfTheSameNumber()
{
    AddressBook book(reader());
    m_addresses[7] = {u"10.0.0.7"_s};
    book.follow({running(7, 1)});
    m_addresses[7].clear();
    book.follow({running(7, 2)});
    QVERIFY(book.of(running(7, 2)).isEmpty());
    QCOMPARE(m_reads, 2);
}

void AddressBookTest::readsOnlyWhatRuns()
{
    AddressBook book(reader());
    auto stopped = running(7);
    stopped.state = ContainerState::Stopped;
    auto unknown = running(0);
    book.follow({stopped, unknown});
    QCOMPARE(m_reads, 0);
    QVERIFY(book.of(stopped).isEmpty());
    QVERIFY(book.of(unknown).isEmpty());
}

QTEST_GUILESS_MAIN(AddressBookTest)
#include "tst_addressbook.moc"
