// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/report.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void malformed_data();
    void malformed();
    void values();
    void container();
    void plan();
    void host();
    void ownLastLine();
};

namespace {

const QByteArray ContainerLine =
    R"({"container":{"name":"web","config":"1:2:3:4","ok":true,"problem":"","detail":"","unprivileged":true,)"
    R"("autostart":true,"store":"dir","rootfs":"/r","arch":"amd64","hostname":"web","idmap":"u 0 1 2",)"
    R"("nics":[{"index":3,"type":"veth","link":"br0","mac":"02:00","addresses":["10.0.0.2/24"]}],)"
    R"("dependants":["child"]}})";
const QByteArray HostLine =
    R"({"host":{"lxcVersion":"6","templates":["busybox"],"idmapProblem":"none",)"
    R"("locations":[{"path":"/l","fileSystem":"xfs","snapshots":true,"problem":"ReadOnlyStore"}]}})";

const QByteArray PlanLine =
    R"({"plan":{"files":10,"bytes":4096,"complete":false,"free":5,"sourceFileSystem":"ext4","targetFileSystem":"xfs","automatic":"copy","hooks":true,"kinds":[{"kind":"copy","obstacle":"NoSpace","detail":"d","bytes":4096,"files":10,"depends":false,"shares":true}]}})";
const QByteArray MeasuredLine =
    R"({"measured":{"kind":"copy","from":"ext4","to":"xfs","files":10,"bytes":4096,"seconds":1.5}})";

} // namespace

void TestReport::good_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Report::Kind>("kind");
    QTest::newRow("pid") << QByteArray(R"({"pid": 1234})") << Report::Kind::Pid;
    QTest::newRow("progress") << QByteArray(R"({"progress": 0.42, "step": "copy"})")
                              << Report::Kind::Progress;
    QTest::newRow("unknown progress")
        << QByteArray(R"({"progress": -1, "step": "template"})") << Report::Kind::Progress;
    QTest::newRow("log") << QByteArray(R"({"log": "a line"})") << Report::Kind::Log;
    QTest::newRow("an empty log line") << QByteArray(R"({"log": ""})") << Report::Kind::Log;
    QTest::newRow("container") << ContainerLine << Report::Kind::Container;
    QTest::newRow("host") << HostLine << Report::Kind::Host;
    QTest::newRow("plan") << PlanLine << Report::Kind::Plan;
    QTest::newRow("measured") << MeasuredLine << Report::Kind::Measured;
    QTest::newRow("success") << QByteArray(R"({"finished":true,"error":"","object":"","detail":""})")
                             << Report::Kind::Finished;
    QTest::newRow("failure") << QByteArray(
        R"({"finished":true,"error":"NoSpace","object":"/x","detail":"y"})")
                             << Report::Kind::Finished;
}

void TestReport::good()
{
    QFETCH(QByteArray, line);
    QFETCH(Report::Kind, kind);
    const auto report = parseReport(line);
    QVERIFY(report);
    QCOMPARE(report->kind, kind);
}

