// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/metrics/addresses.h"

#include <QProcess>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// A process of a network namespace of its own, which a script has furnished.
class Namespace
{
public:
    explicit Namespace(const QString &script)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(u"unshare"_s,
                        {u"--user"_s, u"--map-root-user"_s, u"--net"_s, u"sh"_s, u"-ec"_s,
                         script + u"\necho ready; read -r _"_s});
        isReady = m_process.waitForStarted() && m_process.waitForReadyRead(10'000)
            && m_process.readAllStandardOutput().startsWith("ready");
    }

    ~Namespace()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    Namespace(const Namespace &) = delete;
    Namespace &operator=(const Namespace &) = delete;

    [[nodiscard]] uint pid() const { return static_cast<uint>(m_process.processId()); }

    bool isReady = false;

private:
    QProcess m_process;
};

} // namespace

class TestAddresses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ipv4_data();
    void ipv4();
    void ipv6_data();
    void ipv6();
    void namespaces_data();
    void namespaces();
    void gone();
    void keepsNothingOpen();
};

void TestAddresses::ipv4_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QStringList>("addresses");

    const QByteArray main = "Main:\n"
                            "  +-- 0.0.0.0/0 3 0 5\n"
                            "     |-- 0.0.0.0\n"
                            "        /0 universe UNICAST\n"
                            "     +-- 10.0.3.0/24 2 0 2\n"
                            "        |-- 10.0.3.0\n"
                            "           /24 link UNICAST\n"
                            "        |-- 10.0.3.17\n"
                            "           /32 host LOCAL\n"
                            "        |-- 10.0.3.255\n"
                            "           /32 link BROADCAST\n"
                            "     |-- 127.0.0.1\n"
                            "        /32 host LOCAL\n";
    QTest::newRow("empty") << QByteArray() << QStringList();
    QTest::newRow("one table") << main << QStringList{u"10.0.3.17"_s};
    QTest::newRow("both tables") << main + QByteArray(main).replace("Main", "Local")
                                 << QStringList{u"10.0.3.17"_s};
    QTest::newRow("numeric order") << QByteArray(
        "  |-- 192.168.0.9\n  /32 host LOCAL\n  |-- 10.0.0.10\n  /32 host LOCAL\n"
        "  |-- 10.0.0.9\n  /32 host LOCAL\n")
                                   << QStringList{u"10.0.0.9"_s, u"10.0.0.10"_s, u"192.168.0.9"_s};
    QTest::newRow("link-local") << QByteArray("  |-- 169.254.3.4\n    /32 host LOCAL\n") << QStringList();
    QTest::newRow("several routes of a leaf")
        << QByteArray("  |-- 10.1.0.0\n    /16 link UNICAST\n    /32 host LOCAL\n")
        << QStringList{u"10.1.0.0"_s};
    QTest::newRow("a local range is no address")
        << QByteArray("  |-- 10.1.0.0\n    /16 host LOCAL\n") << QStringList();
    QTest::newRow("cut off in the route") << QByteArray("  |-- 10.0.3.17\n     /32 host LO") << QStringList();
    QTest::newRow("cut off in the leaf") << QByteArray("  |-- 10.0.3.") << QStringList();
    QTest::newRow("no last newline") << QByteArray("|-- 10.0.3.17\n/32 host LOCAL")
                                     << QStringList{u"10.0.3.17"_s};
    QTest::newRow("a route without a leaf") << QByteArray("     /32 host LOCAL\n") << QStringList();
    QTest::newRow("the leaf of another branch")
        << QByteArray("  |-- 10.0.3.17\n  +-- 10.0.4.0/24 2 0 2\n     /32 host LOCAL\n") << QStringList();
    QTest::newRow("no number") << QByteArray("  |-- 10.0.3.999\n     /32 host LOCAL\n") << QStringList();
    QTest::newRow("five parts") << QByteArray("  |-- 10.0.3.9.1\n     /32 host LOCAL\n") << QStringList();
    QTest::newRow("a NUL") << QByteArray("  |-- 10.0.3.9\0\n     /32 host LOCAL\n", 34) << QStringList();
    QTest::newRow("only newlines") << QByteArray(1000, '\n') << QStringList();
    QTest::newRow("only spaces") << QByteArray(1000, ' ') << QStringList();
}

void TestAddresses::ipv4()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QStringList, addresses);
    QCOMPARE(boxyard::ipv4AddressesFrom(table), addresses);
}

