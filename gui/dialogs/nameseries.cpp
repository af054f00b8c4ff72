// SPDX-License-Identifier: GPL-2.0-or-later

#include "nameseries.h"

#include "backend/api/names.h"

#include <QRegularExpression>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString numbered(const QString &stem, int number, qsizetype width, const QString &tail = {})
{
    return stem + QString::number(number).rightJustified(width, u'0') + tail;
}

/// Whether the digits at the end belong to a word and number nothing: an architecture, a release.
bool endsWithVersion(const QString &name)
{
    static const QRegularExpression words(
        u"(^|[^a-z0-9])(amd64|arm64|aarch64|armv[5-8]|i[3-6]86|x86|x32|x64|x86_64|riscv64|ppc64|s390|mips64"
        "|(debian|ubuntu|fedora|centos|alpine|rocky|rockylinux|alma|almalinux|rhel|el|opensuse|leap|mint)[0-"
        "9]+)$"
        "|[0-9]\\.[0-9]+$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return words.match(name).hasMatch();
}

Status checkNames(const QStringList &names)
{
    for (const QString &name : names) {
        if (!isContainerName(name))
            return refuse(ErrorCode::InvalidName, name);
    }
    return {};
}

} // namespace

Result<QStringList> expandSeries(const QString &pattern)
{
    QStringList names;
    if (!pattern.contains(u'{') && !pattern.contains(u'}')) {
        names.append(pattern);
    } else {
        static const QRegularExpression form(u"^([^{}]*)\\{([0-9]{1,6})\\.\\.([0-9]{1,6})\\}([^{}]*)$"_s);
        const auto match = form.match(pattern);
        if (!match.hasMatch())
            return refuse(ErrorCode::InvalidArgument, pattern);
        const int first = match.capturedView(2).toInt();
        const int last = match.capturedView(3).toInt();
        if (last < first || last - first >= LongestSeries)
            return refuse(ErrorCode::InvalidArgument, pattern);
        for (int number = first; number <= last; ++number)
            names.append(numbered(match.captured(1), number, match.capturedLength(2), match.captured(4)));
    }
    if (const Status valid = checkNames(names); !valid)
        return refuse(valid.error());
    return names;
}

QString proposeSeries(const QString &name, int count, const QStringList &taken)
{
    static const QRegularExpression ending(u"^(.*?)([0-9]{0,6})$"_s);
    const auto match = ending.match(name);
    const bool counts = match.capturedLength(2) > 0 && !endsWithVersion(name);
    const QString stem = counts ? match.captured(1) : name + u'-';
    const qsizetype width = counts ? match.capturedLength(2) : 1;
    const auto isFree = [&](int first) {
        for (int number = first; number < first + count; ++number) {
            if (taken.contains(numbered(stem, number, width)))
                return false;
        }
        return true;
    };
    int first = counts ? match.capturedView(2).toInt() + 1 : 2;
    while (!isFree(first))
        ++first;
    if (count == 1)
        return numbered(stem, first, width);
    const qsizetype wide = width > 1 ? width : QString::number(first).size();
    return u"%1{%2..%3}"_s.arg(stem, QString::number(first).rightJustified(wide, u'0'),
                               QString::number(first + count - 1).rightJustified(wide, u'0'));
}

} // namespace boxyard
