// SPDX-License-Identifier: GPL-2.0-or-later

#include "notices.h"

#include "icons.h"
#include "linkmessage.h"
#include "models/containerrow.h"
#include "widgets/banner.h"
#include "widgets/mendbutton.h"
#include "words.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

void wrap(QWidget *widget, Banner *banner)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->addWidget(banner);
    widget->hide();
}

} // namespace

FailureNotice::FailureNotice(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner(this))
    , m_details(m_banner->addButton(tr("Details")))
    , m_mend(m_banner->addButton(QString()))
{
    wrap(this, m_banner);
    m_banner->setClosable(true);
    connect(m_banner, &Banner::dismissed, this, [this] {
        m_count = 0;
        hide();
    });
    connect(m_details, &QPushButton::clicked, this, [this] {
        if (m_task)
            Q_EMIT detailsWanted(m_task);
        m_count = 0;
        hide();
    });
    connect(m_mend, &QPushButton::clicked, this, [this] {
        Q_EMIT mendWanted(m_wish, m_ref);
        if (!m_task) {
            m_count = 0;
            hide(); // until it fails again
        }
    });
    connect(&engine, &Engine::taskAdded, this, &FailureNotice::follow);
    for (Task *task : engine.tasks())
        follow(task);
}

void FailureNotice::follow(Task *task)
{
    // The next try of the same thing takes the message away.
    if (m_task && m_count == 1 && m_task->target() == task->target() && isVisible()) {
        hide();
        m_count = 0;
    }
    connect(task, &Task::finished, this, [this, task] {
        if (isFailure(*task))
            add(task);
    });
}

void FailureNotice::add(Task *task)
{
    if (m_isShown && m_isShown(task->target()))
        return;
    m_task = task;
    ++m_count;
    offer(mending(task->error(), task->target().name, wishOf(task->verb())), task->target());
    m_details->show();
    show(Words::failed(*task), task->error());
}

void FailureNotice::offer(const std::optional<Mending> &help, const ContainerRef &ref)
{
    m_ref = ref;
    offerMending(m_mend, help);
    if (help)
        m_wish = help->wish;
}

void FailureNotice::tell(const QString &title, const Error &error, Wish wish, const ContainerRef &ref)
{
    m_task = nullptr;
    ++m_count;
    offer(mending(error, ref.name, wish), ref);
    m_details->hide();
    show(title, error);
}

void FailureNotice::show(const QString &title, const Error &error)
{
    QString text = explain(error);
    if (const QString todo = advice(error); !todo.isEmpty())
        text += u'\n' + todo;
    const QString count = tr("%n task(s) failed, the last one: %1", nullptr, m_count).arg(title);
    m_banner->say(Tone::Bad, m_count > 1 ? count : title, text);
    m_banner->setToolTip(details(error));
    m_banner->setClosable(true);
    setVisible(true);
}

LinkNotice::LinkNotice(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_banner(new Banner(this))
    , m_again(m_banner->addButton({}))
    , m_copy(m_banner->addButton(tr("Copy the command")))
{
    wrap(this, m_banner);
    connect(m_again, &QPushButton::clicked, &m_engine, &Engine::refresh);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command); });
    connect(&m_engine, &Engine::linkChanged, this, &LinkNotice::update);
    connect(&m_engine, &Engine::changed, this, &LinkNotice::update);
    update();
}

void LinkNotice::setTold(bool told)
{
    m_told = told;
    update();
}

void LinkNotice::update()
{
    const auto message = linkMessage(m_engine);
    const bool shows = message && !m_told;
    setVisible(shows);
    if (!shows)
        return m_banner->hide();
    m_command = message->command;
    m_copy->setVisible(!m_command.isEmpty());
    m_copy->setToolTip(m_command);
    m_again->setVisible(!message->again.isEmpty());
    m_again->setText(message->again);
    m_again->setIcon(message->needsPassword ? symbolicIcon(u"lock"_s) : QIcon());
    const QString text = m_command.isEmpty() ? message->text : message->text + u'\n' + m_command;
    m_banner->say(message->tone, message->title, text);
}

} // namespace boxyard
