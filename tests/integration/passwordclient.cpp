// SPDX-License-Identifier: GPL-2.0-or-later
// passwordclient right|wrong|dismiss: a program of a user's that is its own agent, as boxyard is where the
// desktop has none. It asks to see the containers, says each question for a password ("asked NAME: PROMPT"),
// answers as it was told to, and at its end says how the engine's link stands.

#include "backend/lxc/lxcengine.h"
#include "backend/polkit/passwordagent.h"
#include "backend/polkit/passwordrequest.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <memory>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

void answer(PasswordRequest *request, const QString &mode)
{
    QObject::connect(request, &PasswordRequest::asked, request, [=](const QString &prompt, bool visible) {
        say(u"asked %1: %2 %3"_s.arg(request->user(), prompt.trimmed(), visible ? u"shown"_s : u"hidden"_s));
        if (mode == "dismiss"_L1)
            request->dismiss();
        else
            request->answer(mode == "right"_L1 ? request->user() : u"tapist"_s);
    });
    QObject::connect(request, &PasswordRequest::wrong, request, [] { say(u"wrong"_s); });
    QObject::connect(request, &PasswordRequest::ended, request, [](bool granted, bool dismissed) {
        say(u"ended %1"_s.arg(granted ? u"granted"_s : dismissed ? u"dismissed"_s : u"refused"_s));
    });
    say(request->message());
    request->begin();
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QString mode = QCoreApplication::arguments().value(1);
    PasswordAgent agent;
    QObject::connect(&agent, &PasswordAgent::requested, &application,
                     [&](PasswordRequest *request) { answer(request, mode); });
    // Its first look at the containers is a person's wish: whoever starts the program wants to see them.
    std::unique_ptr<LxcEngine> engine;
    QObject::connect(&agent, &PasswordAgent::registeredChanged, &application, [&] {
        if (!agent.isRegistered() || engine)
            return;
        engine = std::make_unique<LxcEngine>();
        QObject::connect(engine.get(), &Engine::linkChanged, &application, [&] {
            say(engine->link() == Engine::Link::Ready ? u"ready"_s
                                                      : u"lost "_s + errorWord(engine->linkError().code));
            QTimer::singleShot(0, &application, &QCoreApplication::quit);
        });
    });
    return QCoreApplication::exec();
}
