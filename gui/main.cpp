// SPDX-License-Identifier: GPL-2.0-or-later

#include "appstyle.h"
#include "askpassword.h"
#include "backend/desktop/singleinstance.h"
#include "backend/fake/demo.h"
#include "backend/fake/fakeengine.h"
#include "backend/lxc/lxcengine.h"
#include "backend/polkit/passwordagent.h"
#include "backend/polkit/polkitpermissions.h"
#include "icons.h"
#include "languages.h"
#include "mainwindow.h"
#include "preferences.h"

#include <QApplication>
#include <QCommandLineParser>

#include <chrono>
#include <memory>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Main {
    Q_DECLARE_TR_FUNCTIONS(boxyard::Main)
};

/// What was asked for before the texts could be loaded: --language decides in which words --help answers.
QString askedLanguage(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments.at(i).startsWith(u"--language="_s))
            return arguments.at(i).section(u'=', 1);
        if (arguments.at(i) == u"--language" && i + 1 < arguments.size())
            return arguments.at(i + 1);
    }
    return {};
}

std::unique_ptr<Engine> makeEngine(bool demo, bool session)
{
    if (!demo) {
        LxcEngine::Options options;
        options.bus = session ? LxcEngine::Bus::Session : LxcEngine::Bus::System;
        return std::make_unique<LxcEngine>(options);
    }
    auto engine = std::make_unique<FakeEngine>();
    fillDemo(*engine);
    engine->setPace(500ms);
    engine->metrics()->startClock();
    return engine;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"boxyard"_s);
    QApplication::setOrganizationName(u"boxyard"_s);
    QApplication::setApplicationVersion(QStringLiteral(BOXYARD_VERSION));
    QGuiApplication::setDesktopFileName(u"org.boxyard.Boxyard"_s);
    QApplication::setStyle(new AppStyle);
    const QString language = askedLanguage(QApplication::arguments());
    loadTranslations(language.isEmpty() ? Preferences().values().language : language);
    QGuiApplication::setApplicationDisplayName(Main::tr("Boxyard"));
    QApplication::setWindowIcon(applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(Main::tr("Manages the Linux containers (LXC) of this machine."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(u"demo"_s,
                                  Main::tr("Show pretended containers; touch none of this machine."));
    const QCommandLineOption session(
        u"session"_s, Main::tr("Show your own containers, through a helper on the session bus."));
    const QCommandLineOption spoken(u"language"_s,
                                    Main::tr("Speak this language: %1.").arg(knownLanguages().join(u", "_s)),
                                    Main::tr("code"));
    parser.addOptions({demo, session, spoken});
    parser.process(application);

    // One window for each set of containers; demonstrations are alone with theirs.
    SingleInstance instance(parser.isSet(session) ? u"org.boxyard.Boxyard.Session"_s
                                                  : u"org.boxyard.Boxyard"_s);
    if (!parser.isSet(demo) && !instance.claim())
        return 0;

    const std::unique_ptr<Engine> engine = makeEngine(parser.isSet(demo), parser.isSet(session));
    // Of the engines that there are, polkit guards only the system's.
    std::unique_ptr<PolkitPermissions> permissions;
    std::unique_ptr<PasswordAgent> agent;
    if (!parser.isSet(demo) && !parser.isSet(session)) {
        permissions = std::make_unique<PolkitPermissions>();
        agent = std::make_unique<PasswordAgent>();
        QObject::connect(permissions.get(), &PolkitPermissions::changed, engine.get(),
                         [&] { engine->setPermissions(permissions->permissions()); });
    }
    MainWindow window(*engine, parser.isSet(demo));
    if (agent)
        askPasswords(*agent, window);
    QObject::connect(&instance, &SingleInstance::raiseWanted, &window, [&window](const QString &token) {
        // Qt hands it to the compositor with the wish to be active.
        if (!token.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
        window.raiseWindow();
    });
    window.show();
    return QApplication::exec();
}
