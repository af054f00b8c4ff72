// SPDX-License-Identifier: GPL-2.0-or-later

#include "report.h"

#include "backend/api/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestLogLine = 4'096;
constexpr qsizetype LongestText = 4'096;
constexpr qsizetype LongestList = 1'024;

/// Takes the members of an object, each with its exact type; `isGood` says in the end whether all were there,
/// and no others.
class Members
{
public:
    explicit Members(const QJsonObject &object)
        : m_object(object)
    {
    }

    [[nodiscard]] QString text(QLatin1StringView key)
    {
        return readableText(take(key, QJsonValue::String).toString(), LongestText);
    }

    [[nodiscard]] bool flag(QLatin1StringView key) { return take(key, QJsonValue::Bool).toBool(); }

    [[nodiscard]] double number(QLatin1StringView key)
    {
        const double value = take(key, QJsonValue::Double).toDouble();
        m_good = m_good && std::isfinite(value);
        return value;
    }

    [[nodiscard]] int integer(QLatin1StringView key, int least, int most)
    {
        const double value = number(key);
        m_good = m_good && value >= least && value <= most && value == std::floor(value);
        return m_good ? static_cast<int>(value) : 0;
    }

    /// A whole number that a double holds exactly.
    [[nodiscard]] quint64 size(QLatin1StringView key)
    {
        constexpr double Most = 9'007'199'254'740'992.0;
        const double value = number(key);
        m_good = m_good && value >= 0 && value <= Most && value == std::floor(value);
        return m_good ? static_cast<quint64>(value) : 0;
    }

    /// The word of a kind of clone that something can cost.
    [[nodiscard]] CloneMode kind(QLatin1StringView key)
    {
        const auto mode = cloneModeFromWord(text(key));
        m_good = m_good && mode && *mode != CloneMode::Auto;
        return mode.value_or(CloneMode::Copy);
    }

    [[nodiscard]] QJsonObject object(QLatin1StringView key)
    {
        return take(key, QJsonValue::Object).toObject();
    }

    [[nodiscard]] QJsonArray array(QLatin1StringView key)
    {
        QJsonArray value = take(key, QJsonValue::Array).toArray();
        m_good = m_good && value.size() <= LongestList;
        return value;
    }

    [[nodiscard]] QStringList texts(QLatin1StringView key)
    {
        QStringList list;
        for (const QJsonValue &value : array(key)) {
            m_good = m_good && value.isString();
            list.append(readableText(value.toString(), LongestText));
        }
        return list;
    }

    /// An error word, or empty.
    [[nodiscard]] QString errorWordOf(QLatin1StringView key)
    {
        QString word = text(key);
        m_good = m_good && (word.isEmpty() || errorWord(errorCodeFromWord(word)) == word);
        return word;
    }

    void require(bool condition) { m_good = m_good && condition; }

    [[nodiscard]] bool isGood() const { return m_good && m_taken == m_object.size(); }

private:
    QJsonValue take(QLatin1StringView key, QJsonValue::Type type)
    {
        QJsonValue value = m_object.value(key);
        m_good = m_good && value.type() == type;
        ++m_taken;
        return value;
    }

    const QJsonObject &m_object;
    qsizetype m_taken = 0;
    bool m_good = true;
};

bool isStep(const QString &step)
{
    static const QSet<QString> steps = {u""_s,         u"preparing"_s, u"template"_s, u"copy"_s,
                                        u"snapshot"_s, u"configure"_s, u"starting"_s, u"stopping"_s,
                                        u"removing"_s, u"undoing"_s,   u"hooks"_s};
    return steps.contains(step);
}

bool takeNic(const QJsonValue &value, QList<Nic> &into)
{
    const QJsonObject object = value.toObject();
    Members members(object);
    Nic nic;
    nic.index = static_cast<uint>(members.integer("index"_L1, 0, 1'000'000));
    nic.type = members.text("type"_L1);
    nic.link = members.text("link"_L1);
    nic.mac = members.text("mac"_L1);
    nic.addresses = members.texts("addresses"_L1);
    into.append(nic);
    return members.isGood();
}

bool takeContainer(const QJsonObject &object, InspectedConfig &config)
{
    Members members(object);
    config.name = members.text("name"_L1);
    config.identity = members.text("config"_L1);
    const bool ok = members.flag("ok"_L1);
    config.problem = members.errorWordOf("problem"_L1);
    config.problemDetail = members.text("detail"_L1);
    config.unprivileged = members.flag("unprivileged"_L1);
    config.autostart = members.flag("autostart"_L1);
    config.store = members.text("store"_L1);
    config.rootfs = members.text("rootfs"_L1);
    config.details.arch = members.text("arch"_L1);
    config.details.hostname = members.text("hostname"_L1);
    config.details.idmap = members.text("idmap"_L1);
    bool nicsGood = true;
    for (const QJsonValue &nic : members.array("nics"_L1))
        nicsGood = takeNic(nic, config.details.nics) && nicsGood;
    config.details.dependants = members.texts("dependants"_L1);
    members.require(nicsGood);
    // "Not ok" without a word is a problem still.
    if (!ok && config.problem.isEmpty())
        config.problem = errorWord(ErrorCode::BrokenConfig);
    return members.isGood();
}

bool takeLocation(const QJsonValue &value, QList<LocationInfo> &into)
{
    const QJsonObject object = value.toObject();
    Members members(object);
    LocationInfo location;
    location.path = members.text("path"_L1);
    location.fileSystem = members.text("fileSystem"_L1);
    location.snapshots = members.flag("snapshots"_L1);
    location.problem = members.errorWordOf("problem"_L1);
    into.append(location);
    return members.isGood();
}

