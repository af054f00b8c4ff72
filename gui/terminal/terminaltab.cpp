// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminaltab.h"

#include "gui/icons.h"
#include "gui/models/mending.h"
#include "gui/widgets/emptypage.h"
#include "terminalpane.h"
#include "terminalshells.h"
#include "terminalview.h"

#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedLayout>

namespace boxyard {

using namespace Qt::StringLiterals;

TerminalTab::TerminalTab(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_stack(new QStackedLayout(this))
    , m_empty(new EmptyPage(this))
{
    QSettings kept;
    m_settings = TerminalSettings::load(kept);
    connect(m_empty->button(), &QPushButton::clicked, this, &TerminalTab::openShell);
    m_stack->addWidget(m_empty);
    connect(&m_engine, &Engine::changed, this, &TerminalTab::update);
    connect(&m_engine, &Engine::linkChanged, this, &TerminalTab::update);
}

void TerminalTab::setContainer(const ContainerRef &ref)
{
    m_ref = ref;
    update();
}

TerminalView *TerminalTab::view() const
{
    const TerminalShells *shells = m_shells.value(m_ref);
    return shells == nullptr || shells->current() == nullptr ? nullptr : &shells->current()->view();
}

void TerminalTab::openShell()
{
    const TerminalShells *shells = m_shells.value(m_ref);
    TerminalPane *pane = shells == nullptr ? nullptr : shells->current();
    if (pane != nullptr && !pane->hasEnded())
        return pane->setFocus();
    openAnotherShell(pane);
}

void TerminalTab::openAnotherShell(TerminalPane *instead)
{
    if (m_opening.contains(m_ref))
        return;
    m_opening.insert(m_ref);
    m_refused.remove(m_ref);
    ShellSpec spec;
    spec.ref = m_ref;
    if (const TerminalView *known = view()) {
        spec.columns = static_cast<uint>(known->fittingSize().width());
        spec.rows = static_cast<uint>(known->fittingSize().height());
    }
    m_engine.openShell(spec, this,
                       [this, ref = m_ref, pane = QPointer(instead)](const Result<int> &descriptor) {
                           opened(ref, pane, descriptor);
                       });
    update();
}

void TerminalTab::opened(const ContainerRef &ref, TerminalPane *instead, const Result<int> &descriptor)
{
    m_opening.remove(ref);
    if (!descriptor) {
        // A password that was not given is a decision.
        const bool isDecision = descriptor.error().code == ErrorCode::Dismissed;
        if (!isDecision)
            m_refused.insert(ref, descriptor.error());
        update();
        if (!isDecision)
            Q_EMIT failed(ref, descriptor.error());
        return;
    }
    TerminalPane *pane = shellsOf(ref)->add(*descriptor, instead);
    update();
    if (ref == m_ref && isVisible())
        pane->setFocus();
}

TerminalShells *TerminalTab::shellsOf(const ContainerRef &ref)
{
    if (TerminalShells *known = m_shells.value(ref))
        return known;
    auto *shells = new TerminalShells(ref.name, this);
    m_shells.insert(ref, shells);
    m_stack->addWidget(shells);
    connect(shells, &TerminalShells::added, this, &TerminalTab::prepare);
    shells->setWide(m_wide);
    connect(shells, &TerminalShells::newWanted, this, [this] { openAnotherShell(); });
    connect(shells, &TerminalShells::wideWanted, this, &TerminalTab::wideWanted);
    connect(shells, &TerminalShells::emptied, this, [this, ref, shells] {
        m_shells.remove(ref);
        m_stack->removeWidget(shells);
        shells->deleteLater();
        update();
        if (isVisible())
            m_empty->button()->setFocus();
    });
    return shells;
}

void TerminalTab::prepare(TerminalPane *pane)
{
    TerminalView &view = pane->view();
    view.setSettings(m_settings);
    connect(&view, &TerminalView::settingsChanged, this, &TerminalTab::keepSettings);
    connect(&view, &TerminalView::menuWanted, this, [this](QMenu *menu) {
        menu->addAction(tr("Terminal preferences…"), this, &TerminalTab::preferencesWanted);
    });
    connect(pane, &TerminalPane::ended, this, &TerminalTab::update);
    connect(pane, &TerminalPane::againWanted, this, [this, pane] { openAnotherShell(pane); });
}

bool TerminalTab::showsShell() const
{
    return m_stack->currentWidget() != m_empty;
}

void TerminalTab::setWide(bool wide)
{
    m_wide = wide;
    for (TerminalShells *shells : std::as_const(m_shells))
        shells->setWide(wide);
}

void TerminalTab::setSettings(const TerminalSettings &settings)
{
    m_settings = settings;
    for (const TerminalShells *shells : std::as_const(m_shells)) {
        const QList<TerminalPane *> panes = shells->panes();
        for (const TerminalPane *pane : panes)
            pane->view().setSettings(settings);
    }
}

void TerminalTab::keepSettings(const TerminalSettings &settings)
{
    QSettings kept;
    settings.save(kept);
    setSettings(settings);
    Q_EMIT settingsChanged(settings);
}

void TerminalTab::setActions(QAction *start, QAction *unfreeze)
{
    m_start = start;
    m_unfreeze = unfreeze;
    update();
}

void TerminalTab::update()
{
    const ContainerEntry *entry = m_engine.find(m_ref);
    const bool alive = entry != nullptr && entry->container.state != ContainerState::Frozen
        && isAlive(entry->container.state) && m_engine.link() == Engine::Link::Ready;
    const bool opening = m_opening.contains(m_ref);
    if (TerminalShells *shells = m_shells.value(m_ref)) {
        m_stack->setCurrentWidget(shells);
        shells->setNewEnabled(alive && !opening);
        const QList<TerminalPane *> panes = shells->panes();
        for (TerminalPane *pane : panes)
            pane->setAgainEnabled(alive && !opening);
    } else {
        m_stack->setCurrentWidget(m_empty);
        m_empty->button()->setVisible(alive && !opening);
        nameButton();
        sayWhyNone(alive, opening, entry == nullptr ? ContainerState::Stopped : entry->container.state);
    }
    Q_EMIT shownChanged();
}

/// What opens a shell, as it may go after a refusal.
void TerminalTab::nameButton()
{
    const auto why = m_refused.constFind(m_ref);
    const bool refused = why != m_refused.constEnd();
    const auto help = refused ? mending(*why, m_ref.name, Wish::Shell) : std::nullopt;
    const bool asks = help && help->needsPassword;
    QPushButton *button = m_empty->button();
    button->setText(asks ? help->text : refused ? tr("Try again") : tr("Open a shell"));
    button->setIcon(asks ? symbolicIcon(u"lock"_s) : QIcon());
}

void TerminalTab::sayWhyNone(bool alive, bool opening, ContainerState state)
{
    QAction *helps = nullptr;
    if (opening) {
        m_empty->setTexts(u"shell"_s, tr("Opening a shell…"), {});
    } else if (const auto why = m_refused.constFind(m_ref); alive && why != m_refused.constEnd()) {
        m_empty->setTexts(u"error"_s, tr("No shell could be opened"), explainAndAdvise(*why));
    } else if (alive) {
        m_empty->setTexts(u"shell"_s, tr("No shell is open"),
                          tr("A shell runs as root inside the container."));
    } else if (m_engine.link() != Engine::Link::Ready) {
        m_empty->setTexts(u"shell"_s, tr("No shell can be opened now"),
                          tr("There is no connection to Boxyard's system service, which opens them."));
    } else if (state == ContainerState::Frozen) {
        helps = m_unfreeze;
        m_empty->setTexts(u"shell"_s, tr("The container is frozen"), tr("Unfreeze it to open a shell."));
    } else {
        helps = m_start;
        m_empty->setTexts(u"shell"_s, tr("The container is not running"), tr("Start it to open a shell."));
    }
    m_empty->setAction(helps);
}

} // namespace boxyard
