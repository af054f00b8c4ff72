// SPDX-License-Identifier: GPL-2.0-or-later

#include "helpercalls.h"
#include "helperlink.h"
#include "lxcengine.h"
#include "taskbook.h"

#include <QDBusUnixFileDescriptor>
#include <QPointer>

#include <cerrno>
#include <system_error>

#include <fcntl.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

HelperMethod container(const QString &name)
{
    return {u"Containers"_s, name};
}

/// What the codec says of a value that is to be sent: the bus cuts a text at a NUL, so nothing goes out
/// unchecked.
template <typename T>
Status statusOf(const Result<T> &decoded)
{
    return decoded ? Status() : Status(refuse(decoded.error()));
}

Status check(const ContainerRef &ref)
{
    return statusOf(containerRefFromWire(ref.location, ref.name));
}

/// What one clone of a series was refused for, and every other would be too.
bool endsSeries(const Error &error)
{
    return error.code == ErrorCode::Dismissed || error.code == ErrorCode::NotAuthorized
        || error.code == ErrorCode::AuthorizationUnavailable || error.code == ErrorCode::HelperLost
        || error.code == ErrorCode::HelperMissing || error.code == ErrorCode::Cancelled;
}

/// A descriptor of the receiver's own.
Result<int> takeDescriptor(const Result<QDBusUnixFileDescriptor> &answer, const ContainerRef &ref)
{
    if (!answer)
        return refuse(answer.error());
    const int descriptor = fcntl(answer->fileDescriptor(), F_DUPFD_CLOEXEC, 3);
    if (descriptor < 0)
        return refuse(ErrorCode::Failed, ref.name,
                      QString::fromStdString(std::generic_category().message(errno)));
    return descriptor;
}

/// Calls `done` later, unless `context` is gone by then.
template <typename T, typename Done>
void answerLater(QObject *context, Done done, Result<T> answer)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done), answer = std::move(answer)] { done(answer); },
        Qt::QueuedConnection);
}

} // namespace

Task *LxcEngine::begin(Verb verb, const ContainerRef &target, const ContainerRef &result,
                       const HelperMethod &method, const QVariantList &arguments, const Status &valid)
{
    auto *task = m_book->add(verb, target, result);
    send(task, method, arguments, valid);
    return task;
}

void LxcEngine::send(Task *task, const HelperMethod &method, const QVariantList &arguments,
                     const Status &valid, const std::function<void(const Status &)> &heard)
{
    const bool reachable = m_link->bus().isConnected();
    if (!valid || !reachable) {
        const auto error = valid ? Error{ErrorCode::HelperLost, method.name, {}} : valid.error();
        QMetaObject::invokeMethod(
            m_book,
            [this, task, error, heard] {
                m_book->refused(task, error);
                if (heard)
                    heard(refuse(error));
            },
            Qt::QueuedConnection);
        return;
    }
    const auto message = HelperCalls::message(HelperService, method, arguments, Interaction::Allowed);
    m_calls->call<qulonglong>(m_link->bus(), message, [this, task, heard](const Result<qulonglong> &answer) {
        m_book->answered(task, answer);
        if (heard)
            heard(statusOf(answer));
    });
}

Task *LxcEngine::create(const CreateSpec &spec)
{
    const auto options = toWire(spec);
    return begin(Verb::Create, spec.ref, spec.ref, container(u"Create"_s),
                 {spec.ref.location, spec.ref.name, spec.templateName, options},
                 statusOf(createSpecFromWire(spec.ref.location, spec.ref.name, spec.templateName, options)));
}

Task *LxcEngine::clone(const CloneSpec &spec)
{
    auto *task = m_book->add(Verb::Clone, spec.source, spec.target);
    sendClone({task, spec}, {});
    return task;
}

void LxcEngine::sendClone(const Held &held, const std::function<void(const Status &)> &heard)
{
    const auto options = toWire(held.spec);
    const auto &source = held.spec.source;
    const auto &target = held.spec.target;
    send(held.task, {u"Clones"_s, u"Clone"_s},
         {source.location, source.name, target.location, target.name, options},
         statusOf(cloneSpecFromWire(source.location, source.name, target.location, target.name, options)),
         heard);
}

QList<Task *> LxcEngine::cloneSeries(const QList<CloneSpec> &specs)
{
    const QString series = specs.size() > 1 ? newSeries() : QString();
    QList<Held> held;
    QList<Task *> tasks;
    for (CloneSpec spec : specs) {
        spec.series = series;
        tasks.append(m_book->add(Verb::Clone, spec.source, spec.target, series));
        held.append({tasks.constLast(), spec});
    }
    sendSeries(held);
    return tasks;
}

