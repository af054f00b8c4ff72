// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's texts as numbers; what is cut off or of another form gives what can be read of it.
#include "backend/metrics/kernelfiles.h"

#include <QTest>

using namespace boxyard;
using kernelfiles::Bytes;

Q_DECLARE_METATYPE(boxyard::kernelfiles::Bytes)
Q_DECLARE_METATYPE(boxyard::kernelfiles::NetDev)

namespace {

std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

QByteArray shown(const std::optional<std::uint64_t> &value)
{
    return value ? QByteArray::number(static_cast<qulonglong>(*value)) : QByteArray("none");
}

QByteArray shown(const std::optional<double> &value)
{
    return value ? QByteArray::number(*value) : QByteArray("none");
}

QByteArray shown(const Bytes &bytes)
{
    return shown(std::optional(bytes.in)) + '/' + shown(std::optional(bytes.out));
}

} // namespace

class TestKernelFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void number_data();
    void number();
    void valueOf_data();
    void valueOf();
    void disk_data();
    void disk();
    void cpuMax_data();
    void cpuMax();
    void pressure_data();
    void pressure();
    void netDev_data();
    void netDev();
};

void TestKernelFiles::number_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("usual") << QByteArray("48254976\n") << QByteArray("48254976");
    QTest::newRow("no newline") << QByteArray("7") << QByteArray("7");
    QTest::newRow("largest") << QByteArray("18446744073709551615\n") << QByteArray("18446744073709551615");
    QTest::newRow("too large") << QByteArray("18446744073709551616\n") << QByteArray("none");
    QTest::newRow("max") << QByteArray("max\n") << QByteArray("none");
    QTest::newRow("no quota") << QByteArray("-1\n") << QByteArray("none");
    QTest::newRow("empty") << QByteArray() << QByteArray("none");
    QTest::newRow("spaces") << QByteArray("   \n") << QByteArray("none");
    QTest::newRow("a NUL") << QByteArray("12\0003", 4) << QByteArray("none");
}

void TestKernelFiles::number()
{
    QFETCH(const QByteArray, text);
    QTEST(shown(kernelfiles::number(view(text))), "expected");
}

void TestKernelFiles::valueOf_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray stat = "anon 4096\nfile 135168\nfile_mapped 7\nshmem 0\n";
    QTest::newRow("first") << stat << QByteArray("anon") << QByteArray("4096");
    QTest::newRow("whole words only") << stat << QByteArray("file") << QByteArray("135168");
    QTest::newRow("longer word") << stat << QByteArray("file_mapped") << QByteArray("7");
    QTest::newRow("absent") << stat << QByteArray("total_cache") << QByteArray("none");
    QTest::newRow("the end of another")
        << QByteArray("total_cache 5\n") << QByteArray("cache") << QByteArray("none");
    QTest::newRow("cut off") << QByteArray("anon 40\nfile") << QByteArray("file") << QByteArray("none");
    QTest::newRow("cpu.stat of version 2")
        << QByteArray("usage_usec 705508000\nuser_usec 457076000\nsystem_usec 248432000\n")
        << QByteArray("usage_usec") << QByteArray("705508000");
}

void TestKernelFiles::valueOf()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, key);
    QTEST(shown(kernelfiles::valueOf(view(text), view(key))), "expected");
}

void TestKernelFiles::disk_data()
{
    QTest::addColumn<bool>("v1");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("v1, nothing yet") << true << QByteArray("Total 0\n") << QByteArray("0/0");
    QTest::newRow("v1") << true
                        << QByteArray(
                               "8:0 Read 4096\n8:0 Write 8192\n8:0 Sync 12288\n8:0 Async 0\n8:0 Discard 0\n"
                               "8:0 Total 12288\n7:1 Read 1\n7:1 Write 2\n7:1 Total 3\nTotal 12291\n")
                        << QByteArray("4097/8194");
    QTest::newRow("v1, cut off") << true << QByteArray("8:0 Read 4096\n8:0 Wri") << QByteArray("4096/0");
    QTest::newRow("v2") << false
                        << QByteArray(
                               "8:0 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"
                               "253:1 rbytes=90 wbytes=1 rios=1 wios=1 dbytes=5 dios=1\n")
                        << QByteArray("1459290/314773505");
    QTest::newRow("v2, nothing yet") << false << QByteArray() << QByteArray("0/0");
    QTest::newRow("v2, a device without counters") << false << QByteArray("8:0 \n") << QByteArray("0/0");
    QTest::newRow("v2, no numbers") << false << QByteArray("8:0 rbytes= wbytes=x\n") << QByteArray("0/0");
}

void TestKernelFiles::disk()
{
    QFETCH(const bool, v1);
    QFETCH(const QByteArray, text);
    const auto bytes = v1 ? kernelfiles::blkioBytes(view(text)) : kernelfiles::ioStatBytes(view(text));
    QTEST(shown(bytes), "expected");
}

void TestKernelFiles::cpuMax_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("none") << QByteArray("max 100000\n") << QByteArray("none");
    QTest::newRow("half a CPU") << QByteArray("50000 100000\n") << QByteArray("0.5");
    QTest::newRow("two") << QByteArray("200000 100000\n") << QByteArray("2");
    QTest::newRow("no period") << QByteArray("200000\n") << QByteArray("none");
    QTest::newRow("no time") << QByteArray("200000 0\n") << QByteArray("none");
}

void TestKernelFiles::cpuMax()
{
    QFETCH(const QByteArray, text);
    QTEST(shown(kernelfiles::cpuMax(view(text))), "expected");
}

void TestKernelFiles::pressure_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("usual") << QByteArray("some avg10=89.50 avg60=75.29 avg300=41.27 total=190311756\n"
                                         "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")
                           << QByteArray("0.895");
    QTest::newRow("none") << QByteArray("some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")
                          << QByteArray("0");
    QTest::newRow("full only") << QByteArray("full avg10=1.00 avg60=0.00\n") << QByteArray("none");
    QTest::newRow("cut off") << QByteArray("some avg10=") << QByteArray("none");
    QTest::newRow("switched off") << QByteArray() << QByteArray("none");
}

void TestKernelFiles::pressure()
{
    QFETCH(const QByteArray, text);
    QTEST(shown(kernelfiles::pressure(view(text))), "expected");
}

void TestKernelFiles::netDev_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("links");
    const QByteArray lo = "    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0\n";
    QTest::newRow("loopback alone") << lo << QByteArray("0/0") << 0;
    QTest::newRow("one link") << lo + "  eth0:  1296 16 0 0 0 0 0 0 866 11 0 0 0 0 0 0\n"
                              << QByteArray("1296/866") << 1;
    QTest::newRow("no space after the name")
        << QByteArray("  eth0:1296 16 0 0 0 0 0 0 866 11 0 0 0 0 0 0\n") << QByteArray("1296/866") << 1;
    QTest::newRow("two") << QByteArray(
        "  eth0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\nlong-name-15ch: 10 0 0 0 0 0 0 0 20 0 0 0 0 0 0 0\n")
                         << QByteArray("11/22") << 2;
    QTest::newRow("cut off") << QByteArray("  eth0: 1296 16 0 0") << QByteArray("0/0") << 0;
}

void TestKernelFiles::netDev()
{
    QFETCH(const QByteArray, lines);
    const QByteArray text =
        "Inter-|   Receive                                                |  Transmit\n"
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets\n"
        + lines;
    const auto found = kernelfiles::netDev(view(text));
    QTEST(shown(found.bytes), "expected");
    QTEST(found.links, "links");
}

QTEST_GUILESS_MAIN(TestKernelFiles)

#include "tst_kernelfiles.moc"
