// SPDX-License-Identifier: GPL-2.0-or-later

#include "inspector.h"

#include "jobrequest.h"

#include <QJsonArray>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MostRunning = 2;
constexpr int MostHangs = 8; // configs that may hang a worker before the rest is given up
constexpr qsizetype LargestBatch = 500;
constexpr auto Deadline = 20s;

} // namespace

Inspector::Inspector(WorkerStarter &starter, uint uid, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_uid(uid)
{
}

void Inspector::inspect(const QString &location, const QStringList &names, Done done)
{
    auto batch = std::make_shared<Batch>();
    batch->location = location;
    batch->names = names;
    batch->done = std::move(done);
    m_waiting.enqueue(std::move(batch));
    startSome();
}

void Inspector::startSome()
{
    while (m_running < MostRunning && !m_waiting.isEmpty()) {
        ++m_running;
        start(m_waiting.dequeue());
    }
}

void Inspector::start(std::shared_ptr<Batch> batch)
{
    batch->asked = batch->names.mid(0, LargestBatch);
    batch->names = batch->names.mid(LargestBatch);
    const auto id = m_starter.nextId();
    if (!id) {
        QMetaObject::invokeMethod(
            this,
            [this, batch, error = id.error()] {
                RunEnd end;
                end.started = false;
                end.startError = error;
                onEnd(batch, end);
            },
            Qt::QueuedConnection);
        return;
    }
    RunSpec spec;
    spec.id = *id;
    spec.request = requestHead(*id, m_uid, u"inspect"_s, {batch->location, {}});
    spec.request.insert(u"containers"_s, QJsonArray::fromStringList(batch->asked));
    spec.deadline = Deadline;
    Run *run = m_starter.start(spec, this);
    connect(run, &Run::reported, this, [batch](const Report &report) {
        if (report.kind == Report::Kind::Container && batch->asked.removeOne(report.container.name))
            batch->read.append(report.container);
    });
    connect(run, &Run::ended, this, [this, run, batch, id = *id](const RunEnd &end) {
        run->deleteLater();
        m_starter.forget(id);
        onEnd(batch, end);
    });
}

void Inspector::onEnd(const std::shared_ptr<Batch> &batch, const RunEnd &end)
{
    if (!end.started) {
        batch->names.clear();
    } else if (!end.finished) {
        // They are read in order: the first that is missing hung or crashed it.
        ++batch->hangs;
        batch->names = batch->asked.mid(1) + batch->names;
    }
    if (!batch->names.isEmpty() && batch->hangs < MostHangs) {
        start(batch);
        return;
    }
    --m_running;
    batch->done(batch->read);
    startSome();
}

} // namespace boxyard
