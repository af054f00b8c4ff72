// SPDX-License-Identifier: GPL-2.0-or-later
// boxyard-bench: figures of Boxyard's beside those of the lxc-* commands, in one run. Runs as root in the
// test bed (boxyard-bed --build BUILD -- BUILD/bin/boxyard-bench), by `./dev bench`.
#include "clones.h"
#include "figure.h"
#include "fleet.h"
#include "measures.h"
#include "program.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <functional>
#include <memory>

using namespace boxyard::bench;
using namespace Qt::StringLiterals;

namespace {

struct Measure {
    QStringList names; ///< of the figures that come out of it
    std::function<QList<Figure>(Fleet &, Role &)> run;
    std::function<Figure(const CloneStores &, Role &)> clone = {}; ///< instead: on file systems of its own
};

/// In this order: the fleet only grows.
QList<Measure> measures()
{
    const auto list = [](int containers) {
        return [containers](Fleet &fleet, Role &program) {
            return QList{measureList(containers, fleet, program)};
        };
    };
    const auto sample = [](int containers) {
        return [containers](Fleet &fleet, Role &program) {
            return QList{measureSample(containers, fleet, program)};
        };
    };
    return {
        {{u"terminal-throughput"_s}, [](Fleet &, Role &) { return QList{measureTerminal()}; }},
        {{u"copier-1-thread"_s, u"copier-2-threads"_s, u"copier-1-thread-xfs"_s, u"copier-2-threads-xfs"_s},
         [](Fleet &, Role &) { return measureCopier(); }},
        {{u"start-busybox"_s, u"monitor-pss"_s}, measureStart},
        {{u"watch-latency"_s, u"watch-stopped"_s}, measureWatch},
        {{u"list-10"_s}, list(10)},
        {{u"list-100"_s}, list(100)},
        {{u"list-under-flood"_s},
         [](Fleet &fleet, Role &program) { return QList{measureListUnderFlood(fleet, program)}; }},
        {{u"sample-100"_s}, sample(100)},
        {{u"list-300"_s}, list(300)},
        {{u"sample-300"_s}, sample(300)},
        {{u"gui-start-300"_s}, measureWindowStart},
        {{u"gui-cpu-visible"_s, u"gui-cpu-hidden"_s, u"gui-pss-300"_s, u"filter-300"_s}, measureWindow}};
}

/// Those that need the Debian-like containers.
QList<Measure> cloneMeasures()
{
    const auto full = [](const QString &fileSystem) {
        return [fileSystem](const CloneStores &stores, Role &program) {
            return measureFullClone(fileSystem, stores, program);
        };
    };
    return {{{u"clone-full-ext4"_s}, {}, full(u"ext4"_s)},
            {{u"clone-full-xfs"_s}, {}, full(u"xfs"_s)},
            {{u"clone-full-btrfs"_s}, {}, full(u"btrfs"_s)},
            {{u"clone-cancel"_s}, {}, measureCancel},
            {{u"clone-busybox-ext4"_s}, {}, measureBusyboxClone},
            {{u"clone-snapshot-btrfs"_s}, {}, measureBtrfsSnapshot},
            {{u"clone-snapshot-overlay"_s}, {}, measureOverlay},
            {{u"clone-series-20-btrfs"_s}, {}, measureSeries}};
}

QStringList wantedNames(const QStringList &options)
{
    QStringList wanted;
    for (const auto &option : options)
        wanted += option.split(u',', Qt::SkipEmptyParts);
    QStringList known;
    for (const auto &measure : measures() + cloneMeasures())
        known += measure.names;
    for (const auto &name : std::as_const(wanted))
        if (!known.contains(name))
            giveUp(u"there is no “%1”; there are %2"_s.arg(name, known.join(u", "_s)));
    return wanted.isEmpty() ? known : wanted;
}

QList<Figure> measureAll(const QStringList &wanted)
{
    const auto isWanted = [&wanted](const QString &name) { return wanted.contains(name); };
    const auto wantedOf = [&isWanted](QList<Measure> list) {
        list.removeIf([&](const Measure &one) { return !std::ranges::any_of(one.names, isWanted); });
        return list;
    };
    const QList<Measure> clones = wantedOf(cloneMeasures());
    const QList<Measure> others = wantedOf(measures());
    // Before the helper starts, which is to know the container paths.
    const auto stores = clones.isEmpty() ? nullptr : std::make_unique<CloneStores>();
    QList<Figure> figures;
    Fleet fleet;
    Role program(u"--program"_s, u"may"_s);
    for (const auto &measure : others + clones) {
        std::fprintf(stderr, "measuring %s …\n", qPrintable(measure.names.join(u", "_s)));
        const auto got = measure.clone ? QList{measure.clone(*stores, program)} : measure.run(fleet, program);
        for (const auto &figure : got)
            if (isWanted(figure.name))
                figures.append(figure);
    }
    return figures;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Boxyard beside the lxc-* commands, in the test bed."_s);
    parser.addHelpOption();
    const QCommandLineOption json(u"json"_s, u"Writes one JSON object a line to FILE."_s, u"FILE"_s);
    const QCommandLineOption only(
        u"only"_s, u"Measures only this; may be repeated, or be a list with commas."_s, u"NAME"_s);
    QCommandLineOption program(u"program"_s); // roles of other processes of this executable
    QCommandLineOption flood(u"flood"_s);
    program.setFlags(QCommandLineOption::HiddenFromHelp);
    flood.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({json, only, program, flood});
    parser.process(application);
    if (parser.isSet(program))
        return runProgram();
    if (parser.isSet(flood))
        return runFlood();

    if (qgetenv("BOXYARD_BED") != "1")
        giveUp(u"this runs in the test bed: ./dev bench"_s);
    const QStringList wanted = wantedNames(parser.values(only));
    QFile file(parser.value(json));
    if (parser.isSet(json) && !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        giveUp(u"%1 can't be written"_s.arg(file.fileName()));
    const auto figures = measureAll(wanted);
    std::fputs(qPrintable(tableOf(figures)), stdout);
    if (file.isOpen())
        file.write(jsonLinesOf(figures));
    return 0;
}