bool takeHost(const QJsonObject &object, HostInfo &host)
{
    Members members(object);
    host.lxcVersion = members.text("lxcVersion"_L1);
    host.templates = members.texts("templates"_L1);
    host.idmapProblem = members.text("idmapProblem"_L1);
    bool locationsGood = true;
    for (const QJsonValue &location : members.array("locations"_L1))
        locationsGood = takeLocation(location, host.locations) && locationsGood;
    members.require(locationsGood);
    return members.isGood();
}

bool takeCost(const QJsonValue &value, QList<CloneCost> &into)
{
    const QJsonObject object = value.toObject();
    Members members(object);
    CloneCost cost;
    cost.kind = members.kind("kind"_L1);
    cost.obstacle = obstacleFromWord(members.text("obstacle"_L1));
    members.require(cost.obstacle != Obstacle::Other);
    cost.detail = members.text("detail"_L1);
    cost.bytes = members.size("bytes"_L1);
    cost.files = members.size("files"_L1);
    cost.depends = members.flag("depends"_L1);
    cost.shares = members.flag("shares"_L1);
    into.append(cost);
    return members.isGood();
}

bool takePlan(const QJsonObject &object, ClonePlan &plan)
{
    Members members(object);
    plan.files = members.size("files"_L1);
    plan.bytes = members.size("bytes"_L1);
    plan.complete = members.flag("complete"_L1);
    plan.free = members.size("free"_L1);
    plan.sourceFileSystem = members.text("sourceFileSystem"_L1);
    plan.targetFileSystem = members.text("targetFileSystem"_L1);
    plan.automatic = members.kind("automatic"_L1);
    plan.hooks = members.flag("hooks"_L1);
    bool costsGood = true;
    for (const QJsonValue &cost : members.array("kinds"_L1))
        costsGood = takeCost(cost, plan.kinds) && costsGood;
    members.require(costsGood && plan.cost(plan.automatic) != nullptr);
    return members.isGood();
}

bool takeMeasured(const QJsonObject &object, Measurement &measured)
{
    Members members(object);
    measured.kind = members.kind("kind"_L1);
    measured.from = members.text("from"_L1);
    measured.to = members.text("to"_L1);
    measured.files = members.size("files"_L1);
    measured.bytes = members.size("bytes"_L1);
    measured.seconds = members.number("seconds"_L1);
    return members.isGood();
}

bool takeProgress(const QJsonObject &object, Members &members, Report &report)
{
    report.kind = Report::Kind::Progress;
    report.progress = members.number("progress"_L1);
    report.step = members.text("step"_L1);
    members.require(report.progress == -1 || (report.progress >= 0 && report.progress <= 1));
    members.require(isStep(report.step));
    if (object.contains("files"_L1))
        report.copied = {members.size("files"_L1), members.size("bytes"_L1)};
    members.require(report.copied == Copied() || report.step == "copy"_L1);
    return members.isGood();
}

bool takeFinished(Members &members, Report &report)
{
    report.kind = Report::Kind::Finished;
    members.require(members.flag("finished"_L1));
    const QString word = members.errorWordOf("error"_L1);
    report.succeeded = word.isEmpty();
    report.error = {report.succeeded ? ErrorCode::Failed : errorCodeFromWord(word), members.text("object"_L1),
                    members.text("detail"_L1)};
    return members.isGood();
}

bool takeLine(const QJsonObject &object, Report &report)
{
    Members members(object);
    if (object.contains("progress"_L1))
        return takeProgress(object, members, report);
    if (object.contains("finished"_L1))
        return takeFinished(members, report);
    if (object.contains("log"_L1)) {
        report.kind = Report::Kind::Log;
        report.text = members.text("log"_L1);
    } else if (object.contains("pid"_L1)) {
        report.kind = Report::Kind::Pid;
        report.pid = members.integer("pid"_L1, 2, 4'194'304); // proc(5): the largest pid_max
    } else if (object.contains("container"_L1)) {
        report.kind = Report::Kind::Container;
        members.require(takeContainer(members.object("container"_L1), report.container));
    } else if (object.contains("host"_L1)) {
        report.kind = Report::Kind::Host;
        members.require(takeHost(members.object("host"_L1), report.host));
    } else if (object.contains("plan"_L1)) {
        report.kind = Report::Kind::Plan;
        members.require(takePlan(members.object("plan"_L1), report.plan));
    } else if (object.contains("measured"_L1)) {
        report.kind = Report::Kind::Measured;
        members.require(takeMeasured(members.object("measured"_L1), report.measured));
    }
    return members.isGood();
}

} // namespace

QString readableText(const QString &text, qsizetype longest)
{
    QString readable = text.left(longest);
    for (QChar &c : readable) {
        const auto category = c.category();
        if (category == QChar::Other_Control || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph)
            c = u' ';
    }
    return readable;
}

std::optional<Report> parseReport(const QByteArray &line)
{
    if (line.size() > LongestReportLine)
        return {};
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return {};
    const QJsonObject object = document.object();
    Report report;
    if (object.isEmpty() || !takeLine(object, report))
        return {};
    return report;
}

QByteArray finishedLine(const Error &error)
{
    const QJsonObject object = {{u"finished"_s, true},
                                {u"error"_s, errorWord(error.code)},
                                {u"object"_s, error.object},
                                {u"detail"_s, error.detail}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace boxyard
