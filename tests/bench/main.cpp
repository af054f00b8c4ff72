// SPDX-License-Identifier: GPL-2.0-or-later
// boxyard-bench: figures of Boxyard's beside those of the lxc-* commands, in one run. Runs as root in the
// test bed (boxyard-bed --build BUILD -- BUILD/bin/boxyard-bench), by `./dev bench`.
#include "figure.h"
#include "fleet.h"
#include "measures.h"
#include "program.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <functional>

using namespace boxyard::bench;
using namespace Qt::StringLiterals;

namespace {

struct Measure {
    QStringList names; ///< of the figures that come out of it
    std::function<QList<Figure>(Fleet &, Role &)> run;
};

/// In this order: the fleet only grows.
QList<Measure> measures()
{
    const auto list = [](int containers) {
        return [containers](Fleet &fleet, Role &program) {
            return QList{measureList(containers, fleet, program)};
        };
    };
    return {{{u"terminal-throughput"_s}, [](Fleet &, Role &) { return QList{measureTerminal()}; }},
            {{u"start-busybox"_s, u"monitor-pss"_s}, measureStart},
            {{u"watch-latency"_s, u"watch-stopped"_s}, measureWatch},
            {{u"list-10"_s}, list(10)},
            {{u"list-100"_s}, list(100)},
            {{u"list-under-flood"_s},
             [](Fleet &fleet, Role &program) { return QList{measureListUnderFlood(fleet, program)}; }},
            {{u"list-300"_s}, list(300)}};
}

QStringList wantedNames(const QStringList &options)
{
    QStringList wanted;
    for (const auto &option : options)
        wanted += option.split(u',', Qt::SkipEmptyParts);
    QStringList known;
    for (const auto &measure : measures())
        known += measure.names;
    for (const auto &name : std::as_const(wanted))
        if (!known.contains(name))
            giveUp(u"there is no “%1”; there are %2"_s.arg(name, known.join(u", "_s)));
    return wanted.isEmpty() ? known : wanted;
}

QList<Figure> measureAll(const QStringList &wanted)
{
    QList<Figure> figures;
    Fleet fleet;
    Role program(u"--program"_s, u"may"_s);
    for (const auto &measure : measures()) {
        const auto isWanted = [&wanted](const QString &name) { return wanted.contains(name); };
        if (!std::ranges::any_of(measure.names, isWanted))
            continue;
        std::fprintf(stderr, "measuring %s …\n", qPrintable(measure.names.join(u", "_s)));
        for (const auto &figure : measure.run(fleet, program))
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
