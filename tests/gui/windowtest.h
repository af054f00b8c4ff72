// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/containeractions.h"
#include "gui/mainwindow.h"
#include "gui/pages/containerspage.h"
#include "gui/widgets/banner.h"
#include "guitest.h"

#include <QAbstractButton>

#include <memory>

namespace boxyard {

/// What the tests of the whole window have in common: one on an engine in memory, and a person's hands.
class WindowTest : public QObject
{
protected:
    void begin() { m_engine = std::make_unique<FakeEngine>(); }

    void end();
    /// Shows the window of the engine as it is now.
    void open();
    void select(const QStringList &names);
    /// Presses the visible button with this text.
    void click(const QString &text);
    /// The visible button of an action: in the toolbar, or on the page.
    [[nodiscard]] QAbstractButton *actionButton(Wish wish) const;
    /// The visible message with this title, or nullptr.
    [[nodiscard]] Banner *message(const QString &title) const;
    /// Of the engine's container; Unknown where there is none.
    [[nodiscard]] ContainerState state(const QString &name) const;

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace boxyard