void TestAddresses::ipv6_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QStringList>("addresses");

    const QByteArray global = "fd000000000000000000000000000005 02 40 00 80     eth0\n";
    const QByteArray link = "fe8000000000000002163efffe000001 02 40 20 80     eth0\n";
    const QByteArray loopback = "00000000000000000000000000000001 01 80 10 80       lo\n";
    QTest::newRow("empty") << QByteArray() << QStringList();
    QTest::newRow("a global one") << loopback + link + global << QStringList{u"fd00::5"_s};
    QTest::newRow("the same twice") << global + global << QStringList{u"fd00::5"_s};
    QTest::newRow("a site-local one")
        << QByteArray("fec00000000000000000000000000001 02 40 40 80 eth0\n") << QStringList{u"fec0::1"_s};
    QTest::newRow("a duplicate on the link")
        << QByteArray("fd000000000000000000000000000005 02 40 00 88 eth0\n") << QStringList();
    QTest::newRow("a long index") << QByteArray("fd000000000000000000000000000005 12ab 40 00 80 eth0\n")
                                  << QStringList{u"fd00::5"_s};
    QTest::newRow("a name like a number")
        << QByteArray("fd000000000000000000000000000005 02 40 00 80 20\n") << QStringList{u"fd00::5"_s};
    QTest::newRow("order") << QByteArray("fd000000000000000000000000000010 02 40 00 80 eth0\n") + global
                           << QStringList{u"fd00::5"_s, u"fd00::10"_s};
    QTest::newRow("cut off in the address") << QByteArray("fd00000000000000000000") << QStringList();
    QTest::newRow("cut off before the flags")
        << QByteArray("fd000000000000000000000000000005 02 40 00") << QStringList();
    QTest::newRow("no hexadecimal") << QByteArray("zz000000000000000000000000000005 02 40 00 80 eth0\n")
                                    << QStringList();
    QTest::newRow("a sign") << QByteArray("fd0000000000000000000000000000-5 02 40 00 80 eth0\n")
                            << QStringList();
}

void TestAddresses::ipv6()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QStringList, addresses);
    QCOMPARE(boxyard::ipv6AddressesFrom(table), addresses);
}

void TestAddresses::namespaces_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("addresses");
    // nodad: an address is there at once.
    const QString up =
        u"ip link set lo up; ip link add e0 type veth peer name e1; ip link set e0 up; ip link set e1 up\n"_s;
    QTest::newRow("nothing") << u"true"_s << QStringList();
    QTest::newRow("loopback alone") << u"ip link set lo up"_s << QStringList();
    QTest::newRow("one of each") << up
            + u"ip addr add 10.9.8.7/24 dev e0; ip addr add fd00:1::2/64 dev e0 nodad"_s
                                 << QStringList{u"10.9.8.7"_s, u"fd00:1::2"_s};
    QTest::newRow("several") << up
            + u"ip addr add 10.9.8.7/24 dev e0; ip addr add 10.9.8.100/24 dev e0; ip addr add 192.0.2.1/32 "
              u"dev lo\n"
              "ip addr add 169.254.1.1/16 dev e1; ip addr add fd00:1::2/64 dev e1 nodad; ip addr add fe80::9/64 dev e1"_s
                             << QStringList{u"10.9.8.7"_s, u"10.9.8.100"_s, u"192.0.2.1"_s, u"fd00:1::2"_s};
    QTest::newRow("with a routing rule") << up
            + u"ip addr add 10.9.8.7/24 dev e0; ip rule add from 10.9.8.0/24 table 7; ip route add default dev e0 table 7"_s
                                         << QStringList{u"10.9.8.7"_s};
}

void TestAddresses::namespaces()
{
    QFETCH(const QString, script);
    QFETCH(const QStringList, addresses);
    const Namespace container(script);
    if (!container.isReady)
        QSKIP("this machine gives no network namespace with links to a test");
    const auto found = boxyard::readAddresses(container.pid());
    QVERIFY(found);
    QCOMPARE(*found, addresses);
    QCOMPARE(boxyard::addressesOf(container.pid()), addresses);
}

void TestAddresses::gone()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    QVERIFY(child > 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QVERIFY(!boxyard::readAddresses(static_cast<uint>(child)));
    QVERIFY(boxyard::addressesOf(static_cast<uint>(child)).isEmpty());
    QVERIFY(!boxyard::readAddresses(0));
}

void TestAddresses::keepsNothingOpen()
{
    const int before = ::dup(0);
    QVERIFY(before >= 0);
    ::close(before);
    for (int i = 0; i < 10; ++i)
        QVERIFY(boxyard::readAddresses(static_cast<uint>(::getpid())));
    const int after = ::dup(0);
    ::close(after);
    QCOMPARE(after, before);
}

QTEST_GUILESS_MAIN(TestAddresses)

#include "tst_addresses.moc"
