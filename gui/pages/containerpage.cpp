// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerpage.h"

#include "chartstab.h"
#include "gui/containeractions.h"
#include "gui/icons.h"
#include "gui/manual.h"
#include "gui/models/containermodel.h"
#include "gui/terminal/terminaltab.h"
#include "gui/widgets/actionbutton.h"
#include "gui/widgets/banner.h"
#include "gui/widgets/elidedlabel.h"
#include "gui/widgets/fittingarea.h"
#include "gui/widgets/mendbutton.h"
#include "gui/widgets/plaintabs.h"
#include "gui/words.h"
#include "overviewtab.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Where LXC has it. What does not load can't be asked.
QString configPath(const ContainerRef &ref)
{
    return ref.location + u'/' + ref.name + u"/config"_s;
}

} // namespace

ContainerPage::ContainerPage(Engine &engine, ContainerModel &model, ContainerActions &actions,
                             QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_model(model)
    , m_actions(actions)
    , m_icon(new QLabel(this))
    , m_name(new ElidedLabel(this, Qt::ElideMiddle))
    , m_stateIcon(new QLabel(this))
    , m_state(new ElidedLabel(this))
    , m_primary(new ActionButton(this))
    , m_shell(new ActionButton(this))
    , m_more(new QToolButton(this))
    , m_trouble(new Banner(this))
    , m_details(m_trouble->addButton(tr("Details")))
    , m_mend(m_trouble->addButton(QString()))
    , m_copyPath(m_trouble->addButton(tr("Copy the path")))
    , m_around(new FittingArea(this))
    , m_tabs(new PlainTabs(this))
    , m_overview(new OverviewTab(engine, this))
    , m_charts(engine.metrics() == nullptr ? nullptr : new ChartsTab(engine, this))
    , m_terminal(new TerminalTab(engine, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_around->body()->addWidget(m_trouble);
    m_around->body()->setContentsMargins(14, 0, 14, 10);
    m_around->hide();
    connect(m_around, &FittingArea::bodyChanged, this, &ContainerPage::fitTrouble);
    layout->addWidget(m_around);
    m_tabs->setObjectName(u"containerTabs"_s);
    m_tabs->setAccessibleName(tr("Pages of the container"));
    m_tabs->addTab(m_overview, symbolicIcon(u"overview"_s), tr("Overview"));
    if (m_charts != nullptr)
        m_tabs->addTab(m_charts, symbolicIcon(u"charts"_s), tr("Charts"));
    m_tabs->addTab(m_terminal, symbolicIcon(u"shell"_s), tr("Terminal"));
    layout->addWidget(m_tabs, 1);
    setManualTopic(this, u"container"_s);
    setManualTopic(m_terminal, u"shell"_s);
    if (m_charts != nullptr)
        setManualTopic(m_charts, u"charts"_s);
    addTabKeys();

    connect(m_trouble, &Banner::dismissed, this, [this] { m_model.dismissFailure(m_ref); });
    connect(m_details, &QPushButton::clicked, this, [this] {
        if (const Task *task = m_model.failedTask(m_ref))
            Q_EMIT detailsWanted(task);
    });
    connect(m_mend, &QPushButton::clicked, this, [this] {
        if (m_mending)
            m_actions.perform(m_mending->wish, {m_ref});
    });
    connect(m_copyPath, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(configPath(m_ref)); });
    if (m_charts != nullptr)
        m_charts->setActions(m_actions.of(Wish::Start));
    m_terminal->setActions(m_actions.of(Wish::Start), m_actions.of(Wish::Unfreeze));
    connect(m_terminal, &TerminalTab::failed, this, &ContainerPage::shellFailed);
    connect(&m_actions, &ContainerActions::updated, this, &ContainerPage::update);
}

void ContainerPage::addTabKeys()
{
    const auto add = [this](const QString &text, int key, int step) {
        auto *action = new QAction(text, this);
        action->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | key));
        addAction(action);
        connect(action, &QAction::triggered, this, [this, step] {
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + m_tabs->count()) % m_tabs->count());
        });
    };
    add(tr("Next tab"), Qt::Key_PageDown, 1);
    add(tr("Previous tab"), Qt::Key_PageUp, -1);
}

