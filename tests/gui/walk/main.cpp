// SPDX-License-Identifier: GPL-2.0-or-later

// boxyard-walk FOLDER: the real window on the real engine does the main job, and leaves pictures of each step
// in FOLDER. Exit code 0: each step really happened. Meant for the test bed, where the yard is empty; see
// run-walk.

#include "backend/lxc/lxcengine.h"
#include "gui/icons.h"
#include "gui/languages.h"
#include "gui/mainwindow.h"
#include "tests/gui/guitest.h"
#include "walk.h"

#include <QApplication>

#include <cstdio>

using namespace boxyard;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    guitest::isolateSettings();
    if (QApplication::arguments().size() != 2) {
        std::fputs("usage: boxyard-walk FOLDER\n", stderr);
        return 64;
    }
    const QDir pictures(QApplication::arguments().at(1));
    if (!pictures.exists()) {
        std::fprintf(stderr, "boxyard-walk: %s does not exist\n", qPrintable(pictures.path()));
        return 66;
    }
    loadTranslations(u"en"_s);
    QApplication::setWindowIcon(applicationIcon());
    LxcEngine engine;
    MainWindow window(engine);
    window.show();
    Walk walk(engine, window, pictures);
    const bool happened = walk.run();
    std::fprintf(stderr, "boxyard-walk: %s\n", happened ? "every step happened" : "not every step happened");
    return happened ? 0 : 1;
}
