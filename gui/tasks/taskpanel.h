// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/mending.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace boxyard {

class ElidedLabel;
class TaskModel;

/// The list of tasks, and of the chosen one its cause, advice and log.
class TaskPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TaskPanel(TaskModel &model, QWidget *parent = nullptr);

    void select(const Task *task);

Q_SIGNALS:
    void mendWanted(boxyard::Wish wish, const boxyard::ContainerRef &ref);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeDetails();
    void show(Task *task);
    void showState();
    void copy() const;

    TaskModel &m_model;
    QPointer<Task> m_task;
    QTreeView *m_view;
    QStackedWidget *m_stack;
    QLabel *m_title;
    QLabel *m_cause;
    QPlainTextEdit *m_log;
    QPushButton *m_copy;
    QPushButton *m_mend;
    QPushButton *m_cancel;
    std::optional<Mending> m_mending;
};

} // namespace boxyard
