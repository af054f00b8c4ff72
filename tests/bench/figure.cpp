// SPDX-License-Identifier: GPL-2.0-or-later
#include "figure.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

namespace {

QString shown(std::optional<double> value, const QString &unit)
{
    if (!value)
        return u"–"_s;
    const int decimals = *value >= 100 ? 0 : *value >= 10 ? 1 : 2;
    return u"%1 %2"_s.arg(*value, 0, 'f', decimals).arg(unit).trimmed();
}

QJsonValue number(std::optional<double> value)
{
    return value ? QJsonValue(std::round(*value * 1000) / 1000) : QJsonValue(QJsonValue::Null);
}

} // namespace

std::optional<double> Figure::ratio() const
{
    if (!theirs || ours <= 0)
        return std::nullopt;
    return *theirs / ours;
}

double median(QList<double> values)
{
    Q_ASSERT(!values.isEmpty());
    std::ranges::sort(values);
    const qsizetype middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

QString tableOf(const QList<Figure> &figures)
{
    QString table =
        u"%1 %2 %3 %4\n"_s.arg(u"what"_s, -24).arg(u"Boxyard"_s, 12).arg(u"lxc-*"_s, 12).arg(u"ratio"_s, 9);
    for (const auto &figure : figures) {
        table += u"%1 %2 %3 %4\n"_s.arg(figure.name, -24)
                     .arg(shown(figure.ours, figure.unit), 12)
                     .arg(shown(figure.theirs, figure.unit), 12)
                     .arg(shown(figure.ratio(), u"×"_s), 9);
    }
    return table;
}

QByteArray jsonLinesOf(const QList<Figure> &figures)
{
    QByteArray lines;
    for (const auto &figure : figures) {
        const QJsonObject object{{u"name"_s, figure.name},
                                 {u"ours"_s, number(figure.ours)},
                                 {u"theirs"_s, number(figure.theirs)},
                                 {u"unit"_s, figure.unit},
                                 {u"ratio"_s, number(figure.ratio())}};
        lines += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

} // namespace boxyard::bench
