// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/worker/failure.h"
#include "helper/worker/request.h"
#include "workerrunner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard::worker;

namespace {

QJsonObject common(const QString &verb)
{
    return {{u"version"_s, 1},
            {u"id"_s, 7},
            {u"uid"_s, 1000},
            {u"verb"_s, verb},
            {u"location"_s, u"/var/lib/lxc"_s},
            {u"name"_s, u"web"_s}};
}

QJsonObject with(QJsonObject object, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

/// A good request of every verb.
QList<QJsonObject> allVerbs()
{
    QList<QJsonObject> all;
    all << with(common(u"create"_s),
                {{u"template"_s, u"debian"_s},
                 {u"options"_s, QJsonObject{{u"release"_s, u"trixie"_s}}},
                 {u"store"_s, u"auto"_s},
                 {u"privileged"_s, false}});
    all << with(common(u"clone"_s),
                {{u"targetLocation"_s, u"/srv/lxc"_s},
                 {u"targetName"_s, u"web"_s},
                 {u"mode"_s, u"overlay"_s},
                 {u"hooks"_s, true},
                 {u"expect"_s, u"1:2:3:4"_s}});
    for (const QString &verb : {u"start"_s, u"freeze"_s, u"unfreeze"_s, u"delete"_s})
        all << with(common(verb), {{u"expect"_s, QString()}});
    for (const QString &verb : {u"stop"_s, u"restart"_s})
        all << with(common(verb), {{u"expect"_s, QString()}, {u"mode"_s, u"kill"_s}, {u"timeout"_s, 30}});
    all << with(common(u"rename"_s), {{u"newName"_s, u"www"_s}, {u"expect"_s, QString()}});
    all << with(common(u"shell"_s),
                {{u"columns"_s, 80}, {u"rows"_s, 24}, {u"privileged"_s, true}, {u"expect"_s, QString()}});
    all << with(common(u"inspect"_s),
                {{u"name"_s, QString()}, {u"containers"_s, QJsonArray{u"web"_s, u"a b"_s}}});
    all << with(common(u"host"_s),
                {{u"name"_s, QString()},
                 {u"location"_s, QString()},
                 {u"locations"_s, QJsonArray{u"/var/lib/lxc"_s}}});
    all << with(common(u"plan"_s), {{u"targetLocation"_s, u"/srv/lxc"_s}, {u"limit"_s, 3000}});
    all << with(common(u"settle"_s), {{u"intent"_s, all.constFirst()}});
    all << with(common(u"recover"_s), {{u"intent"_s, all.constFirst()}});
    return all;
}

std::string toText(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

class TestWorkerRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void everyKeyMissing();
    void everyKeyOfAnotherType();
    void unknownKey();
    void refused_data();
    void refused();
    void fields();
    void words();
    void program();
};

void TestWorkerRequest::good_data()
{
    QTest::addColumn<QJsonObject>("request");
    const QList<QJsonObject> all = allVerbs();
    for (const QJsonObject &request : all)
        QTest::newRow(qPrintable(request.value("verb"_L1).toString())) << request;
}

void TestWorkerRequest::good()
{
    QFETCH(QJsonObject, request);
    const auto parsed = parseRequest(toText(request));
    QVERIFY2(parsed, parsed ? "" : (parsed.error().object + ": " + parsed.error().detail).c_str());
    QCOMPARE(QByteArray::fromStdString(std::string(verbText(parsed->verb))),
             request.value("verb"_L1).toString().toUtf8());
}

void TestWorkerRequest::everyKeyMissing()
{
    const QList<QJsonObject> all = allVerbs();
    for (const QJsonObject &request : all) {
        const QStringList keys = request.keys();
        for (const QString &key : keys) {
            QJsonObject without = request;
            without.remove(key);
            const auto parsed = parseRequest(toText(without));
            QVERIFY2(!parsed, qPrintable(request.value("verb"_L1).toString() + u" without "_s + key));
            QCOMPARE(parsed.error().word, Word::InvalidArgument);
            QCOMPARE(QString::fromStdString(parsed.error().object), key);
        }
    }
}

void TestWorkerRequest::everyKeyOfAnotherType()
{
    const QList<QJsonValue> values = {
        QJsonValue(), true, -1, 1.5, u"text"_s, QJsonArray{1}, QJsonObject{{u"a"_s, 1}}};
    const QList<QJsonObject> all = allVerbs();
    for (const QJsonObject &request : all) {
        const QStringList keys = request.keys();
        for (const QString &key : keys) {
            for (const QJsonValue &value : values) {
                if (value.type() == request.value(key).type() && !value.isDouble())
                    continue;
                const auto parsed = parseRequest(toText(with(request, {{key, value}})));
                QVERIFY2(!parsed, qPrintable(request.value("verb"_L1).toString() + u' ' + key));
                QCOMPARE(parsed.error().word, Word::InvalidArgument);
            }
        }
    }
}

void TestWorkerRequest::unknownKey()
{
    const QList<QJsonObject> all = allVerbs();
    for (const QJsonObject &request : all) {
        const auto parsed = parseRequest(toText(with(request, {{u"command"_s, u"id"_s}})));
        QVERIFY(!parsed);
        QCOMPARE(parsed.error(), (Failure{Word::InvalidArgument, "command", "unknown key"}));
    }
}

void TestWorkerRequest::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("object");
    const QList<QJsonObject> all = allVerbs();
    const auto row = [&](const char *name, const QString &verb, const QJsonObject &change,
                         const char *object) {
        for (const QJsonObject &request : all) {
            if (request.value("verb"_L1).toString() == verb)
                QTest::newRow(name) << QByteArray::fromStdString(toText(with(request, change)))
                                    << QByteArray(object);
        }
    };
    QTest::newRow("nothing") << QByteArray() << QByteArray("request");
    QTest::newRow("no object") << QByteArray("[1]") << QByteArray("request");
    QTest::newRow("cut") << QByteArray("{\"version\": 1") << QByteArray("request");
    QTest::newRow("more after it") << QByteArray("{} {}") << QByteArray("request");
    QTest::newRow("a key twice") << QByteArray(R"({"version":1,"version":1})") << QByteArray("request");
    QTest::newRow("a key twice, further in")
        << QByteArray(R"({"options":{"a":"1","a":"2"}})") << QByteArray("request");
    row("another version", u"start"_s, {{u"version"_s, 2}}, "version");
    row("an unknown verb", u"start"_s, {{u"verb"_s, u"exec"_s}}, "verb");
    row("a relative location", u"start"_s, {{u"location"_s, u"lxc"_s}}, "location");
    row("a location with dots", u"start"_s, {{u"location"_s, u"/var/../etc"_s}}, "location");
    row("a name with a slash", u"start"_s, {{u"name"_s, u"../x"_s}}, "../x");
    row("no name", u"start"_s, {{u"name"_s, QString()}}, "");
    row("a name with a newline", u"start"_s, {{u"name"_s, u"a\nb"_s}}, "name");
    row("inspect with a name", u"inspect"_s, {{u"name"_s, u"web"_s}}, "name");
    row("inspect of a path", u"inspect"_s, {{u"containers"_s, QJsonArray{u"a/b"_s}}}, "containers");
    row("inspect of the parent", u"inspect"_s, {{u"containers"_s, QJsonArray{u".."_s}}}, "containers");
    row("host with a location", u"host"_s, {{u"location"_s, u"/var/lib/lxc"_s}}, "location");
    row("a template path", u"create"_s, {{u"template"_s, u"/bin/sh"_s}}, "template");
    row("a template above", u"create"_s, {{u"template"_s, u"../x"_s}}, "template");
    row("an unknown store", u"create"_s, {{u"store"_s, u"lvm"_s}}, "store");
    row("an option that is no text", u"create"_s, {{u"options"_s, QJsonObject{{u"a"_s, 1}}}}, "options");
    row("an option with a newline", u"create"_s, {{u"options"_s, QJsonObject{{u"a"_s, u"b\nc"_s}}}},
        "options");
    row("onto itself", u"clone"_s, {{u"targetLocation"_s, u"/var/lib/lxc"_s}}, "targetName");
    row("a bad target name", u"clone"_s, {{u"targetName"_s, u".x"_s}}, ".x");
    row("an unknown mode", u"clone"_s, {{u"mode"_s, u"move"_s}}, "mode");
    row("threads that are a text", u"clone"_s, {{u"threads"_s, u"2"_s}}, "threads");
    row("too many threads", u"clone"_s, {{u"threads"_s, 1025}}, "threads");
    row("a series that is a number", u"clone"_s, {{u"series"_s, 2}}, "series");
    row("a series with a newline", u"clone"_s, {{u"series"_s, u"a\nb"_s}}, "series");
    row("a plan to nowhere", u"plan"_s, {{u"targetLocation"_s, u"/srv/../lxc"_s}}, "targetLocation");
    row("a plan without time", u"plan"_s, {{u"limit"_s, 0}}, "limit");
    row("a plan that takes too long", u"plan"_s, {{u"limit"_s, 60'001}}, "limit");
    row("no identity", u"start"_s, {{u"expect"_s, u"1:2:3"_s}}, "expect");
    row("an identity with letters", u"start"_s, {{u"expect"_s, u"1:2:3:x"_s}}, "expect");
    row("no time", u"stop"_s, {{u"timeout"_s, 0}}, "timeout");
    row("too long a time", u"stop"_s, {{u"timeout"_s, 3601}}, "timeout");
    row("the old name", u"rename"_s, {{u"newName"_s, u"web"_s}}, "newName");
    row("no columns", u"shell"_s, {{u"columns"_s, 0}}, "columns");
    row("too many rows", u"shell"_s, {{u"rows"_s, 1001}}, "rows");
    row("recovering a recovery", u"recover"_s, {{u"intent"_s, all.constLast()}}, "intent");
    row("settling what makes nothing", u"settle"_s,
        {{u"intent"_s, with(common(u"freeze"_s), {{u"expect"_s, QString()}})}}, "intent");
    row("a broken intent", u"recover"_s, {{u"intent"_s, QJsonObject()}}, "version");
    row("another's intent", u"recover"_s, {{u"name"_s, u"other"_s}}, "intent");
}

void TestWorkerRequest::refused()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, object);
    const auto parsed = parseRequest(text.toStdString());
    QVERIFY(!parsed);
    QVERIFY(parsed.error().word == Word::InvalidArgument || parsed.error().word == Word::InvalidName);
    QCOMPARE(QByteArray::fromStdString(parsed.error().object), object);
}

void TestWorkerRequest::fields()
{
    const QList<QJsonObject> all = allVerbs();
    const auto create = parseRequest(toText(all.at(0)));
    QCOMPARE(create->id, quint64(7));
    QCOMPARE(create->uid, quint32(1000));
    QCOMPARE(create->location, std::string("/var/lib/lxc"));
    QCOMPARE(create->options.at("release"), std::string("trixie"));
    const auto clone = parseRequest(toText(all.at(1)));
    QCOMPARE(clone->cloneMode, CloneMode::Overlay);
    QVERIFY(clone->hooks);
    QCOMPARE(clone->targetLocation, std::string("/srv/lxc"));
    QCOMPARE(clone->expect, std::string("1:2:3:4"));
    QCOMPARE(clone->threads, 0U);
    const auto shared = parseRequest(toText(with(all.at(1), {{u"threads"_s, 2}, {u"series"_s, u"a-1"_s}})));
    QCOMPARE(shared->threads, 2U);
    QCOMPARE(shared->series, std::string("a-1"));
    const auto recover = parseRequest(toText(all.constLast()));
    QVERIFY(recover->intent != nullptr);
    QCOMPARE(recover->intent->verb, Verb::Create);
}

/// Every word of the worker is one that the program can explain.
void TestWorkerRequest::words()
{
    QFile header(QStringLiteral(BOXYARD_ERROR_HEADER));
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    const QString table = text.section(u"enum class ErrorCode {"_s, 1).section(u"};"_s, 0, 0);
    static const QRegularExpression entry(QStringLiteral("^\\s+([A-Z][A-Za-z]+),"),
                                          QRegularExpression::MultilineOption);
    QStringList known;
    for (auto it = entry.globalMatch(table); it.hasNext();)
        known.append(it.next().captured(1));
    QVERIFY(known.size() > 20);
    for (const std::string_view word : allWords()) {
        QVERIFY2(known.contains(QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()))),
                 word.data());
        QCOMPARE(wordText(wordFromText(word)), word);
    }
    QCOMPARE(wordFromText("nonsense"), Word::Failed);
}

/// The program itself: first its pid, last its end, nothing on a refused request but these.
void TestWorkerRequest::program()
{
    WorkerRunner runner;
    auto running = runner.startRaw("{\"version\": 1}");
    const pid_t pid = running.pid();
    const auto outcome = running.wait();
    QVERIFY2(!outcome.crashed, outcome.text());
    QCOMPARE(outcome.error, u"InvalidArgument"_s);
    QCOMPARE(outcome.lines.size(), 2);
    QCOMPARE(outcome.lines.constFirst().value("pid"_L1).toInt(), pid);
    QVERIFY(!running.isLocked());
}

QTEST_GUILESS_MAIN(TestWorkerRequest)
#include "tst_workerrequest.moc"
