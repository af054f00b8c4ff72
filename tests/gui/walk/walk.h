// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QDir>

#include <functional>
#include <optional>

class QAbstractButton;

namespace boxyard {

class MainWindow;
enum class Wish;

/// A person's way through the window: makes a container, starts it, types in its shell, clones it, starts the
/// clone, stops and deletes both. By mouse and keys on the real widgets; a step counts only when the engine's
/// own list shows what it did.
class Walk
{
public:
    /// `pictures`: a folder that exists.
    Walk(Engine &engine, MainWindow &window, const QDir &pictures);

    /// Whether every step happened. What did not is said on stderr; the steps after it are not tried.
    [[nodiscard]] bool run();

private:
    [[nodiscard]] bool findsNothing();
    [[nodiscard]] bool createsByDialog(const QString &name);
    [[nodiscard]] bool starts(const QString &name);
    [[nodiscard]] bool usesAShell(const QString &name);
    [[nodiscard]] bool clonesByDialog(const QString &source, const QString &target);
    [[nodiscard]] bool stops(const QString &name);
    [[nodiscard]] bool deletesByDialog(const QString &name);

    /// Waits for what the step is to bring; says what did not come, and why where a task
    /// failed.
    [[nodiscard]] bool waitFor(const QString &what, const std::function<bool()> &come) const;
    [[nodiscard]] bool waitForState(const QString &name, ContainerState state) const;
    /// Selects a container by a click on its row.
    [[nodiscard]] bool select(const QString &name) const;
    /// A click on the toolbar's button of an action.
    [[nodiscard]] bool clickAction(Wish wish) const;
    [[nodiscard]] bool click(QAbstractButton *button, const QString &what) const;
    /// The dialog of this class, waited for and active; nullptr, said on stderr, where none comes.
    [[nodiscard]] QWidget *dialog(const char *className) const;
    [[nodiscard]] bool type(QWidget *dialog, const QString &field, const QString &text) const;
    [[nodiscard]] bool press(QWidget *dialog) const;
    /// Saves what is on the screen as NN-NAME.png.
    [[nodiscard]] bool picture(const QString &name);
    [[nodiscard]] std::optional<ContainerState> state(const QString &name) const;
    [[nodiscard]] bool isQuiet() const;

    Engine &m_engine;
    MainWindow &m_window;
    QDir m_pictures;
    int m_count = 0;
};

} // namespace boxyard