QWidget *ContainerPage::makeHeader()
{
    m_header = new QWidget(this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    large.setWeight(QFont::DemiBold);
    m_name->setFont(large);
    m_name->setObjectName(u"containerName"_s);
    m_state->setObjectName(u"containerState"_s);

    auto *state = new QHBoxLayout;
    state->setSpacing(6);
    state->addWidget(m_stateIcon);
    state->addWidget(m_state, 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addWidget(m_name);
    texts->addLayout(state);

    auto *layout = new QHBoxLayout(m_header);
    layout->setContentsMargins(16, 12, 14, 12);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addLayout(texts, 1);
    layout->addWidget(m_primary);
    layout->addWidget(m_shell);
    layout->addWidget(m_more);
    addMoreMenu();
    return m_header;
}

void ContainerPage::addMoreMenu()
{
    auto *menu = new QMenu(m_more);
    menu->setToolTipsVisible(true);
    m_actions.fillMenu(menu);
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setIcon(symbolicIcon(u"more"_s));
    m_more->setText(tr("More actions"));
    m_more->setToolTip(m_more->text());
    m_more->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_more->setAutoRaise(true);
    m_more->setObjectName(u"moreActions"_s);
    m_more->setStyleSheet(u"QToolButton::menu-indicator { image: none; }"_s);
}

void ContainerPage::setContainer(const ContainerRef &ref)
{
    m_ref = ref;
    m_terminal->setContainer(ref);
    update();
}

void ContainerPage::openShell()
{
    m_tabs->setCurrentWidget(m_terminal);
    m_terminal->openShell();
}

int ContainerPage::chartMinutes() const
{
    return m_charts == nullptr ? 0 : m_charts->minutes();
}

void ContainerPage::setChartMinutes(int minutes)
{
    if (m_charts != nullptr)
        m_charts->setMinutes(minutes);
}

void ContainerPage::focusTabs()
{
    m_tabs->setFocus(Qt::OtherFocusReason);
}

void ContainerPage::update()
{
    // An engine that still connects can't tell.
    m_tabs->setTabVisible(m_tabs->indexOf(m_terminal), m_engine.capabilities().testFlag(Capability::Shell));
    if (m_charts != nullptr)
        m_tabs->setTabVisible(m_tabs->indexOf(m_charts),
                              m_engine.capabilities().testFlag(Capability::Figures));
    const ContainerRow *row = m_model.find(m_ref);
    if (row == nullptr)
        return;
    const Container &container = row->entry.container;
    const qreal ratio = devicePixelRatioF();
    m_icon->setPixmap(symbolicIcon(u"container"_s).pixmap(QSize(36, 36), ratio));
    m_name->setText(m_ref.name);
    const QModelIndex state = m_model.indexOf(m_ref, ContainerModel::State);
    m_stateIcon->setPixmap(state.data(Qt::DecorationRole).value<QIcon>().pixmap(QSize(16, 16), ratio));
    m_state->setText(stateLine(*row));
    m_state->setToolTip(!row->work && row->isAlive() && container.since > 0 ? Words::since(container.since)
                                                                            : QString());

    showTrouble(*row);
    m_overview->setRow(*row);
    if (m_charts != nullptr)
        m_charts->setRow(*row);
    showActions(*row);
}

QString ContainerPage::stateLine(const ContainerRow &row) const
{
    QString state = stateText(row, m_engine);
    const qint64 since = row.entry.container.since;
    if (row.work || !row.isAlive() || since <= 0 || m_engine.link() == Engine::Link::Lost)
        return state;
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - since;
    if (age < 60'000)
        return tr("%1 · just started", "state").arg(state);
    if (row.state() == ContainerState::Running)
        return tr("%1 · %2", "state, how long").arg(state, Words::duration(age));
    return tr("%1 · started %2 ago", "state that is not Running, how long ago")
        .arg(state, Words::duration(age));
}

void ContainerPage::showTrouble(const ContainerRow &row)
{
    const QStringList lines = troubleText(row).split(u'\n', Qt::SkipEmptyParts);
    m_around->setVisible(!lines.isEmpty());
    if (lines.isEmpty())
        m_trouble->hide();
    else
        sayTrouble(row, lines);
    fitTrouble();
}

/// What is wrong never takes all the room: what can be done about it may be in the tabs.
void ContainerPage::fitTrouble()
{
    constexpr int tabs = 150;
    if (m_around->isVisibleTo(this))
        m_around->fitTo(width(), height() - m_header->sizeHint().height() - tabs);
}

void ContainerPage::sayTrouble(const ContainerRow &row, const QStringList &lines)
{
    Error error{ErrorCode::NotResponding, m_ref.name, {}};
    if (row.failure)
        error = row.failure->error;
    else if (const Container &container = row.entry.container; !container.problem.isEmpty())
        error = {errorCodeFromWord(container.problem), m_ref.name, container.problemDetail};
    m_mending = mending(error, m_ref.name, row.failure ? wishOf(row.failure->verb) : std::nullopt);
    offerMending(m_mend, m_mending);
    m_details->setVisible(row.failure.has_value());
    QStringList rest = lines.mid(1) + QStringList(advice(error));
    const bool isBroken = error.code == ErrorCode::BrokenConfig;
    m_copyPath->setVisible(isBroken);
    if (isBroken)
        rest += configPath(m_ref);
    m_trouble->say(row.failure ? Tone::Bad : Tone::Warning, lines.first(), rest.join(u'\n').trimmed());
    m_trouble->setClosable(row.failure.has_value());
}

void ContainerPage::showActions(const ContainerRow &row)
{
    Wish wish = row.isAlive() ? Wish::Stop : Wish::Start;
    if (row.state() == ContainerState::Frozen)
        wish = Wish::Unfreeze;
    else if (row.state() == ContainerState::NotResponding)
        wish = Wish::Kill;
    m_primary->setAction(m_actions.of(wish));
    m_primary->setVisible(row.exists);
    m_shell->setAction(m_actions.of(Wish::Shell));
    m_shell->setVisible(row.isAlive() && m_engine.capabilities().testFlag(Capability::Shell));
    fitHeader();
}

/// Words while there is room for them, those of the first button before those of the second.
void ContainerPage::fitHeader()
{
    const auto fits = [this] { return m_header->layout()->sizeHint().width() <= m_header->width(); };
    m_primary->setIconOnly(false);
    m_shell->setIconOnly(false);
    if (!fits())
        m_shell->setIconOnly(true);
    if (!fits())
        m_primary->setIconOnly(true);
}

void ContainerPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTrouble();
    if (m_primary->action() != nullptr)
        fitHeader();
}

void ContainerPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace boxyard
