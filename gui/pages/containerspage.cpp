// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerspage.h"

#include "containerpage.h"
#include "containerview.h"
#include "gui/containeractions.h"
#include "gui/icons.h"
#include "gui/linkmessage.h"
#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "gui/widgets/actionbar.h"
#include "gui/widgets/emptypage.h"
#include "gui/widgets/kindbutton.h"
#include "selectionpage.h"
#include "wideterminal.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

namespace boxyard {

using namespace Qt::StringLiterals;

ContainersPage::ContainersPage(Engine &engine, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_model(new ContainerModel(engine, this))
    , m_filter(new ContainerFilter(this))
    , m_actions(new ContainerActions(engine, *m_model, this))
    , m_bar(new ActionBar(this))
    , m_count(new QLabel(this))
    , m_kind(new KindButton(*m_model, this))
    , m_search(new QLineEdit(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_left(new QStackedWidget(this))
    , m_view(new ContainerView(engine, this))
    , m_empty(new EmptyPage(this))
    , m_right(new QStackedWidget(this))
    , m_nothing(new EmptyPage(this))
    , m_page(new ContainerPage(engine, *m_model, *m_actions, this))
    , m_several(new SelectionPage(*m_model, *m_actions, this))
{
    m_filter->setSourceModel(m_model);
    addToolbar();
    m_view->setModel(m_filter);
    m_view->resetColumns();
    addPages();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_splitter, 1);
    connectAll();
    updateToolbar();
    updateEmptiness();
    showSelection();
    selectAwaited();
}

void ContainersPage::addToolbar()
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_count->setFont(bold);
    m_count->setContentsMargins(8, 0, 8, 0);
    m_createButton = m_bar->addAction(m_actions->create());
    m_bar->addWidget(m_count);
    m_bar->addAction(m_actions->of(Wish::Clone));
    m_bar->addSeparator();
    m_bar->addAction(m_actions->of(Wish::Start));
    auto *ways = new QMenu(this);
    ways->addActions({m_actions->of(Wish::Stop), m_actions->of(Wish::Restart), m_actions->of(Wish::Kill)});
    m_bar->addAction(m_actions->of(Wish::Stop), ways);
    m_freezeButton = m_bar->addAction(m_actions->of(Wish::Freeze));
    m_bar->setTurns(m_freezeButton, {m_actions->of(Wish::Freeze), m_actions->of(Wish::Unfreeze)});
    m_bar->addSeparator();
    m_shellButton = m_bar->addAction(m_actions->of(Wish::Shell));
    m_renameButton = m_bar->addAction(m_actions->of(Wish::Rename));
    m_bar->addAction(m_actions->of(Wish::Delete));
    m_bar->addStretch();

    m_bar->addWidget(m_kind);
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setAccessibleName(tr("Filter the containers"));
    m_search->setToolTip(
        tr("Shows the containers that have these words in their name, state, address or path (%1)")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    m_search->setObjectName(u"search"_s);
    m_search->setClearButtonEnabled(true);
    m_search->addAction(symbolicIcon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->setMinimumWidth(110);
    m_search->setMaximumWidth(240);
    m_bar->addWidget(m_search, 2);
}

void ContainersPage::addPages()
{
    m_empty->button()->setDefault(false);
    connect(m_empty->button(), &QPushButton::clicked, this, [this] {
        switch (m_tells) {
        case Tells::Link:
            return m_engine.refresh();
        case Tells::Create:
            return m_actions->create()->trigger();
        case Tells::Filter:
            m_search->clear();
            m_kind->setKind(Kind::All);
            break;
        }
    });
    m_left->addWidget(m_view);
    m_left->addWidget(m_empty);
    m_left->setMinimumWidth(240);
    for (QWidget *page : std::initializer_list<QWidget *>{m_nothing, m_page, m_several})
        m_right->addWidget(page);
    for (QWidget *side : std::initializer_list<QWidget *>{m_left, m_right}) {
        side->setBackgroundRole(QPalette::Base);
        side->setAutoFillBackground(true);
    }
    m_splitter->addWidget(m_left);
    m_splitter->addWidget(m_right);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({600, 400});
    m_right->setMinimumWidth(fontMetrics().averageCharWidth() * 56); // its tabs keep their words
    m_wide = new WideTerminal(*m_page->terminal(), *m_left, this);
}

void ContainersPage::connectAll()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setSearch(text);
        followFilter();
    });
    connect(m_kind, &KindButton::kindChanged, this, [this](Kind kind) {
        m_filter->setKind(kind);
        m_bar->arrange();
        followFilter();
    });
    connect(m_view, &QTreeView::customContextMenuRequested, this, &ContainersPage::showMenu);
    connect(m_view, &QTreeView::activated, this, &ContainersPage::openPage);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ContainersPage::followSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ContainersPage::updateEmptiness);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &ContainersPage::followSelection);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ContainersPage::selectAwaited);
    connect(&m_engine, &Engine::linkChanged, this, &ContainersPage::updateEmptiness);
    connect(&m_engine, &Engine::changed, this, &ContainersPage::updateEmptiness);
    connect(m_actions, &ContainerActions::updated, this, &ContainersPage::updateToolbar);
    connect(m_actions, &ContainerActions::begun, this, [this](Task *task) {
        // What is made or renamed here stays in sight.
        if (task->verb() == Verb::Create || task->verb() == Verb::Rename)
            m_awaited = task->result();
        connect(task, &Task::finished, this, [this, task] {
            if (task->state() != Task::State::Succeeded && m_awaited == task->result())
                m_awaited = {};
        });
        selectAwaited();
    });
    connect(m_actions, &ContainerActions::shellWanted, this, [this](const ContainerRef &ref) {
        select({ref});
        m_page->openShell();
    });
    connect(m_page, &ContainerPage::detailsWanted, this, &ContainersPage::detailsWanted);
    connect(m_page, &ContainerPage::shellFailed, this, &ContainersPage::shellFailed);

    auto *leave = new QAction(tr("Go to the list"), this);
    leave->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    addAction(leave);
    connect(leave, &QAction::triggered, m_view, [this] {
        m_wide->setWide(false);
        m_view->setFocus(Qt::ShortcutFocusReason);
    });

    auto *find = new QAction(tr("Filter"), this);
    find->setShortcuts({QKeySequence::Find});
    addAction(find);
    connect(find, &QAction::triggered, m_search, [this] {
        m_wide->setWide(false);
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

QTreeView *ContainersPage::list() const
{
    return m_view;
}

void ContainersPage::selectAwaited()
{
    if (m_model->indexOf(m_awaited).isValid()) {
        select({m_awaited});
        m_awaited = {};
    } else if (!m_began && m_filter->rowCount() > 0) {
        // The first list: something to look at.
        m_began = true;
        m_view->setCurrentIndex(m_filter->index(0, 0));
    }
}

QList<ContainerRef> ContainersPage::selected() const
{
    QList<ContainerRef> refs;
    const auto rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &index : rows)
        refs.append(m_model->row(m_filter->mapToSource(index).row()).ref);
    return refs;
}

void ContainersPage::select(const QList<ContainerRef> &refs)
{
    QItemSelection selection;
    QModelIndex first;
    for (const ContainerRef &ref : refs) {
        const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(ref));
        if (!index.isValid())
            continue;
        selection.select(index, index);
        first = first.isValid() ? first : index;
    }
    auto *model = m_view->selectionModel();
    model->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (first.isValid()) {
        model->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
        m_view->scrollTo(first);
    }
}

