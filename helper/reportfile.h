// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "descriptor.h"
#include "report.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace boxyard {

/// Follows a growing report: hands out its lines as they become complete.
class ReportFile : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 LargestReport = qint64{16} * 1024 * 1024;

    explicit ReportFile(const QString &path, QObject *parent = nullptr);

    /// Reads what is new, a part at a time so that a chatty worker does not hold up others; the rest follows
    /// by itself.
    void readMore();
    /// Reads all that is left: the worker is gone.
    void readRest();

Q_SIGNALS:
    void reported(const boxyard::Report &report);
    /// More than LargestReport bytes, or a line of more than LongestReportLine: nothing more is read.
    void tooLong();

private:
    [[nodiscard]] bool readPart();
    void takeLines();

    QString m_path;
    Descriptor m_file;
    QByteArray m_partial;
    qint64 m_size = 0;
    bool m_stopped = false;
};

/// Tells reports that they have grown: one inotify(7) watch on their folder, or a timer where there is none
/// to be had.
class ReportWatcher : public QObject
{
    Q_OBJECT

public:
    explicit ReportWatcher(const QString &folder, QObject *parent = nullptr);

    /// `file` is told until it is deleted.
    void follow(const QString &fileName, ReportFile *file);

private:
    void onEvents();
    void readAll();

    Descriptor m_inotify;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_poll;
    QHash<QByteArray, ReportFile *> m_files;
};

} // namespace boxyard
