// SPDX-License-Identifier: GPL-2.0-or-later

#include "place.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr const char *SearchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

QString workerBesideUs()
{
    return QCoreApplication::applicationDirPath() + u"/boxyard-worker"_s;
}

QString fromEnvironment(const char *variable, const QString &fallback)
{
    const QString value = qEnvironmentVariable(variable);
    return value.startsWith(u'/') ? value : fallback;
}

} // namespace

Place Place::system()
{
    Place place;
    place.uid = ::geteuid();
    place.runFolder = u"/run/boxyard"_s;
    place.stateFolder = u"/var/lib/boxyard"_s;
    place.configurationPath = u"/etc/boxyard/helper.conf"_s;
    place.worker = workerBesideUs();
    place.workerEnvironment = {SearchPath, "LANG=C.UTF-8", "HOME=/root"};
    place.defaultLocations = {u"/var/lib/lxc"_s};
    return place;
}

Place Place::ofSession()
{
    const QString home = QDir::homePath();
    const QString runtime = fromEnvironment("XDG_RUNTIME_DIR", u"/run/user/%1"_s.arg(::geteuid()));
    Place place;
    place.session = true;
    place.uid = ::geteuid();
    place.runFolder = runtime + u"/boxyard"_s;
    place.stateFolder = fromEnvironment("XDG_STATE_HOME", home + u"/.local/state"_s) + u"/boxyard"_s;
    place.configurationPath =
        fromEnvironment("XDG_CONFIG_HOME", home + u"/.config"_s) + u"/boxyard/helper.conf"_s;
    place.worker = workerBesideUs();
    // liblxc keeps its locks below XDG_RUNTIME_DIR and asks the user's systemd for a cgroup.
    place.workerEnvironment = {SearchPath, "LANG=C.UTF-8", "HOME=" + home.toLocal8Bit(),
                               "XDG_RUNTIME_DIR=" + runtime.toLocal8Bit()};
    place.defaultLocations = {home + u"/.local/share/lxc"_s};
    return place;
}

} // namespace boxyard
