// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminaltab.h"

#include "gui/widgets/banner.h"
#include "gui/widgets/emptypage.h"
#include "terminalview.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QStackedLayout>

namespace boxyard {

using namespace Qt::StringLiterals;

TerminalTab::TerminalTab(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyPage(this))
    , m_over(new Banner(this))
{
    m_empty->button()->setText(tr("Open a shell"));
    connect(m_empty->button(), &QPushButton::clicked, this, &TerminalTab::openShell);
    connect(m_over->addButton(tr("Open a new one")), &QPushButton::clicked, this, &TerminalTab::openShell);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_stack, 1);
    auto *over = new QVBoxLayout;
    over->setContentsMargins(8, 6, 8, 6);
    over->addWidget(m_over);
    layout->addLayout(over);
    connect(&m_engine, &Engine::changed, this, &TerminalTab::update);
    connect(&m_engine, &Engine::linkChanged, this, &TerminalTab::update);
}

void TerminalTab::setContainer(const ContainerRef &ref)
{
    m_ref = ref;
    update();
}

void TerminalTab::openShell()
{
    if (m_opening.contains(m_ref))
        return;
    TerminalView *known = view();
    if (known != nullptr && !m_ended.contains(m_ref))
        return known->setFocus();
    m_opening.insert(m_ref);
    ShellSpec spec;
    spec.ref = m_ref;
    if (known != nullptr) {
        spec.columns = static_cast<uint>(known->fittingSize().width());
        spec.rows = static_cast<uint>(known->fittingSize().height());
    }
    m_engine.openShell(spec, this,
                       [this, ref = m_ref](const Result<int> &descriptor) { opened(ref, descriptor); });
    update();
}

void TerminalTab::opened(const ContainerRef &ref, const Result<int> &descriptor)
{
    m_opening.remove(ref);
    if (!descriptor) {
        update();
        // A password that was not given is a decision.
        if (descriptor.error().code != ErrorCode::Dismissed)
            Q_EMIT failed(ref, descriptor.error());
        return;
    }
    if (TerminalView *last = m_views.take(ref))
        last->deleteLater();
    m_ended.remove(ref);
    auto *terminal = new TerminalView(this);
    terminal->setAccessibleName(tr("Terminal of %1").arg(ref.name));
    m_views.insert(ref, terminal);
    m_stack->addWidget(terminal);
    connect(terminal, &TerminalView::ended, this, [this, ref] { ended(ref); });
    update();
    terminal->attach(*descriptor);
    if (ref == m_ref && isVisible())
        terminal->setFocus();
}

void TerminalTab::ended(const ContainerRef &ref)
{
    m_ended.insert(ref);
    update();
}

void TerminalTab::update()
{
    const ContainerEntry *entry = m_engine.find(m_ref);
    const bool alive = entry != nullptr && entry->container.state != ContainerState::Frozen
        && isAlive(entry->container.state) && m_engine.link() == Engine::Link::Ready;
    if (TerminalView *terminal = view()) {
        m_stack->setCurrentWidget(terminal);
        if (m_ended.contains(m_ref))
            m_over->say(Tone::Neutral, tr("This shell has ended."));
        else
            m_over->hide();
        for (QPushButton *again : m_over->findChildren<QPushButton *>())
            again->setEnabled(alive && !m_opening.contains(m_ref));
        return;
    }
    m_over->hide();
    m_stack->setCurrentWidget(m_empty);
    m_empty->button()->setVisible(alive && !m_opening.contains(m_ref));
    if (m_opening.contains(m_ref))
        m_empty->setTexts(u"shell"_s, tr("Opening a shell…"), {});
    else if (alive)
        m_empty->setTexts(u"shell"_s, tr("No shell is open"),
                          tr("A shell runs as root inside the container."));
    else
        m_empty->setTexts(u"shell"_s, tr("A shell needs a running container"), {});
}

} // namespace boxyard
