// SPDX-License-Identifier: GPL-2.0-or-later

#include "linkmessage.h"

#include <QCoreApplication>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(boxyard::LinkMessage)
};

QString installCommand(const QString &package)
{
    return u"sudo apt install "_s + package;
}

LinkMessage lost(const Engine &engine)
{
    const Error error = engine.linkError();
    LinkMessage message;
    message.tone = Tone::Bad;
    message.icon = u"plug"_s;
    message.again = Texts::tr("Try again");
    message.text = explainAndAdvise(error);
    switch (error.code) {
    case ErrorCode::Dismissed:
        // Closing a password dialog is a decision, not an error.
        message.tone = Tone::Neutral;
        message.icon = u"lock"_s;
        message.title = Texts::tr("The containers are not shown");
        message.text = Texts::tr("A password is needed to see them, and none was given.");
        message.again = Texts::tr("Enter the password…");
        message.needsPassword = true;
        break;
    case ErrorCode::NotAuthorized:
        message.icon = u"lock"_s;
        message.title = Texts::tr("You don't have permission to see the containers of this machine");
        message.text = advice(error);
        break;
    case ErrorCode::HelperLost:
        message.tone = Tone::Warning;
        message.title = Texts::tr("The connection to Boxyard's system service was lost");
        message.text = engine.snapshot().containers.isEmpty()
            ? Texts::tr("Boxyard reconnects by itself.")
            : Texts::tr("Boxyard reconnects by itself. Until then the list shows what was known last.");
        message.again = Texts::tr("Reconnect now");
        break;
    case ErrorCode::HelperTooOld:
        message.icon = u"warning"_s;
        message.title = Texts::tr("Boxyard and its system service have different versions");
        break;
    case ErrorCode::HelperMissing:
        message.command = installCommand(u"boxyard-helper"_s);
        [[fallthrough]];
    default:
        message.title = Texts::tr("Boxyard can't reach its system service");
        break;
    }
    return message;
}

std::optional<LinkMessage> ofMachine(const HostInfo &host)
{
    LinkMessage message;
    message.tone = Tone::Warning;
    message.again = Texts::tr("Try again");
    if (host.lxcVersion.isEmpty()) {
        message.icon = u"container"_s;
        message.title = Texts::tr("LXC is not installed on this machine");
        message.text = Texts::tr(
            "Containers can be created when it is. Debian and Ubuntu install it with this command:");
        message.command = installCommand(u"lxc"_s);
        return message;
    }
    for (const LocationInfo &location : host.locations) {
        if (location.problem.isEmpty())
            continue;
        const Error error{errorCodeFromWord(location.problem), location.path, {}};
        message.icon = u"warning"_s;
        message.title = explain(error);
        message.text = advice(error);
        return message;
    }
    return std::nullopt;
}

} // namespace

std::optional<LinkMessage> linkMessage(const Engine &engine)
{
    switch (engine.link()) {
    case Engine::Link::Lost:
        return lost(engine);
    case Engine::Link::Connecting: {
        LinkMessage message;
        message.tone = Tone::Busy;
        message.icon = u"plug"_s;
        message.title = Texts::tr("Connecting…");
        message.busy = true;
        return message;
    }
    case Engine::Link::Ready:
        break;
    }
    return ofMachine(engine.snapshot().host);
}

} // namespace boxyard