void TestReport::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("progress 0.4");
    QTest::newRow("half a line") << QByteArray(R"({"progress": 0.4)");
    QTest::newRow("an array") << QByteArray("[1,2]");
    QTest::newRow("an empty object") << QByteArray("{}");
    QTest::newRow("unknown key alone") << QByteArray(R"({"run": "rm"})");
    QTest::newRow("an unknown key more") << QByteArray(R"({"log": "x", "extra": 1})");
    QTest::newRow("log is a number") << QByteArray(R"({"log": 5})");
    QTest::newRow("progress is a text") << QByteArray(R"({"progress": "0.4", "step": "copy"})");
    QTest::newRow("progress without a step") << QByteArray(R"({"progress": 0.4})");
    QTest::newRow("progress beyond 1") << QByteArray(R"({"progress": 1.01, "step": "copy"})");
    QTest::newRow("progress below 0") << QByteArray(R"({"progress": -0.5, "step": "copy"})");
    QTest::newRow("progress beyond all numbers") << QByteArray(R"({"progress": 1e999, "step": "copy"})");
    QTest::newRow("files without bytes") << QByteArray(R"({"progress": 0.4, "step": "copy", "files": 1})");
    QTest::newRow("bytes without files") << QByteArray(R"({"progress": 0.4, "step": "copy", "bytes": 1})");
    QTest::newRow("files below 0") << QByteArray(
        R"({"progress": 0.4, "step": "copy", "files": -1, "bytes": 1})");
    QTest::newRow("files that are no copy's")
        << QByteArray(R"({"progress": 0.4, "step": "configure", "files": 1, "bytes": 1})");
    QTest::newRow("half a byte") << QByteArray(
        R"({"progress": 0.4, "step": "copy", "files": 1, "bytes": 0.5})");
    QTest::newRow("an unknown step") << QByteArray(R"({"progress": 0.4, "step": "rm -rf"})");
    QTest::newRow("pid 0") << QByteArray(R"({"pid": 0})");
    QTest::newRow("pid 1") << QByteArray(R"({"pid": 1})");
    QTest::newRow("a negative pid") << QByteArray(R"({"pid": -5})");
    QTest::newRow("half a pid") << QByteArray(R"({"pid": 12.5})");
    QTest::newRow("a huge pid") << QByteArray(R"({"pid": 4194305})");
    QTest::newRow("finished is false")
        << QByteArray(R"({"finished":false,"error":"","object":"","detail":""})");
    QTest::newRow("an unknown error")
        << QByteArray(R"({"finished":true,"error":"Boom","object":"","detail":""})");
    QTest::newRow("finished without its texts") << QByteArray(R"({"finished":true})");
    QTest::newRow("two kinds in one")
        << QByteArray(R"({"log":"x","finished":true,"error":"","object":"","detail":""})");
    QTest::newRow("container is a text") << QByteArray(R"({"container":"web"})");
    QTest::newRow("container without its parts") << QByteArray(R"({"container":{"name":"web"}})");
    QTest::newRow("a NIC of another type")
        << QByteArray(ContainerLine).replace("\"index\":3", "\"index\":\"3\"");
    QTest::newRow("a NIC that is a number")
        << QByteArray(ContainerLine)
               .replace(ContainerLine.mid(ContainerLine.indexOf("[{"),
                                          ContainerLine.indexOf("}]") - ContainerLine.indexOf("[{") + 2),
                        "[7]");
    QTest::newRow("dependants that are numbers") << QByteArray(ContainerLine).replace("[\"child\"]", "[1]");
    QTest::newRow("host with an unknown problem")
        << QByteArray(HostLine).replace("ReadOnlyStore", "Nonsense");
    QTest::newRow("host with a location that is a text")
        << QByteArray(R"({"host":{"lxcVersion":"6","templates":[],"idmapProblem":"","locations":["/l"]}})");
    QTest::newRow("a plan without its kind")
        << QByteArray(PlanLine).replace("\"automatic\":\"copy\"", "\"automatic\":\"overlay\"");
    QTest::newRow("a plan of kind auto") << QByteArray(PlanLine).replace("\"copy\"", "\"auto\"");
    QTest::newRow("a plan with an unknown obstacle") << QByteArray(PlanLine).replace("NoSpace", "NoLuck");
    QTest::newRow("a plan of half a file")
        << QByteArray(PlanLine).replace("\"files\":10,", "\"files\":10.5,");
    QTest::newRow("a plan of less than nothing") << QByteArray(PlanLine).replace("4096", "-1");
    QTest::newRow("a plan of more than all") << QByteArray(PlanLine).replace("4096", "1e18");
    QTest::newRow("a plan whose kinds are texts")
        << (PlanLine.left(PlanLine.indexOf("[{")) + R"(["copy"]}})");
    QTest::newRow("a measurement of auto") << QByteArray(MeasuredLine).replace("copy", "auto");
    QTest::newRow("a measurement without time") << QByteArray(MeasuredLine).replace(",\"seconds\":1.5", "");
    QTest::newRow("too long") << (R"({"log":")" + QByteArray(LongestReportLine, 'x') + R"("})");
    QTest::newRow("too many templates")
        << (R"({"host":{"lxcVersion":"6","templates":[)" + QByteArray("\"a\",").repeated(2'000)
            + R"("b"],"idmapProblem":"","locations":[]}})");
    QTest::newRow("deep") << (QByteArray("[").repeated(5'000) + QByteArray("]").repeated(5'000));
    QTest::newRow("not UTF-8") << QByteArray("{\"log\":\"\xff\xfe\"}");
}

