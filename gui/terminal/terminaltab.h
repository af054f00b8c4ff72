// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "terminalsettings.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

class QAction;
class QStackedLayout;

namespace boxyard {

class EmptyPage;
class TerminalPane;
class TerminalShells;
class TerminalView;

/// The shells of the containers: each container's stay open while another one's page is shown.
class TerminalTab final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalTab(Engine &engine, QWidget *parent = nullptr);

    void setContainer(const ContainerRef &ref);
    /// Opens a shell in the shown container, unless it has one.
    void openShell();
    /// Opens another one.
    void openAnotherShell(TerminalPane *instead = nullptr);

    /// What the page offers that says why there is no shell.
    void setActions(QAction *start, QAction *unfreeze);

    /// The shown container's terminal in front, or nullptr.
    [[nodiscard]] TerminalView *view() const;

    /// Whether a terminal is in front, and not the page that says why there is none.
    [[nodiscard]] bool showsShell() const;

    /// What the buttons for the whole width say.
    void setWide(bool wide);

    /// How all terminals look and behave, those to come too. They begin with what QSettings has.
    void setSettings(const TerminalSettings &settings);

    [[nodiscard]] const TerminalSettings &settings() const { return m_settings; }

Q_SIGNALS:
    void settingsChanged(const boxyard::TerminalSettings &settings); ///< by a person, in a terminal
    void preferencesWanted(); ///< those of terminals
    void wideWanted(bool wide); ///< by a person, in a terminal
    void shownChanged(); ///< showsShell() may have
    void failed(const boxyard::ContainerRef &ref, const boxyard::Error &error);

private:
    void opened(const ContainerRef &ref, TerminalPane *instead, const Result<int> &descriptor);
    TerminalShells *shellsOf(const ContainerRef &ref);
    void prepare(TerminalPane *pane);
    void keepSettings(const TerminalSettings &settings);
    void update();
    void nameButton();
    void sayWhyNone(bool alive, bool opening, ContainerState state);

    Engine &m_engine;
    ContainerRef m_ref;
    TerminalSettings m_settings;
    QHash<ContainerRef, TerminalShells *> m_shells;
    QSet<ContainerRef> m_opening;
    QHash<ContainerRef, Error> m_refused; ///< why the last try failed
    bool m_wide = false;
    QStackedLayout *m_stack;
    EmptyPage *m_empty;
    QAction *m_start = nullptr;
    QAction *m_unfreeze = nullptr;
};

} // namespace boxyard
