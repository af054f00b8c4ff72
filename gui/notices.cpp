// SPDX-License-Identifier: GPL-2.0-or-later

#include "notices.h"

#include "icons.h"
#include "models/containerrow.h"
#include "widgets/banner.h"
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

QString installCommand(const QString &package)
{
    return u"sudo apt install "_s + package;
}

} // namespace

MachineTrouble machineTrouble(const HostInfo &host)
{
    if (host.lxcVersion.isEmpty())
        return {true, {ErrorCode::Unsupported, u"LXC"_s, {}}};
    for (const LocationInfo &location : host.locations) {
        if (!location.problem.isEmpty())
            return {true, {errorCodeFromWord(location.problem), location.path, {}}};
    }
    return {};
}

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
    m_mend->setVisible(help.has_value());
    if (!help)
        return;
    m_wish = help->wish;
    m_mend->setText(help->text);
    m_mend->setIcon(help->needsPassword ? symbolicIcon(u"lock"_s) : QIcon());
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
    , m_again(m_banner->addButton(tr("Try again")))
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

void LinkNotice::update()
{
    m_copy->hide();
    m_again->setText(tr("Try again"));
    m_again->show();
    switch (m_engine.link()) {
    case Engine::Link::Connecting:
        m_again->hide();
        m_banner->say(Tone::Busy, tr("Connecting to Boxyard's system service…"));
        break;
    case Engine::Link::Lost:
        showLost();
        break;
    case Engine::Link::Ready:
        showMachine();
        return;
    }
    setVisible(true);
}

void LinkNotice::showLost()
{
    const Error error = m_engine.linkError();
    const QString known = m_engine.snapshot().containers.isEmpty()
        ? QString()
        : u'\n' + tr("The list shows what was known last.");
    switch (error.code) {
    case ErrorCode::Dismissed:
        // Closing a password dialog is a decision, not an error.
        m_again->setText(tr("Ask for the password"));
        m_banner->say(Tone::Neutral, tr("The containers are not shown"),
                      tr("A password is needed to see them, and none was given."));
        break;
    case ErrorCode::HelperLost:
        m_again->setText(tr("Reconnect now"));
        m_banner->say(Tone::Warning, tr("The connection was lost"),
                      explain(error) + u'\n' + advice(error) + known);
        break;
    case ErrorCode::NotAuthorized:
        m_again->setText(tr("Ask again"));
        m_banner->say(Tone::Bad, tr("You may not see the containers of this machine"),
                      explain(error) + u'\n' + advice(error) + known);
        break;
    case ErrorCode::HelperTooOld:
        m_banner->say(Tone::Bad, tr("The program and its system service do not fit together"),
                      explain(error) + u'\n' + advice(error) + known);
        break;
    case ErrorCode::HelperMissing:
        m_command = installCommand(u"boxyard-helper"_s);
        m_copy->show();
        m_copy->setToolTip(m_command);
        [[fallthrough]];
    default:
        m_banner->say(Tone::Bad, tr("Boxyard can't reach its system service"),
                      explain(error) + u'\n' + advice(error) + known);
        break;
    }
}

void LinkNotice::showMachine()
{
    const MachineTrouble trouble = machineTrouble(m_engine.snapshot().host);
    setVisible(trouble.present);
    if (!trouble.present)
        return m_banner->hide();
    m_again->setText(tr("Look again"));
    if (trouble.error.code == ErrorCode::Unsupported) {
        m_command = installCommand(u"lxc"_s);
        m_copy->show();
        m_copy->setToolTip(m_command);
        m_banner->say(
            Tone::Warning, tr("LXC is not installed on this machine"),
            tr("Install it, on Debian and Ubuntu with “%1”. Containers can be made then.").arg(m_command));
        return;
    }
    m_banner->say(Tone::Warning, explain(trouble.error), advice(trouble.error));
}

} // namespace boxyard