void ContainersPage::followFilter()
{
    // What Qt makes the current row then would look like a chosen one.
    if (selected().isEmpty())
        m_view->selectionModel()->clearCurrentIndex();
    updateEmptiness();
}

void ContainersPage::followSelection()
{
    const auto refs = selected();
    if (refs == m_actions->selection())
        return;
    m_actions->setSelection(refs);
    showSelection();
}

void ContainersPage::showSelection()
{
    const auto &refs = m_actions->selection();
    if (refs.size() == 1) {
        m_page->setContainer(refs.first());
        m_right->setCurrentWidget(m_page);
    } else if (refs.isEmpty()) {
        m_right->setCurrentWidget(m_nothing);
    } else {
        m_right->setCurrentWidget(m_several);
    }
}

void ContainersPage::updateToolbar()
{
    const auto count = m_actions->selection().size();
    const bool several = count > 1;
    m_count->setText(tr("%n selected", "containers", static_cast<int>(count)));
    m_count->setVisible(several);
    m_createButton->setVisible(!several);
    m_renameButton->setVisible(!several);
    m_shellButton->setVisible(!several && m_engine.capabilities().testFlag(Capability::Shell));
    m_bar->setAction(m_freezeButton, m_actions->freezeOrUnfreeze());
    m_bar->arrange();
}

