// SPDX-License-Identifier: GPL-2.0-or-later

#include "taskbar.h"

#include "gui/icons.h"
#include "gui/widgets/elidedlabel.h"
#include "gui/words.h"
#include "series.h"
#include "taskmodel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

TaskBar::TaskBar(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_icon(new QLabel(this))
    , m_text(new ElidedLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
    , m_toggle(new QToolButton(this))
{
    addLine();
    connect(&engine, &Engine::taskAdded, this, &TaskBar::follow);
    connect(&engine, &Engine::changed, this, &TaskBar::update);
    connect(&engine, &Engine::linkChanged, this, &TaskBar::update);
    for (Task *task : engine.tasks())
        follow(task);
    update();
}

void TaskBar::addLine()
{
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 10);
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setIcon(symbolicIcon(u"close"_s));
    m_cancel->setAutoRaise(true);
    m_cancel->setObjectName(u"cancelTask"_s);
    m_toggle->setAutoRaise(true);
    m_toggle->setCheckable(true);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setObjectName(u"toggleTasks"_s);
    connect(m_toggle, &QToolButton::toggled, this, &TaskBar::openWanted);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (Task *task = current())
            task->cancel();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 6, 4);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_toggle);
}

void TaskBar::follow(Task *task)
{
    connect(task, &Task::changed, this, &TaskBar::update);
    update();
}

Task *TaskBar::current() const
{
    const auto &tasks = m_engine.tasks();
    const auto open =
        std::find_if(tasks.cbegin(), tasks.cend(), [](const Task *task) { return !task->isOver(); });
    return open == tasks.cend() ? nullptr : *open;
}

void TaskBar::setShown(int shown)
{
    if (shown == m_shown)
        return;
    m_shown = shown;
    update();
}

QString TaskBar::summary() const
{
    const auto &containers = m_engine.snapshot().containers;
    if (containers.isEmpty())
        return m_engine.link() == Engine::Link::Ready ? tr("No containers") : QString();
    if (m_shown >= 0)
        return tr("%1 of %n container(s) shown", "after filtering", static_cast<int>(containers.size()))
            .arg(QLocale().toString(m_shown));
    return Words::counts(containers);
}

void TaskBar::update()
{
    const auto &tasks = m_engine.tasks();
    const int open = openTasks(tasks);
    const Task *task = current();
    m_toggle->setText(open > 0 ? tr("%n task(s)", nullptr, open) : tr("Tasks"));
    m_toggle->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)); // a new text takes it away
    m_toggle->setIcon(symbolicIcon(m_toggle->isChecked() ? u"down"_s : u"up"_s));
    m_toggle->setToolTip(m_toggle->isChecked() ? tr("Hide the tasks") : tr("Show the tasks"));
    m_icon->setVisible(task != nullptr);
    m_progress->setVisible(task != nullptr);
    m_cancel->setVisible(task != nullptr);
    if (task == nullptr) {
        m_text->setText(summary());
        return;
    }
    m_icon->setPixmap(taskIcon(*task).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_cancel->setEnabled(task->state() != Task::State::Cancelling);
    if (!task->series().isEmpty())
        return showSeries(*task);
    showProgress(task->progress());
    m_text->setText(tr("%1 — %2", "task, its state").arg(Words::underWay(*task), Words::status(*task)));
    m_cancel->setText(tr("Cancel the task"));
    m_cancel->setToolTip(m_cancel->text());
}

void TaskBar::showSeries(const Task &task)
{
    const SeriesState state = seriesState(m_engine.tasks(), task.series());
    const QString over = tr("%1 · %2 of %3 finished", "share done; how many of a series are over")
                             .arg(Words::percent(state.progress), QLocale().toString(state.over),
                                  QLocale().toString(state.total));
    m_text->setText(tr("%1 — %2", "task, its state")
                        .arg(tr("Cloning %1", "containers").arg(Words::names(state.sources)),
                             task.state() == Task::State::Cancelling ? Words::status(task) : over));
    showProgress(state.progress);
    m_cancel->setText(tr("Cancel the whole series"));
    m_cancel->setToolTip(m_cancel->text());
}

void TaskBar::showProgress(double progress)
{
    const bool known = progress >= 0;
    m_progress->setRange(0, known ? 100 : 0);
    m_progress->setValue(known ? qRound(progress * 100) : 0);
}

void TaskBar::setOpen(bool open)
{
    m_toggle->setChecked(open);
    update();
}

void TaskBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor line = blend(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.18);
    painter.fillRect(0, 0, width(), 1, line);
}

} // namespace boxyard
