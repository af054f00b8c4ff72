// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/mending.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTabWidget;
class QToolButton;

namespace boxyard {

class ActionButton;
class Banner;
class ChartsTab;
class ContainerActions;
class ContainerModel;
class ElidedLabel;
class FittingArea;
class OverviewTab;
class TerminalTab;

/// The page of one container: a header with its state and the actions that make sense now, and the tabs.
class ContainerPage final : public QWidget
{
    Q_OBJECT

public:
    ContainerPage(Engine &engine, ContainerModel &model, ContainerActions &actions,
                  QWidget *parent = nullptr);

    void setContainer(const ContainerRef &ref);

    [[nodiscard]] const ContainerRef &container() const { return m_ref; }

    /// Shows the terminal tab, with a new shell if none is open.
    void openShell();
    /// Gives the keyboard to the tabs.
    void focusTabs();

    /// The range of the charts; 0 where there are none.
    [[nodiscard]] int chartMinutes() const;
    void setChartMinutes(int minutes);

    [[nodiscard]] TerminalTab *terminal() const { return m_terminal; }

Q_SIGNALS:
    void detailsWanted(const boxyard::Task *task);
    void shellFailed(const boxyard::ContainerRef &ref, const boxyard::Error &error);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    void fitHeader();
    void addTabKeys();
    void addMoreMenu();
    void update();
    void showTrouble(const ContainerRow &row);
    void fitTrouble();
    void sayTrouble(const ContainerRow &row, const QStringList &lines);
    [[nodiscard]] QString stateLine(const ContainerRow &row) const;
    void showActions(const ContainerRow &row);

    Engine &m_engine;
    ContainerModel &m_model;
    ContainerActions &m_actions;
    ContainerRef m_ref;
    QWidget *m_header = nullptr;
    QLabel *m_icon;
    ElidedLabel *m_name;
    QLabel *m_stateIcon;
    ElidedLabel *m_state;
    ActionButton *m_primary;
    ActionButton *m_shell;
    QToolButton *m_more;
    Banner *m_trouble;
    QPushButton *m_details;
    QPushButton *m_mend;
    QPushButton *m_copyPath;
    FittingArea *m_around; ///< the banner
    std::optional<Mending> m_mending;
    QTabWidget *m_tabs;
    OverviewTab *m_overview;
    ChartsTab *m_charts; ///< nullptr where the engine has no figures
    TerminalTab *m_terminal;
};

} // namespace boxyard