void ContainersPage::updateEmptiness()
{
    const bool none = m_filter->rowCount() == 0;
    const bool appears = !none && m_left->currentIndex() == 1;
    const QWidget *focus = QApplication::focusWidget();
    // While there was no list, the keyboard was given to something else.
    const bool takesKeyboard = appears
        && (!m_began || focus == nullptr || m_empty->isAncestorOf(focus)
            || (m_search->hasFocus() && m_search->text().isEmpty()));
    m_left->setCurrentIndex(none ? 1 : 0);
    if (takesKeyboard)
        m_view->setFocus(Qt::OtherFocusReason);
    const bool any = m_model->rowCount() > 0;
    m_kind->setEnabled(any || m_filter->isSearching());
    m_search->setEnabled(any || m_filter->isSearching());
    m_right->setVisible(!none || m_filter->isSearching());
    if (none)
        sayWhyNone();
    m_nothing->setTexts(u"container"_s, tr("No container selected"),
                        none ? tr("No container is shown.") : tr("Choose one in the list to see its page."));
    tellEmptiness();
}

void ContainersPage::tellEmptiness()
{
    Q_EMIT linkTold(m_filter->rowCount() == 0 && m_tells == Tells::Link);
    Q_EMIT shownChanged(m_filter->isSearching() ? m_filter->rowCount() : -1);
}

void ContainersPage::sayWhyNone()
{
    const auto message = linkMessage(m_engine);
    QPushButton *button = m_empty->button();
    button->setIcon({});
    m_empty->setCommand({});
    m_empty->setBusy(false);
    if (message && m_model->rowCount() == 0) {
        m_tells = Tells::Link;
        m_empty->setTexts(message->icon, message->title, message->text);
        m_empty->setCommand(message->command);
        m_empty->setBusy(message->busy);
        button->setText(message->again);
        if (message->needsPassword)
            button->setIcon(symbolicIcon(u"lock"_s));
    } else if (m_filter->isSearching()) {
        m_tells = Tells::Filter;
        m_empty->setTexts(u"search"_s,
                          m_search->text().trimmed().isEmpty()
                              ? tr("No container is “%1”", "a kind of containers").arg(m_kind->word())
                              : tr("No container matches “%1”").arg(m_search->text().trimmed()),
                          m_filter->kind() == Kind::All || m_search->text().trimmed().isEmpty()
                              ? QString()
                              : tr("There may be some among those that are not “%1”.").arg(m_kind->word()));
        button->setText(tr("Clear the filter"));
    } else {
        m_tells = Tells::Create;
        m_empty->setTexts(
            u"containers"_s, tr("No containers yet"),
            tr("A container is a Linux system of its own that shares this machine's kernel: it starts in a "
               "second and costs next to nothing."));
        button->setText(tr("Create a container"));
    }
    button->setVisible(!button->text().isEmpty());
    button->setEnabled(m_tells != Tells::Create || m_actions->create()->isEnabled());
}

void ContainersPage::openPage(const QModelIndex &index)
{
    const QModelIndex source = m_filter->mapToSource(index);
    if (!source.isValid())
        return;
    select({m_model->row(source.row()).ref});
    m_page->focusTabs();
}

void ContainersPage::showMenu(const QPoint &point)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    m_actions->fillMenu(menu);
    menu->popup(m_view->viewport()->mapToGlobal(point));
}

void ContainersPage::save(QSettings &settings) const
{
    settings.setValue(u"containers/chartMinutes"_s, m_page->chartMinutes());
    m_view->saveColumns(settings);
    settings.setValue(u"containers/splitter"_s, m_splitter->saveState());
    m_wide->save(settings);
}

void ContainersPage::restore(QSettings &settings)
{
    m_page->setChartMinutes(settings.value(u"containers/chartMinutes"_s, 1).toInt());
    m_view->restoreColumns(settings);
    const QByteArray splitter = settings.value(u"containers/splitter"_s).toByteArray();
    if (!splitter.isEmpty())
        m_splitter->restoreState(splitter);
    m_wide->restore(settings);
}

} // namespace boxyard
