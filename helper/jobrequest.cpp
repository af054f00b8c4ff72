// SPDX-License-Identifier: GPL-2.0-or-later

#include "jobrequest.h"

#include "backend/api/names.h"

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int ProtocolVersion = 1;

std::chrono::milliseconds deadlineOf(Verb verb)
{
    switch (verb) {
    case Verb::Create:
        return 60min;
    case Verb::Clone:
        return 6h;
    case Verb::Rename:
    case Verb::Delete:
        return 1h;
    case Verb::Start:
        return 60s;
    case Verb::Freeze:
    case Verb::Unfreeze:
        break; // the worker's own patience, 20 s, ends before: it lets go on what it could not freeze
    case Verb::Stop:
    case Verb::Restart:
        break; // by their own time-out
    }
    return 30s;
}

JobRequest requestOf(Verb verb, const ContainerRef &target)
{
    JobRequest request;
    request.verb = verb;
    request.target = target;
    request.deadline = deadlineOf(verb);
    return request;
}

/// Members whose wire values have JSON's own types: the words and numbers of toWire().
QJsonObject keysFrom(const QVariantMap &wire)
{
    return QJsonObject::fromVariantMap(wire);
}

std::chrono::milliseconds stopDeadline(int timeout)
{
    return std::chrono::seconds(timeout) + 30s;
}

} // namespace

bool JobRequest::isDurable() const
{
    return verb == Verb::Create || verb == Verb::Clone || verb == Verb::Rename || verb == Verb::Delete;
}

bool JobRequest::isLong() const
{
    return isCopy() || verb == Verb::Create || verb == Verb::Delete;
}

QList<TargetLock> JobRequest::locks() const
{
    QList<TargetLock> locks = {{target, verb != Verb::Clone}};
    if (!result.name.isEmpty())
        locks.append({result, true});
    return locks;
}

JobRequest createRequest(const CreateSpec &spec)
{
    JobRequest request = requestOf(Verb::Create, spec.ref);
    const QVariantMap wire = toWire(spec);
    QJsonObject options;
    for (auto it = spec.options.cbegin(); it != spec.options.cend(); ++it)
        options.insert(it.key(), it.value());
    request.keys = {{u"template"_s, spec.templateName},
                    {u"options"_s, options},
                    {u"store"_s, wire.value(u"store"_s).toString()},
                    {u"privileged"_s, spec.privileged}};
    return request;
}

JobRequest cloneRequest(const CloneSpec &spec)
{
    JobRequest request = requestOf(Verb::Clone, spec.source);
    request.result = spec.target;
    request.keys = keysFrom(toWire(spec));
    request.keys.insert(u"targetLocation"_s, spec.target.location);
    request.keys.insert(u"targetName"_s, spec.target.name);
    request.series = spec.series;
    request.shares = spec.mode == CloneMode::Snapshot || spec.mode == CloneMode::Overlay;
    return request;
}

JobRequest plainRequest(Verb verb, const ContainerRef &ref)
{
    return requestOf(verb, ref);
}

JobRequest stopRequest(Verb verb, const StopSpec &spec)
{
    JobRequest request = requestOf(verb, spec.ref);
    request.keys = {{u"mode"_s, toWire(spec).value(u"mode"_s).toString()},
                    {u"timeout"_s, static_cast<int>(spec.timeout.count())}};
    request.deadline = stopDeadline(static_cast<int>(spec.timeout.count()));
    return request;
}

JobRequest renameRequest(const RenameSpec &spec)
{
    JobRequest request = requestOf(Verb::Rename, spec.ref);
    request.result = {spec.ref.location, spec.newName};
    request.keys = {{u"newName"_s, spec.newName}};
    return request;
}

QJsonObject requestHead(quint64 id, uint uid, const QString &verb, const ContainerRef &ref)
{
    return {{u"version"_s, ProtocolVersion},      {u"id"_s, static_cast<qint64>(id)},
            {u"uid"_s, static_cast<qint64>(uid)}, {u"verb"_s, verb},
            {u"location"_s, ref.location},        {u"name"_s, ref.name}};
}

QJsonObject shellKeys(const ShellSpec &spec, bool privileged, const QString &expect)
{
    return {{u"columns"_s, static_cast<int>(spec.columns)},
            {u"rows"_s, static_cast<int>(spec.rows)},
            {u"privileged"_s, privileged},
            {u"expect"_s, expect}};
}

QJsonObject workerRequest(const JobRequest &request, quint64 id)
{
    QJsonObject object = requestHead(id, request.uid, verbWord(request.verb), request.target);
    for (auto it = request.keys.constBegin(); it != request.keys.constEnd(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QJsonObject requestAfter(const QString &verb, quint64 id, const JobRequest &request, quint64 jobId)
{
    QJsonObject after = requestHead(id, request.uid, verb, request.target);
    after.insert(u"intent"_s, workerRequest(request, jobId));
    return after;
}

Result<JobRequest> jobRequestFrom(const QJsonObject &object)
{
    const auto verb = verbFromWord(object.value("verb"_L1).toString());
    if (!verb)
        return refuse(verb.error());
    const auto ref =
        containerRefFromWire(object.value("location"_L1).toString(), object.value("name"_L1).toString());
    if (!ref)
        return refuse(ref.error());
    JobRequest request = requestOf(*verb, *ref);
    request.uid = static_cast<uint>(object.value("uid"_L1).toInteger());
    request.keys = object;
    for (const auto key : {"version"_L1, "id"_L1, "uid"_L1, "verb"_L1, "location"_L1, "name"_L1})
        request.keys.remove(key);
    if (*verb == Verb::Clone) {
        request.result = {object.value("targetLocation"_L1).toString(),
                          object.value("targetName"_L1).toString()};
        request.series = object.value("series"_L1).toString();
        const auto mode = cloneModeFromWord(object.value("mode"_L1).toString());
        request.shares = mode == CloneMode::Snapshot || mode == CloneMode::Overlay;
    }
    if (*verb == Verb::Rename)
        request.result = {ref->location, object.value("newName"_L1).toString()};
    if (*verb == Verb::Stop || *verb == Verb::Restart)
        request.deadline = stopDeadline(object.value("timeout"_L1).toInt());
    if (!request.result.name.isEmpty() && !containerRefFromWire(request.result.location, request.result.name))
        return refuse(ErrorCode::InvalidArgument, u"result"_s, u"not a container"_s);
    return request;
}

} // namespace boxyard
