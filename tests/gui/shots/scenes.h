// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

class QWidget;

namespace boxyard {

class FakeEngine;
class MainWindow;

/// One picture: how the yard is, what is clicked, and which widget is then drawn (the window, or a dialog
/// over it).
struct Scene {
    QString name;
    std::function<void(FakeEngine &)> prepare; ///< before the window is made
    std::function<QWidget *(FakeEngine &, MainWindow &)> act; ///< nullptr: the window
};

[[nodiscard]] QList<Scene> scenes();
[[nodiscard]] QList<Scene> terminalScenes();

} // namespace boxyard
