// SPDX-License-Identifier: GPL-2.0-or-later

#include "nameproblem.h"

#include "backend/api/names.h"

#include <QCoreApplication>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(boxyard::NameProblem)
};

/// What a person most likely did, rather than the whole rule.
QString formProblem(const QString &name)
{
    if (name.size() > 63)
        return Texts::tr("Names can have up to 63 characters; this one has %n.", nullptr,
                         static_cast<int>(name.size()));
    const auto isPlain = [](QChar c) { return c.unicode() < 128 && c.isLetterOrNumber(); };
    if (!isPlain(name.front()))
        return Texts::tr("Names begin with a letter (a–z) or a digit.");
    for (const QChar c : name) {
        if (c.isSpace())
            return Texts::tr("Names can't contain spaces.");
        if (!isPlain(c) && !u"._-"_s.contains(c))
            return Texts::tr("Names can't contain “%1”.").arg(c.isPrint() ? QString(c) : u"?"_s);
    }
    return nameRule();
}

} // namespace

QString nameRule()
{
    return Texts::tr("Letters (a–z), digits, dots, hyphens and underscores.");
}

QStringList takenNames(const Engine &engine, const QString &location)
{
    QStringList names;
    for (const ContainerEntry &entry : engine.snapshot().containers) {
        if (entry.container.ref.location == location)
            names.append(entry.container.ref.name);
    }
    for (const Task *task : engine.tasks()) {
        if (!task->isOver() && task->result().location == location)
            names.append(task->result().name);
    }
    return names;
}

QString nameProblem(const Engine &engine, const ContainerRef &ref)
{
    if (ref.name.isEmpty())
        return Texts::tr("Give it a name.");
    if (!isContainerName(ref.name))
        return formProblem(ref.name);
    if (takenNames(engine, ref.location).contains(ref.name))
        return explain({ErrorCode::AlreadyExists, ref.name, {}});
    return {};
}

} // namespace boxyard
