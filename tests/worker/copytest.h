// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "helper/worker/copier.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

struct Copied {
    boxyard::worker::Result<boxyard::worker::CopyProgress> result = boxyard::worker::CopyProgress{};
    QStringList lines;
    QList<boxyard::worker::CopyProgress> progress;

    /// What went wrong; empty where nothing did.
    [[nodiscard]] QByteArray problem() const;
};

/// Copies one folder to another, which is made.
Copied copyTo(const QString &from, const QString &to, const boxyard::worker::CopyOptions &options = {});

/// removeTree() of it; what went wrong, empty where nothing did and nothing is left.
[[nodiscard]] QByteArray removeAll(const QString &path);

/// DIR/d/d/d… of so many levels, with a file in each, and a further folder behind it where `comb`.
void makeDeep(const QString &path, int levels, bool comb = false);

/// Where two trees differ, one line for each; empty if they are alike: kind, mode, owner, size, all times but
/// that of change, in ns, device, symlink, all extended attributes (so also ACLs and capabilities), flags,
/// content, where there are data and where holes, and which names are of one file. Knows nothing of the
/// copier. Without a trace in the access times.
[[nodiscard]] QByteArray treeDifference(const QString &expected, const QString &actual);
