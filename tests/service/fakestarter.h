// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "helper/run.h"

#include <QPointer>

namespace boxyard {

/// A worker that does what a test says.
class FakeRun : public Run
{
    Q_OBJECT

public:
    FakeRun(const RunSpec &ofRun, QObject *parent)
        : Run(parent)
        , spec(ofRun)
    {
    }

    [[nodiscard]] QString verb() const { return spec.request.value(QLatin1StringView("verb")).toString(); }

    void tell(const Report &report) { Q_EMIT reported(report); }

    void progress(double fraction, const QString &step)
    {
        Report report;
        report.kind = Report::Kind::Progress;
        report.progress = fraction;
        report.step = step;
        tell(report);
    }

    void log(const QString &text)
    {
        Report report;
        report.kind = Report::Kind::Log;
        report.text = text;
        tell(report);
    }

    void succeed()
    {
        RunEnd end;
        end.finished.emplace();
        end.finished->kind = Report::Kind::Finished;
        end.finished->succeeded = true;
        finish(end);
    }

    void fail(const Error &error)
    {
        RunEnd end;
        end.finished.emplace();
        end.finished->kind = Report::Kind::Finished;
        end.finished->error = error;
        finish(end);
    }

    void crash(const QString &how)
    {
        RunEnd end;
        end.how = how;
        finish(end);
    }

    void neverStart(const Error &error)
    {
        RunEnd end;
        end.started = false;
        end.startError = error;
        finish(end);
    }

    RunSpec spec;
    int terminated = 0;
    int killed = 0;

protected:
    void terminate() override { ++terminated; }

    void kill() override
    {
        ++killed;
        crash(QStringLiteral("signal 9"));
    }
};

/// Starts fake workers, and remembers what was asked of it.
class FakeStarter : public WorkerStarter
{
public:
    [[nodiscard]] Result<quint64> nextId() override
    {
        if (idError)
            return refuse(*idError);
        return ++lastId;
    }

    [[nodiscard]] Run *start(const RunSpec &spec, QObject *parent) override
    {
        auto *run = new FakeRun(spec, parent);
        runs.append(run);
        return run;
    }

    void conclude(quint64 id, bool durable, const std::optional<Error> &error) override
    {
        concluded.append({id, durable, error});
    }

    void forget(quint64 id) override { forgotten.append(id); }

    /// The one that was started for a container and has not ended.
    [[nodiscard]] FakeRun *runOf(const QString &name) const
    {
        for (const auto &run : runs) {
            if (run && run->spec.request.value(QLatin1StringView("name")).toString() == name)
                return run;
        }
        return nullptr;
    }

    [[nodiscard]] int running() const
    {
        return static_cast<int>(
            std::count_if(runs.cbegin(), runs.cend(), [](const auto &run) { return !run.isNull(); }));
    }

    struct Concluded {
        quint64 id = 0;
        bool durable = false;
        std::optional<Error> error;
    };

    quint64 lastId = 0;
    std::optional<Error> idError;
    QList<QPointer<FakeRun>> runs;
    QList<Concluded> concluded;
    QList<quint64> forgotten;
};

} // namespace boxyard
