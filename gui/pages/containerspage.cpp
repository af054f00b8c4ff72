// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerspage.h"

#include "containerpage.h"
#include "gui/containeractions.h"
#include "gui/figurewords.h"
#include "gui/icons.h"
#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "gui/widgets/actionbar.h"
#include "gui/widgets/emptypage.h"
#include "gui/widgets/kindbutton.h"
#include "gui/widgets/plainheader.h"
#include "gui/widgets/progressdelegate.h"
#include "gui/widgets/sparkdelegate.h"
#include "selectionpage.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

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
    , m_view(new QTreeView(this))
    , m_empty(new EmptyPage(this))
    , m_right(new QStackedWidget(this))
    , m_nothing(new EmptyPage(this))
    , m_page(new ContainerPage(engine, *m_model, *m_actions, this))
    , m_several(new SelectionPage(*m_model, *m_actions, this))
{
    m_filter->setSourceModel(m_model);
    addToolbar();
    addList();
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
    m_bar->addSeparator();
    m_shellButton = m_bar->addAction(m_actions->of(Wish::Shell), ActionBar::Words::Never);
    m_renameButton = m_bar->addAction(m_actions->of(Wish::Rename), ActionBar::Words::Never);
    m_bar->addAction(m_actions->of(Wish::Delete), ActionBar::Words::Never);
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

void ContainersPage::addList()
{
    auto *plain = new PlainHeader(m_view);
    m_view->setHeader(plain);
    m_view->setModel(m_filter);
    m_view->setObjectName(u"containerList"_s);
    m_view->setAccessibleName(tr("Containers"));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setSortingEnabled(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setFrameShape(QFrame::NoFrame);
    auto *delegate = new ProgressDelegate(ContainerModel::ProgressRole, this);
    delegate->setProgressColumn(ContainerModel::State);
    delegate->setTrouble(ContainerModel::TroubleRole, ContainerModel::Name);
    m_view->setItemDelegate(delegate);
    for (const auto &[column, widest] :
         {std::pair(ContainerModel::Cpu, FigureWords::value(FigureUnit::Cpu, 1)),
          std::pair(ContainerModel::Memory, FigureWords::value(FigureUnit::Bytes, 999.0 * 1024 * 1024))})
        m_view->setItemDelegateForColumn(column, new SparkDelegate(ContainerModel::SparkRole, widest, this));

    QHeaderView *header = m_view->header();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(true);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(50);
    plain->setFilling(ContainerModel::Name, fontMetrics().averageCharWidth() * 15);
    header->setAccessibleName(tr("Columns"));
    header->setObjectName(u"columns"_s);
    header->setFocusProxy(nullptr); // a view makes itself that
    header->setFocusPolicy(Qt::TabFocus);
    setTabOrder(header, m_view);
    resetColumns();
}

void ContainersPage::resetColumns()
{
    QHeaderView *header = m_view->header();
    for (int column = 0; column < ContainerModel::ColumnCount; ++column) {
        header->moveSection(header->visualIndex(column), column);
        header->setSectionHidden(column, false);
    }
    m_view->sortByColumn(ContainerModel::Name, Qt::AscendingOrder);
    const int unit = fontMetrics().averageCharWidth();
    header->resizeSection(ContainerModel::State, unit * 20);
    header->resizeSection(ContainerModel::Addresses, unit * 16);
    header->resizeSection(ContainerModel::Cpu, unit * 15);
    header->resizeSection(ContainerModel::Memory, unit * 17);
    header->resizeSection(ContainerModel::Uptime, unit * 15);
    if (m_engine.metrics() == nullptr) {
        header->setSectionHidden(ContainerModel::Cpu, true);
        header->setSectionHidden(ContainerModel::Memory, true);
    }
    for (const int column : {ContainerModel::Uptime, ContainerModel::Isolation, ContainerModel::Storage,
                             ContainerModel::Autostart, ContainerModel::Location})
        header->setSectionHidden(column, true);
}

void ContainersPage::addPages()
{
    m_empty->button()->setDefault(false);
    connect(m_empty->button(), &QPushButton::clicked, this, [this] {
        if (!m_filter->isSearching())
            return m_actions->create()->trigger();
        m_search->clear();
        m_kind->setKind(Kind::All);
    });
    m_left->addWidget(m_view);
    m_left->addWidget(m_empty);
    m_left->setMinimumWidth(240);
    for (QWidget *page : std::initializer_list<QWidget *>{m_nothing, m_page, m_several})
        m_right->addWidget(page);
    m_right->setMinimumWidth(300);
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
}

void ContainersPage::connectAll()
{
    connect(m_search, &QLineEdit::textChanged, m_filter, &ContainerFilter::setSearch);
    connect(m_kind, &KindButton::kindChanged, this, [this](Kind kind) {
        m_filter->setKind(kind);
        m_bar->arrange();
        updateEmptiness();
    });
    connect(m_view, &QTreeView::customContextMenuRequested, this, &ContainersPage::showMenu);
    connect(m_view, &QTreeView::activated, this, &ContainersPage::openPage);
    connect(m_view->header(), &QHeaderView::customContextMenuRequested, this, &ContainersPage::chooseColumns);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ContainersPage::followSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ContainersPage::updateEmptiness);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &ContainersPage::followSelection);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ContainersPage::selectAwaited);
    connect(&m_engine, &Engine::linkChanged, this, &ContainersPage::updateEmptiness);
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
    connect(leave, &QAction::triggered, m_view, [this] { m_view->setFocus(Qt::ShortcutFocusReason); });

    auto *find = new QAction(tr("Filter"), this);
    find->setShortcuts({QKeySequence::Find});
    addAction(find);
    connect(find, &QAction::triggered, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
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
    const bool ready = m_engine.link() == Engine::Link::Ready;
    const bool appears = !none && m_left->currentIndex() == 1;
    m_left->setCurrentIndex(none ? 1 : 0);
    // While there was no list, the keyboard was given to the search field.
    if (appears && m_search->hasFocus() && m_search->text().isEmpty())
        m_view->setFocus(Qt::OtherFocusReason);
    m_right->setVisible(!none || m_filter->isSearching());
    m_empty->button()->setVisible(m_filter->isSearching() || ready);
    m_empty->button()->setEnabled(m_filter->isSearching() || m_actions->create()->isEnabled());
    if (m_filter->isSearching()) {
        m_empty->setTexts(u"search"_s, tr("No container matches"),
                          m_filter->kind() == Kind::All
                              ? tr("None has all of these words.")
                              : tr("There may be some among those that are not “%1”.").arg(m_kind->word()));
        m_empty->button()->setText(tr("Clear the filter"));
    } else if (ready) {
        m_empty->setTexts(
            u"containers"_s, tr("No containers yet"),
            tr("A container is a Linux system of its own that shares this machine's kernel: it starts in a "
               "second and costs next to nothing."));
        m_empty->button()->setText(tr("Create a container"));
    } else {
        m_empty->setTexts(
            u"plug"_s, m_engine.link() == Engine::Link::Lost ? tr("Not connected") : tr("Connecting…"), {});
    }
    m_nothing->setTexts(u"container"_s, tr("No container selected"),
                        none ? QString() : tr("Choose one in the list to see its page."));
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

void ContainersPage::chooseColumns(const QPoint &point)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QHeaderView *header = m_view->header();
    for (int column = 0; column < ContainerModel::ColumnCount; ++column) {
        const bool isFigure = column == ContainerModel::Cpu || column == ContainerModel::Memory;
        if (isFigure && m_engine.metrics() == nullptr)
            continue;
        QAction *shown =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        shown->setCheckable(true);
        shown->setChecked(!header->isSectionHidden(column));
        // A list without names would be no list.
        shown->setEnabled(column != ContainerModel::Name);
        connect(shown, &QAction::toggled, this, [header, column](bool on) {
            header->setSectionHidden(column, !on);
            if (on && header->sectionSize(column) < 40)
                header->resizeSection(column, 110);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Reset the columns"), this, &ContainersPage::resetColumns);
    menu->popup(header->mapToGlobal(point));
}

void ContainersPage::save(QSettings &settings) const
{
    settings.setValue(u"containers/chartMinutes"_s, m_page->chartMinutes());
    settings.setValue(u"containers/columns"_s, m_view->header()->saveState());
    settings.setValue(u"containers/columnCount"_s, static_cast<int>(ContainerModel::ColumnCount));
    settings.setValue(u"containers/splitter"_s, m_splitter->saveState());
}

void ContainersPage::restore(QSettings &settings)
{
    m_page->setChartMinutes(settings.value(u"containers/chartMinutes"_s, 1).toInt());
    const QByteArray columns = settings.value(u"containers/columns"_s).toByteArray();
    // What another version kept is about other columns.
    if (!columns.isEmpty()
        && settings.value(u"containers/columnCount"_s).toInt() == ContainerModel::ColumnCount)
        m_view->header()->restoreState(columns);
    const QByteArray splitter = settings.value(u"containers/splitter"_s).toByteArray();
    if (!splitter.isEmpty())
        m_splitter->restoreState(splitter);
}

} // namespace boxyard
