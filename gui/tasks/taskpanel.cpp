// SPDX-License-Identifier: GPL-2.0-or-later

#include "taskpanel.h"

#include "gui/icons.h"
#include "gui/tones.h"
#include "gui/widgets/emptypage.h"
#include "gui/widgets/mendbutton.h"
#include "gui/widgets/plainheader.h"
#include "gui/widgets/progressdelegate.h"
#include "gui/words.h"
#include "taskmodel.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

namespace boxyard {

using namespace Qt::StringLiterals;

TaskPanel::TaskPanel(TaskModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new QTreeView(this))
    , m_stack(new QStackedWidget(this))
{
    m_view->setModel(&model);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Tasks"));
    m_view->setObjectName(u"taskList"_s);
    auto *delegate = new ProgressDelegate(TaskModel::ProgressRole, this);
    delegate->setProgressColumn(TaskModel::Status);
    m_view->setItemDelegate(delegate);
    m_view->setHeader(new PlainHeader(m_view));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(TaskModel::What, QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(TaskModel::Status, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(TaskModel::Begun, QHeaderView::ResizeToContents);

    auto *empty = new EmptyPage(this);
    empty->setTexts(QString(), tr("No tasks yet"), tr("Whatever you start is listed here, with its log."));
    m_stack->addWidget(empty);
    m_stack->addWidget(makeDetails());

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_view);
    splitter->addWidget(m_stack);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setHandleWidth(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0); // for the line
    layout->addWidget(splitter);

    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { show(m_model.task(current)); });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_model.index(0, 0));
    });
    if (model.rowCount() > 0)
        m_view->setCurrentIndex(m_model.index(0, 0));
}

QWidget *TaskPanel::makeDetails()
{
    auto *details = new QWidget(this);
    m_title = new QLabel(details);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_cause = new QLabel(details);
    m_cause->setWordWrap(true);
    m_cause->setTextFormat(Qt::PlainText);
    m_cause->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_cause->setAccessibleName(tr("Cause"));
    m_log = new QPlainTextEdit(details);
    m_log->setReadOnly(true);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_log->setMaximumBlockCount(Task::LogLimit);
    m_log->setPlaceholderText(tr("The log is empty."));
    m_log->setAccessibleName(tr("Log"));
    m_log->setTabChangesFocus(true);
    // It scrolls; in a small window the texts above it are whole before it has more than a line.
    m_log->setMinimumHeight(QFontMetrics(m_log->font()).lineSpacing() + 10);
    m_cancel = new QPushButton(tr("Cancel"), details);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_task)
            m_task->cancel();
    });

    m_mend = new QPushButton(details);
    connect(m_mend, &QPushButton::clicked, this, [this] {
        if (m_task && m_mending)
            Q_EMIT mendWanted(m_mending->wish, m_task->target());
    });
    m_copy = new QPushButton(symbolicIcon(u"copy"_s), QString(), details);
    m_copy->setAccessibleName(tr("Copy the cause and the log"));
    m_copy->setToolTip(m_copy->accessibleName());
    m_copy->setFixedHeight(m_cancel->sizeHint().height());
    connect(m_copy, &QPushButton::clicked, this, &TaskPanel::copy);

    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_mend, 0, Qt::AlignTop);
    top->addWidget(m_copy, 0, Qt::AlignTop);
    top->addWidget(m_cancel, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addWidget(m_cause);
    layout->addWidget(m_log, 1);
    return details;
}

void TaskPanel::select(const Task *task)
{
    m_view->setCurrentIndex(m_model.indexOf(task));
    m_view->scrollTo(m_view->currentIndex());
}

void TaskPanel::show(Task *task)
{
    if (m_task) {
        m_task->disconnect(this);
        m_task->disconnect(m_log);
    }
    m_task = task;
    m_stack->setCurrentIndex(task == nullptr ? 0 : 1);
    if (task == nullptr)
        return;
    m_log->setPlainText(task->log().join(u'\n'));
    connect(task, &Task::logLine, m_log, &QPlainTextEdit::appendPlainText);
    connect(task, &Task::changed, this, &TaskPanel::showState);
    showState();
}

void TaskPanel::showState()
{
    const bool failed = m_task->state() == Task::State::Failed;
    m_title->setText(failed ? Words::failed(*m_task) : Words::now(*m_task));
    m_cause->setText(failed ? explainAndAdvise(m_task->error()) : Words::status(*m_task));
    m_mending =
        failed ? mending(m_task->error(), m_task->target().name, wishOf(m_task->verb())) : std::nullopt;
    offerMending(m_mend, m_mending);
    const bool alone = m_task->series().isEmpty();
    m_cancel->setText(alone ? tr("Cancel") : tr("Cancel the series"));
    m_cancel->setAccessibleDescription(alone ? tr("Cancel this task")
                                             : tr("Cancel all that is open of this series of clones"));
    m_cancel->setVisible(!m_task->isOver());
    m_cancel->setEnabled(m_task->state() != Task::State::Cancelling);
}

void TaskPanel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QColor line = blend(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.18);
    painter.fillRect(0, 0, width(), 1, line);
}

void TaskPanel::copy() const
{
    QStringList lines = {m_title->text(), m_cause->text(), m_log->toPlainText()};
    lines.removeAll(QString());
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace boxyard
