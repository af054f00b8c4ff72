// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/host.h"
#include "backend/api/job.h"
#include "backend/api/result.h"
#include "helper/watch/watch.h"
#include "measurements.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace boxyard {

/// One line of a worker's report (docs/worker-protocol.md), checked: a worker that was taken over can't make
/// the helper believe anything out of its form.
struct Report {
    enum class Kind { Pid, Progress, Log, Container, Host, Plan, Measured, Finished };

    Kind kind = Kind::Log;
    int pid = 0;
    double progress = -1; ///< 0 to 1; -1 where it is not known
    QString step; ///< one of the protocol's words, or empty
    Copied copied; ///< with the step "copy"
    QString text; ///< of Log: without control characters
    InspectedConfig container;
    HostInfo host;
    ClonePlan plan; ///< without its seconds
    Measurement measured; ///< without its time
    Error error; ///< of Finished
    bool succeeded = false; ///< of Finished
};

constexpr qsizetype LongestReportLine = qsizetype{256} * 1024;

/// Nothing where the line has not the protocol's form.
[[nodiscard]] std::optional<Report> parseReport(const QByteArray &line);

/// Text that came from a worker, for a person: control characters become spaces, and it is cut at `longest`.
[[nodiscard]] QString readableText(const QString &text, qsizetype longest);

/// A report's `finished` line, for jobs whose worker could not write its own.
[[nodiscard]] QByteArray finishedLine(const Error &error);

} // namespace boxyard
