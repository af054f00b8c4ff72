// SPDX-License-Identifier: GPL-2.0-or-later

#include "measurements.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fcntl.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestFile = 64 * 1024;
constexpr qsizetype LongestWord = 32;
constexpr double MostSeconds = 7 * 24 * 3600;
constexpr double LeastRatio = 0.01; // of measured to guessed: beyond these a clock has jumped
constexpr double MostRatio = 1'000;
constexpr double MuchLess = 0.125; // of the work of what is known
constexpr qint64 Recent = 30 * 24 * 3600; // s

/// The guess for a machine that has measured nothing: ordinary solid-state disk, two threads.
double guess(CloneMode kind, quint64 files, quint64 bytes)
{
    constexpr double Around = 0.05; // bus, journal, config
    constexpr double FilesASecond = 20'000;
    constexpr double BytesASecond = 400e6;
    if (kind == CloneMode::Snapshot)
        return Around;
    return Around + static_cast<double>(files) / FilesASecond + static_cast<double>(bytes) / BytesASecond;
}

double guess(const Measurement &measurement)
{
    return guess(measurement.kind, measurement.files, measurement.bytes);
}

bool isAlike(const Measurement &one, const Measurement &other)
{
    return one.kind == other.kind && one.from == other.from && one.to == other.to;
}

bool isGood(const Measurement &measurement)
{
    return measurement.kind != CloneMode::Auto && measurement.from.size() <= LongestWord
        && measurement.to.size() <= LongestWord && std::isfinite(measurement.seconds)
        && measurement.seconds > 0 && measurement.seconds < MostSeconds;
}

QJsonObject toJson(const Measurement &measurement)
{
    return {{u"kind"_s, cloneModeWord(measurement.kind)},
            {u"from"_s, measurement.from},
            {u"to"_s, measurement.to},
            {u"files"_s, static_cast<qint64>(measurement.files)},
            {u"bytes"_s, static_cast<qint64>(measurement.bytes)},
            {u"seconds"_s, measurement.seconds},
            {u"when"_s, measurement.when}};
}

Measurement fromJson(const QJsonObject &object)
{
    const auto number = [&object](QLatin1StringView key) {
        return static_cast<quint64>(std::max<qint64>(object.value(key).toInteger(), 0));
    };
    Measurement measurement;
    measurement.kind = cloneModeFromWord(object.value("kind"_L1).toString()).value_or(CloneMode::Auto);
    measurement.from = object.value("from"_L1).toString();
    measurement.to = object.value("to"_L1).toString();
    measurement.files = number("files"_L1);
    measurement.bytes = number("bytes"_L1);
    measurement.seconds = object.value("seconds"_L1).toDouble();
    measurement.when = object.value("when"_L1).toInteger();
    return measurement;
}

} // namespace

Measurements::Measurements(QString path)
    : m_path(std::move(path))
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonArray list = QJsonDocument::fromJson(file.read(LargestFile)).array();
    for (const QJsonValue &value : list) {
        if (const Measurement measurement = fromJson(value.toObject()); isGood(measurement))
            m_all.append(measurement);
    }
    m_all = m_all.mid(std::max<qsizetype>(0, m_all.size() - MostKept));
}

void Measurements::note(const Measurement &measurement)
{
    if (!isGood(measurement))
        return;
    const auto known = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Measurement &one) { return isAlike(one, measurement); });
    if (known != m_all.end()) {
        if (guess(measurement) < MuchLess * guess(*known) && measurement.when - known->when < Recent)
            return;
        m_all.erase(known);
    }
    m_all.append(measurement);
    if (m_all.size() > MostKept)
        m_all.removeFirst();
    write();
}

void Measurements::write() const
{
    QJsonArray list;
    for (const Measurement &measurement : m_all)
        list.append(toJson(measurement));
    // Not synced: after a power failure the next clone measures anew, and the helper waits for no disk.
    const QString fresh = m_path + u".new"_s;
    QFile::remove(fresh);
    QFile file(fresh);
    const QByteArray text = QJsonDocument(list).toJson(QJsonDocument::Compact) + '\n';
    const bool written =
        file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner)
        && file.write(text) == text.size() && file.flush();
    file.close();
    if (!written
        || std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(m_path).constData()) != 0)
        QFile::remove(fresh);
}

void Measurements::estimate(ClonePlan &plan) const
{
    for (CloneCost &cost : plan.kinds) {
        // A copy that shares its blocks moves the same files; how fast, its file systems' measurement knows.
        const quint64 bytes = cost.kind == CloneMode::Copy ? plan.bytes : cost.bytes;
        cost.seconds = guess(cost.kind, cost.files, bytes);
        const auto known = std::find_if(m_all.cbegin(), m_all.cend(), [&](const Measurement &one) {
            return one.kind == cost.kind && one.from == plan.sourceFileSystem
                && one.to == plan.targetFileSystem;
        });
        cost.measured = known != m_all.cend();
        if (cost.measured)
            cost.seconds *= std::clamp(known->seconds / guess(*known), LeastRatio, MostRatio);
    }
}

} // namespace boxyard
