// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/api/container.h"
#include "bootrecovery.h"
#include "descriptor.h"
#include "helper.h"
#include "lastbreath.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDBusError>
#include <QSocketNotifier>

#include <csignal>

#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

/// SIGTERM and SIGINT come as a descriptor: nothing happens inside a signal handler. Before any thread
/// begins.
Descriptor endSignals()
{
    sigset_t ends;
    ::sigemptyset(&ends);
    ::sigaddset(&ends, SIGTERM);
    ::sigaddset(&ends, SIGINT);
    ::sigprocmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGCHLD, SIG_DFL); // ignored, it would take the exit codes of workers away
    return Descriptor(::signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK));
}

/// sd-daemon(3): the journal reads the priority from the line's begin.
void logToJournal(QtMsgType type, const QMessageLogContext & /*context*/, const QString &text)
{
    const char *priority = type == QtDebugMsg ? "<7>"
        : type == QtInfoMsg                   ? "<6>"
        : type == QtWarningMsg                ? "<4>"
                                              : "<3>";
    const QByteArray line = priority + ("boxyard-helper: " + text.toUtf8()) + '\n';
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, line.constData(), static_cast<size_t>(line.size()));
}

struct Options {
    QCommandLineOption session{u"session"_s,
                               u"Serve this user's own containers on the session bus, without polkit."_s};
    QCommandLineOption configuration{u"config"_s, u"Read FILE instead of the usual configuration."_s,
                                     u"FILE"_s};
    QCommandLineOption runFolder{u"run-folder"_s, u"Keep requests and reports in FOLDER."_s, u"FOLDER"_s};
    QCommandLineOption stateFolder{u"state-folder"_s, u"Keep the journal in FOLDER."_s, u"FOLDER"_s};
    QCommandLineOption worker{u"worker"_s, u"Start PROGRAM as the worker."_s, u"PROGRAM"_s};
    QCommandLineOption recover{u"recover"_s, u"Take back what was cut off, and leave: at boot."_s};
    QCommandLineOption idle{u"idle-seconds"_s, u"Leave after SECONDS without need, whatever is configured."_s,
                            u"SECONDS"_s};
};

Place placeFrom(const QCommandLineParser &parser, const Options &options)
{
    Place place = parser.isSet(options.session) ? Place::ofSession() : Place::system();
    const auto replace = [&parser](const QCommandLineOption &option, QString &value) {
        if (parser.isSet(option))
            value = parser.value(option);
    };
    replace(options.configuration, place.configurationPath);
    replace(options.runFolder, place.runFolder);
    replace(options.stateFolder, place.stateFolder);
    replace(options.worker, place.worker);
    return place;
}

int recoverOnly(const Place &place, const Descriptor &ends)
{
    // What is under way then is undone or done by the next helper.
    QSocketNotifier endNotifier(ends.get(), QSocketNotifier::Read);
    QObject::connect(&endNotifier, &QSocketNotifier::activated, qApp, [] { QCoreApplication::exit(1); });
    BootRecovery recovery(place);
    QObject::connect(
        &recovery, &BootRecovery::done, qApp, [](bool all) { QCoreApplication::exit(all ? 0 : 1); },
        Qt::QueuedConnection);
    if (const Status status = recovery.begin(); !status) {
        qCritical("%ls", qUtf16Printable(explain(status.error())));
        return 1;
    }
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const Descriptor ends = endSignals();
    ::umask(022);
    if (::chdir("/") != 0)
        return 1;
    qInstallMessageHandler(&logToJournal);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"boxyard-helper"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(BOXYARD_VERSION));
    const Options options;
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Boxyard's service for Linux containers; started by D-Bus."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({options.session, options.configuration, options.runFolder, options.stateFolder,
                       options.worker, options.recover, options.idle});
    parser.process(application);
    registerWireTypes();

    const Place place = placeFrom(parser, options);
    if (parser.isSet(options.recover))
        return recoverOnly(place, ends);
    Configuration defaults;
    defaults.locations = place.defaultLocations;
    auto configuration = loadConfiguration(place.configurationPath, place.uid, defaults);
    if (!configuration) {
        qCritical("%ls", qUtf16Printable(explain(configuration.error())));
        return 1;
    }
    if (const double idle = parser.value(options.idle).toDouble(); idle > 0)
        configuration->idle = std::chrono::milliseconds(static_cast<qint64>(idle * 1'000));

    const auto bus = QDBusConnection::connectToBus(
        place.session ? QDBusConnection::SessionBus : QDBusConnection::SystemBus, u"boxyard-helper"_s);
    if (!bus.isConnected()) {
        qCritical("no bus: %ls", qUtf16Printable(bus.lastError().message()));
        return 1;
    }
    // Without its bus QtDBus would leave a process that nobody can reach. Workers and terminals go on.
    LastBreath lastBreath(bus);
    Helper helper(place, *configuration, bus);
    QObject::connect(&helper, &Helper::done, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    QSocketNotifier endNotifier(ends.get(), QSocketNotifier::Read);
    QObject::connect(&endNotifier, &QSocketNotifier::activated, &helper, [&ends, &helper] {
        signalfd_siginfo info{};
        if (::read(ends.get(), &info, sizeof info) == qsizetype{sizeof info})
            helper.leave();
    });
    if (const Status status = helper.begin(); !status) {
        qCritical("%ls", qUtf16Printable(explain(status.error())));
        return 1;
    }
    return QCoreApplication::exec();
}
