// SPDX-License-Identifier: GPL-2.0-or-later

// boxyard-shots FOLDER: pictures of every page and dialog, light and dark, English and Chinese, small and
// large, at one and two device pixels a pixel. For people to look at; nothing is compared. The manual's
// pictures (./dev pictures) are two looks more, made only where they are asked for by name.

#include "backend/fake/fakeengine.h"
#include "gui/appstyle.h"
#include "gui/languages.h"
#include "gui/mainwindow.h"
#include "scenes.h"
#include "tests/gui/guitest.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QPainter>
#include <QProcess>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>
#include <QStyle>
#include <QStyleFactory>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

QPalette darkPalette()
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb color) {
        palette.setColor(role, QColor::fromRgb(color));
    };
    set(QPalette::Window, 0x2b2d30);
    set(QPalette::WindowText, 0xdfe1e5);
    set(QPalette::Base, 0x1e1f22);
    set(QPalette::AlternateBase, 0x26282b);
    set(QPalette::Text, 0xdfe1e5);
    set(QPalette::Button, 0x36393d);
    set(QPalette::ButtonText, 0xdfe1e5);
    set(QPalette::ToolTipBase, 0x36393d);
    set(QPalette::ToolTipText, 0xdfe1e5);
    set(QPalette::PlaceholderText, 0x8a8f96);
    set(QPalette::Highlight, 0x2e6bd1);
    set(QPalette::HighlightedText, 0xffffff);
    set(QPalette::Link, 0x6aa5ff);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgb(0x7b7f86));
    return palette;
}

struct Look {
    QString name;
    QString language;
    bool dark;
    QSize size;
    qreal scale;
    bool forManual = false; ///< a dialog is drawn without the window behind it
};

/// The window with what lies over it, as one picture.
QPixmap picture(QWidget &window, QWidget *over, qreal scale)
{
    const auto grab = [scale](QWidget &widget) {
        QPixmap drawn(widget.size() * scale);
        drawn.setDevicePixelRatio(scale);
        drawn.fill(Qt::transparent);
        widget.render(&drawn);
        return drawn;
    };
    QPixmap whole = grab(window);
    if (over == nullptr)
        return whole;
    QPainter painter(&whole);
    QPoint place = window.rect().center() - over->rect().center();
    if (over->inherits("QMenu"))
        place = window.mapFromGlobal(over->pos());
    else
        painter.fillRect(window.rect(), QColor(0, 0, 0, 60));
    const QRect frame(place, over->size());
    painter.fillRect(frame.adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 90));
    painter.drawPixmap(place, grab(*over));
    return whole;
}

/// Until what is told a moment later (progress, a button that fades in) has been told.
void settle()
{
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < 250)
        QApplication::processEvents(QEventLoop::AllEvents, 10);
}

void draw(const Scene &scene, const Look &look, const QDir &folder)
{
    QSettings().clear();
    FakeEngine engine;
    scene.prepare(engine);
    MainWindow window(engine);
    window.resize(look.size);
    window.show();
    settle();
    QWidget *over = scene.act(engine, window);
    settle();
    const bool isDialog = look.forManual && over != nullptr && over->inherits("QDialog");
    const QPixmap drawn = isDialog ? picture(*over, nullptr, look.scale) : picture(window, over, look.scale);
    drawn.save(folder.filePath(u"%1-%2.png"_s.arg(scene.name, look.name)));
    if (over != nullptr)
        over->close();
    settle();
}

/// A process has one scale for all that it draws.
void drawByOther(const Look &look, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_SCALE_FACTOR"_s, QString::number(look.scale));
    QProcess other;
    other.setProcessEnvironment(environment);
    other.setProcessChannelMode(QProcess::ForwardedChannels);
    other.start(QApplication::applicationFilePath(), arguments + QStringList{u"--look"_s, look.name});
    other.waitForFinished(-1);
}

} // namespace

int main(int argc, char *argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS"); // nothing of this is for the desktop
    qunsetenv("XDG_RUNTIME_DIR");
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"boxyard-shots"_s);
    QApplication::setOrganizationName(u"boxyard-shots"_s);
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(new AppStyle(QStyleFactory::create(u"Fusion"_s)));

    QCommandLineParser parser;
    parser.addPositionalArgument(u"folder"_s, u"Where the pictures go."_s);
    parser.addPositionalArgument(u"scene"_s, u"Only these scenes."_s, u"[scene…]"_s);
    const QCommandLineOption looks(u"look"_s, u"Only this look."_s, u"name"_s);
    parser.addOption(looks);
    parser.addHelpOption();
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        parser.showHelp(2);
    const QDir folder(arguments.first());
    folder.mkpath(u"."_s);

    const QPalette light = QApplication::style()->standardPalette();
    const QList<Look> all = {{u"light-en"_s, u"en_US"_s, false, {1120, 700}, 1},
                             {u"dark-en"_s, u"en_US"_s, true, {1120, 700}, 1},
                             {u"light-zh"_s, u"zh_CN"_s, false, {1120, 700}, 1},
                             {u"small-en"_s, u"en_US"_s, false, {900, 600}, 1},
                             {u"small-zh"_s, u"zh_CN"_s, true, {900, 600}, 1},
                             {u"long"_s, u"long"_s, false, {900, 600}, 1},
                             {u"twice-en"_s, u"en_US"_s, false, {900, 600}, 2},
                             {u"manual-en"_s, u"en_US"_s, false, {1000, 620}, 1, true},
                             {u"manual-zh_CN"_s, u"zh_CN"_s, false, {1000, 620}, 1, true}};
    for (const Look &look : all) {
        if (parser.isSet(looks) ? parser.value(looks) != look.name : look.forManual)
            continue;
        if (look.scale != QGuiApplication::primaryScreen()->devicePixelRatio()) {
            drawByOther(look, arguments);
            continue;
        }
        loadTranslations(look.language == u"long" ? u"en_US"_s : look.language);
        guitest::LongWords longWords;
        if (look.language == u"long")
            QApplication::installTranslator(&longWords);
        QApplication::setPalette(look.dark ? darkPalette() : light);
        const QList<Scene> every = scenes();
        for (const Scene &scene : every) {
            if (arguments.size() < 2 || arguments.mid(1).contains(scene.name))
                draw(scene, look, folder);
        }
    }
    return 0;
}
