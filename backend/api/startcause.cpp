// SPDX-License-Identifier: GPL-2.0-or-later

#include "startcause.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Pattern {
    const char16_t *words; ///< a regular expression; its first group is the object
    const char *advice;
};

constexpr const char *NoBridge = QT_TRANSLATE_NOOP(
    "Error", "Create the bridge %1 on this machine, or correct the lxc.net lines of the config file.");
constexpr const char *NoLink = QT_TRANSLATE_NOOP(
    "Error",
    "Create the network interface %1 on this machine, or correct the lxc.net lines of the config file.");
constexpr const char *NoSource = QT_TRANSLATE_NOOP(
    "Error", "Check that %1 exists on this machine, or remove its lxc.mount.entry from the config file.");
constexpr const char *NoProgram = QT_TRANSLATE_NOOP(
    "Error", "The container has no program %1 that can be run. Check its root file system and architecture.");

const std::array Patterns = {
    Pattern{u"bridge \"([^\"]+)\", bridge interface doesn't exist", NoBridge},
    Pattern{u"Failed to retrieve ifindex for \"([^\"/ ]+)\"", NoLink},
    Pattern{u"Failed to (?:find host interface for macvlan|retrieve ifindex for network device with name) "
            u"([^ ]+)",
            NoLink},
    Pattern{u"No such file or directory - Failed to mount \"(/[^\"]*)\"", NoSource},
    Pattern{u"Failed to exec \"([^\"]+)\"", NoProgram},
};

} // namespace

std::optional<StartCause> startCause(const QString &detail)
{
    for (const Pattern &pattern : Patterns) {
        const QRegularExpression words(QString::fromUtf16(pattern.words));
        if (const auto match = words.match(detail); match.hasMatch())
            return StartCause{pattern.advice, match.captured(1)};
    }
    return std::nullopt;
}

} // namespace boxyard
