// SPDX-License-Identifier: GPL-2.0-or-later
// A program of a user's that does what boxyard does to know its permissions: prints a line whenever they
// change, "view=granted power=password …", and "alive" whenever it is asked by a line on its standard input,
// which it can answer only while nothing blocks it.

#include "backend/polkit/polkitpermissions.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>

#include <unistd.h>

using namespace boxyard;

namespace {

QByteArray word(Permission permission)
{
    switch (permission) {
    case Permission::Granted:
        return "granted";
    case Permission::Password:
        return "password";
    case Permission::Refused:
        break;
    }
    return "refused";
}

void print(const Permissions &permissions)
{
    for (const Action action : {Action::View, Action::Power, Action::Manage, Action::ShellPrivileged}) {
        const QByteArray name = actionId(action).section(u'.', -1).toUtf8();
        std::printf("%s=%s ", name.constData(),
                    permissions.contains(action) ? word(permissions.value(action)).constData() : "unknown");
    }
    std::printf("\n");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    PolkitPermissions permissions;
    QObject::connect(&permissions, &PolkitPermissions::changed, &application,
                     [&] { print(permissions.permissions()); });
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
        char buffer = 0;
        if (read(STDIN_FILENO, &buffer, 1) <= 0)
            return QCoreApplication::quit();
        std::printf("alive\n");
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}
