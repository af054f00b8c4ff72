// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/containerrow.h"

#include <QScrollArea>

class QAction;
class QButtonGroup;
class QGridLayout;
class QStackedLayout;

namespace boxyard {

class ChartWidget;
class EmptyPage;

/// CPU, memory, disk and network of a container over the last 1, 10, 60 or 240 minutes, as far as the history
/// reaches. Drawn only while it is seen.
class ChartsTab final : public QWidget
{
    Q_OBJECT

public:
    /// `engine` has metrics().
    explicit ChartsTab(Engine &engine, QWidget *parent = nullptr);

    void setRow(const ContainerRow &row);

    /// What is offered where there is nothing because the container does not run.
    void setActions(QAction *start) { m_start = start; }

    [[nodiscard]] int minutes() const { return m_minutes; }

    /// 1, 10, 60 or 240; others, and those that the history does not reach, are ignored.
    void setMinutes(int minutes);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Chart {
        ChartWidget *widget = nullptr;
        QList<Quantity> quantities;
    };

    QWidget *makeHead();
    void addCharts();
    void offerRanges();
    void arrange();
    void watch();
    void refresh();
    void fill(const Chart &chart, const Figures &latest, const History *history);
    void showPressure(const Figures &latest);
    void showWhetherSome();

    Metrics &m_metrics;
    ContainerRow m_row;
    int m_minutes = 1;
    QButtonGroup *m_ranges;
    QStackedLayout *m_stack;
    QScrollArea *m_area;
    EmptyPage *m_nothing; ///< instead of all charts
    QAction *m_start = nullptr;
    QWidget *m_content;
    QGridLayout *m_grid;
    QList<Chart> m_charts;
    QString m_reason; ///< that m_nothing tells
    int m_columns = 0;
};

} // namespace boxyard