void LxcEngine::sendSeries(const QList<Held> &held)
{
    if (held.isEmpty())
        return;
    const Held &first = held.constFirst();
    if (first.task->state() == Task::State::Cancelling) {
        m_book->refused(first.task, {ErrorCode::Cancelled, first.spec.target.name, {}});
        sendSeries(held.mid(1));
        return;
    }
    sendClone(first, [this, rest = held.mid(1)](const Status &answer) {
        if (answer) {
            for (const Held &one : rest)
                sendSeries({one});
        } else if (endsSeries(answer.error())) {
            for (const Held &one : rest)
                m_book->refused(one.task, answer.error());
        } else {
            sendSeries(rest); // that one could not be; whether the others may is not known yet
        }
    });
}

Task *LxcEngine::start(const ContainerRef &ref)
{
    return begin(Verb::Start, ref, ref, container(u"Start"_s), {ref.location, ref.name}, check(ref));
}

Task *LxcEngine::stop(const StopSpec &spec)
{
    const auto options = toWire(spec);
    return begin(Verb::Stop, spec.ref, spec.ref, container(u"Stop"_s),
                 {spec.ref.location, spec.ref.name, options},
                 statusOf(stopSpecFromWire(spec.ref.location, spec.ref.name, options)));
}

Task *LxcEngine::restart(const StopSpec &spec)
{
    const auto options = toWire(spec);
    return begin(Verb::Restart, spec.ref, spec.ref, container(u"Restart"_s),
                 {spec.ref.location, spec.ref.name, options},
                 statusOf(stopSpecFromWire(spec.ref.location, spec.ref.name, options)));
}

Task *LxcEngine::freeze(const ContainerRef &ref)
{
    return begin(Verb::Freeze, ref, ref, container(u"Freeze"_s), {ref.location, ref.name}, check(ref));
}

Task *LxcEngine::unfreeze(const ContainerRef &ref)
{
    return begin(Verb::Unfreeze, ref, ref, container(u"Unfreeze"_s), {ref.location, ref.name}, check(ref));
}

Task *LxcEngine::rename(const RenameSpec &spec)
{
    return begin(Verb::Rename, spec.ref, {spec.ref.location, spec.newName}, container(u"Rename"_s),
                 {spec.ref.location, spec.ref.name, spec.newName},
                 statusOf(renameSpecFromWire(spec.ref.location, spec.ref.name, spec.newName)));
}

Task *LxcEngine::remove(const ContainerRef &ref)
{
    return begin(Verb::Delete, ref, ref, container(u"Delete"_s), {ref.location, ref.name}, check(ref));
}

void LxcEngine::openShell(const ShellSpec &spec, QObject *context, ShellDone done)
{
    const auto options = toWire(spec);
    if (const auto valid = statusOf(shellSpecFromWire(spec.ref.location, spec.ref.name, options)); !valid) {
        answerLater<int>(context, std::move(done), refuse(valid.error()));
        return;
    }
    const auto message =
        HelperCalls::message(HelperService, container(u"OpenShell"_s),
                             {spec.ref.location, spec.ref.name, options}, Interaction::Allowed);
    // Where the context is gone the descriptor is closed with the answer, which owns it.
    m_calls->call<QDBusUnixFileDescriptor>(
        m_link->bus(), message,
        [ref = spec.ref, context = QPointer(context),
         done = std::move(done)](const Result<QDBusUnixFileDescriptor> &answer) {
            if (context)
                done(takeDescriptor(answer, ref));
        });
}

void LxcEngine::plan(const PlanSpec &spec, QObject *context, PlanDone done)
{
    const auto valid =
        statusOf(planSpecFromWire(spec.source.location, spec.source.name, spec.targetLocation));
    if (!valid) {
        answerLater<ClonePlan>(context, std::move(done), refuse(valid.error()));
        return;
    }
    const auto message = HelperCalls::message(HelperService, {u"Clones"_s, u"Plan"_s},
                                              {spec.source.location, spec.source.name, spec.targetLocation},
                                              Interaction::None);
    m_calls->call<ClonePlan>(
        m_link->bus(), message,
        [context = QPointer(context), done = std::move(done)](const Result<ClonePlan> &answer) {
            if (context)
                done(answer);
        });
}

void LxcEngine::inspect(const ContainerRef &ref, QObject *context, InspectDone done)
{
    if (const auto valid = check(ref); !valid) {
        answerLater<ContainerDetails>(context, std::move(done), refuse(valid.error()));
        return;
    }
    const auto message = HelperCalls::message(HelperService, container(u"Inspect"_s),
                                              {ref.location, ref.name}, Interaction::None);
    m_calls->call<ContainerDetails>(
        m_link->bus(), message,
        [context = QPointer(context), done = std::move(done)](const Result<ContainerDetails> &answer) {
            if (context)
                done(answer);
        });
}

void LxcEngine::askCancel(quint64 job, const QString &method)
{
    const auto message = HelperCalls::message(HelperService, {u"Jobs"_s, method},
                                              {QVariant::fromValue<qulonglong>(job)}, Interaction::Allowed);
    m_calls->call<void>(m_link->bus(), message, [this, job](const Status &status) {
        if (!status)
            m_book->cancelFailed(job, status.error());
    });
}

} // namespace boxyard
