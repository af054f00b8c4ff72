// SPDX-License-Identifier: GPL-2.0-or-later

#include "job.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

// In the order of Verb.
const QStringList Verbs = {u"create"_s, u"clone"_s,    u"start"_s,  u"stop"_s,  u"restart"_s,
                           u"freeze"_s, u"unfreeze"_s, u"rename"_s, u"delete"_s};

} // namespace

QString verbWord(Verb verb)
{
    return Verbs.at(static_cast<qsizetype>(verb));
}

Result<Verb> verbFromWord(const QString &word)
{
    const auto index = Verbs.indexOf(word);
    if (index < 0)
        return refuse(ErrorCode::InvalidArgument, u"verb"_s, word);
    return static_cast<Verb>(index);
}

QDBusArgument &operator<<(QDBusArgument &argument, const JobInfo &job)
{
    argument.beginStructure();
    argument << job.id << job.uid << job.verb << job.target.location << job.target.name << job.result
             << job.resultLocation << job.begun << job.progress << job.step << job.finished << job.error
             << job.object << job.detail << job.series << job.copied.files << job.copied.bytes;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, JobInfo &job)
{
    argument.beginStructure();
    argument >> job.id >> job.uid >> job.verb >> job.target.location >> job.target.name >> job.result
        >> job.resultLocation >> job.begun >> job.progress >> job.step >> job.finished >> job.error
        >> job.object >> job.detail >> job.series >> job.copied.files >> job.copied.bytes;
    argument.endStructure();
    return argument;
}

} // namespace boxyard
