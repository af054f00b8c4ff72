// SPDX-License-Identifier: GPL-2.0-or-later
#include "debiantree.h"
#include "helper/worker/copier.h"
#include "helper/worker/fd.h"
#include "measures.h"
#include "tests/worker/teststore.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Runs = 7;

/// Nothing of the run before is left, on the disk or on its way there.
void clear(const QString &path)
{
    timeCommand({u"rm"_s, u"-rf"_s, path});
    ::sync();
}

double timeCopy(const QString &from, const QString &to, unsigned threads)
{
    QElapsedTimer passed;
    passed.start();
    QDir().mkpath(to);
    constexpr int Flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    const worker::Fd source(::open(QFile::encodeName(from).constData(), Flags));
    const worker::Fd target(::open(QFile::encodeName(to).constData(), Flags));
    worker::CopyOptions options;
    options.threads = threads;
    const auto copied = worker::copyTree(source.get(), target.get(), options,
                                         {[](const worker::CopyProgress &) {}, [](const std::string &) {}});
    if (!copied)
        giveUp(QString::fromStdString(copied.error().object + ": " + copied.error().detail));
    return static_cast<double>(passed.nsecsElapsed()) / 1e6;
}

QList<Figure> measureOn(const QString &kind, const QString &suffix)
{
    const TestStore store(kind, 2048);
    if (!store.problem().isEmpty())
        giveUp(store.problem());
    const QString from = store.filePath(u"from"_s);
    const QString to = store.filePath(u"to"_s);
    makeDebianTree(from.toStdString());
    QList<double> theirs;
    QList<double> one;
    QList<double> two;
    for (int run = 0; run < Runs; ++run) {
        clear(to);
        theirs.append(timeCommand({u"cp"_s, u"-a"_s, u"--reflink=auto"_s, from, to}));
        clear(to);
        one.append(timeCopy(from, to, 1));
        clear(to);
        two.append(timeCopy(from, to, 2));
    }
    return {{u"copier-1-thread"_s + suffix, u"ms"_s, median(one), median(theirs)},
            {u"copier-2-threads"_s + suffix, u"ms"_s, median(two), median(theirs)}};
}

} // namespace

QList<Figure> measureCopier()
{
    return measureOn(u"ext4"_s, {}) + measureOn(u"xfs"_s, u"-xfs"_s);
}

} // namespace boxyard::bench
