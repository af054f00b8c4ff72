// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QWidget>

class QProgressBar;
class QLabel;
class QToolButton;

namespace boxyard {

class ElidedLabel;

/// The line at the bottom: what is being done, how far it is, a way to cancel it, how many tasks there are,
/// and the button that shows their list.
class TaskBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TaskBar(Engine &engine, QWidget *parent = nullptr);

    /// Whether the list is shown, as the button says it.
    void setOpen(bool open);
    /// How many containers a filter lets through; below 0 where none is set.
    void setShown(int shown);

Q_SIGNALS:
    void openWanted(bool open);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addLine();
    void follow(Task *task);
    void update();
    void showSeries(const Task &task);
    void showProgress(double progress);
    [[nodiscard]] QString summary() const;
    [[nodiscard]] Task *current() const;

    Engine &m_engine;
    int m_shown = -1;
    QLabel *m_icon;
    ElidedLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QToolButton *m_toggle;
};

} // namespace boxyard