void TestReport::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(!parseReport(line));
}

void TestReport::values()
{
    const auto progress = parseReport(R"({"progress": 0.25, "step": "snapshot"})");
    QCOMPARE(progress->progress, 0.25);
    QCOMPARE(progress->step, u"snapshot"_s);
    QCOMPARE(progress->copied, Copied());
    const auto copy = parseReport(R"({"progress": 0.5, "step": "copy", "files": 12, "bytes": 345678901234})");
    QCOMPARE(copy->copied, (Copied{12, 345'678'901'234}));
    // Terminals obey control characters, and a NUL would cut a D-Bus string.
    const auto log = parseReport(R"({"log": "a\u001b[2Jb\u0000c\nd"})");
    QCOMPARE(log->text, u"a [2Jb c d"_s);
    const auto finished = parseReport(R"({"finished":true,"error":"NoSpace","object":"/x","detail":"y"})");
    QVERIFY(!finished->succeeded);
    QCOMPARE(finished->error, (Error{ErrorCode::NoSpace, u"/x"_s, u"y"_s}));
    QVERIFY(parseReport(R"({"finished":true,"error":"","object":"","detail":""})")->succeeded);
    const QByteArray longText(10'000, 'x');
    QCOMPARE(parseReport(R"({"log":")" + longText + R"("})")->text.size(), 4'096);
}

void TestReport::container()
{
    const auto report = parseReport(ContainerLine);
    QCOMPARE(report->container.name, u"web"_s);
    QCOMPARE(report->container.identity, u"1:2:3:4"_s);
    QVERIFY(report->container.unprivileged && report->container.autostart);
    QCOMPARE(report->container.problem, QString());
    const Nic nic{3, u"veth"_s, u"br0"_s, u"02:00"_s, {u"10.0.0.2/24"_s}};
    QCOMPARE(report->container.details.nics, QList<Nic>{nic});
    QCOMPARE(report->container.details.dependants, QStringList{u"child"_s});
    // "Not ok" without a reason is broken, too.
    QCOMPARE(parseReport(QByteArray(ContainerLine).replace("\"ok\":true", "\"ok\":false"))->container.problem,
             u"BrokenConfig"_s);
}

void TestReport::plan()
{
    const auto report = parseReport(PlanLine);
    QVERIFY(report && report->kind == Report::Kind::Plan);
    ClonePlan plan;
    plan.files = 10;
    plan.bytes = 4096;
    plan.complete = false;
    plan.free = 5;
    plan.sourceFileSystem = u"ext4"_s;
    plan.targetFileSystem = u"xfs"_s;
    plan.hooks = true;
    plan.kinds = {{CloneMode::Copy, Obstacle::NoSpace, u"d"_s, 4096, 10, 0, false, false, true}};
    QCOMPARE(report->plan, plan);
    const auto measured = parseReport(MeasuredLine);
    QVERIFY(measured && measured->kind == Report::Kind::Measured);
    QCOMPARE(measured->measured, (Measurement{CloneMode::Copy, u"ext4"_s, u"xfs"_s, 10, 4096, 1.5, 0}));
}

void TestReport::host()
{
    const auto report = parseReport(HostLine);
    QCOMPARE(report->host.lxcVersion, u"6"_s);
    QCOMPARE(report->host.templates, QStringList{u"busybox"_s});
    const LocationInfo location{u"/l"_s, u"xfs"_s, true, u"ReadOnlyStore"_s};
    QCOMPARE(report->host.locations, QList<LocationInfo>{location});
}

void TestReport::ownLastLine()
{
    const Error error{ErrorCode::WorkerCrashed, u"clone"_s, u"signal 9"_s};
    const QByteArray line = finishedLine(error);
    QVERIFY(line.endsWith('\n') && line.count('\n') == 1);
    const auto report = parseReport(line);
    QVERIFY(report && !report->succeeded);
    QCOMPARE(report->error, error);
}

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
