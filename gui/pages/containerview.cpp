// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerview.h"

#include "gui/figurewords.h"
#include "gui/models/containermodel.h"
#include "gui/widgets/plainheader.h"
#include "gui/widgets/progressdelegate.h"
#include "gui/widgets/sparkdelegate.h"
#include "gui/words.h"

#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int IconRoom = 28; ///< px, with what styles leave free beside it
constexpr int FigureSides = 12; ///< px beside a figure without its small chart
constexpr int Apart = 16; ///< px from the longest word to the next column

QString widestCpu()
{
    return FigureWords::value(FigureUnit::Cpu, 1);
}

QString widestMemory()
{
    return FigureWords::value(FigureUnit::Bytes, 999.0 * 1024 * 1024);
}

} // namespace

ContainerView::ContainerView(Engine &engine, QWidget *parent)
    : QTreeView(parent)
    , m_engine(engine)
    , m_header(new PlainHeader(this))
{
    setHeader(m_header);
    setObjectName(u"containerList"_s);
    setAccessibleName(tr("Containers"));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSortingEnabled(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFrameShape(QFrame::NoFrame);
    addDelegates();
    addHeader();
}

void ContainerView::addDelegates()
{
    auto *delegate = new ProgressDelegate(ContainerModel::ProgressRole, this);
    delegate->setProgressColumn(ContainerModel::State);
    setItemDelegate(delegate);
    setItemDelegateForColumn(ContainerModel::Cpu,
                             new SparkDelegate(ContainerModel::SparkRole, widestCpu(), this));
    setItemDelegateForColumn(ContainerModel::Memory,
                             new SparkDelegate(ContainerModel::SparkRole, widestMemory(), this));
}

void ContainerView::addHeader()
{
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_header->setSectionsMovable(true);
    m_header->setFirstSectionMovable(true);
    m_header->setStretchLastSection(false);
    m_header->setMinimumSectionSize(40);
    m_header->setAccessibleName(tr("Columns"));
    m_header->setObjectName(u"columns"_s);
    m_header->setFocusProxy(nullptr); // a view makes itself that
    m_header->setFocusPolicy(Qt::TabFocus);
    setTabOrder(m_header, this);
    connect(m_header, &QHeaderView::customContextMenuRequested, this, &ContainerView::chooseColumns);
}

int ContainerView::stateWidth() const
{
    int widest = 0;
    for (const ContainerState state : {ContainerState::Running, ContainerState::NotResponding,
                                       ContainerState::Starting, ContainerState::Unknown})
        widest = std::max(widest, fontMetrics().horizontalAdvance(Words::state(state)));
    return widest + IconRoom + Apart;
}

void ContainerView::resetColumns()
{
    for (int column = 0; column < ContainerModel::ColumnCount; ++column) {
        m_header->moveSection(m_header->visualIndex(column), column);
        m_header->setSectionHidden(column, false);
    }
    sortByColumn(ContainerModel::Name, Qt::AscendingOrder);
    const int unit = fontMetrics().averageCharWidth();
    m_header->setFilling(ContainerModel::Name, unit * 15);
    // First the small charts go, their figures stay; then what is long of an address.
    const auto figure = [this](int column, const QString &widest) {
        const QString heading = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        return std::max(fontMetrics().horizontalAdvance(widest), fontMetrics().horizontalAdvance(heading))
            + FigureSides;
    };
    m_header->setYielding({{ContainerModel::Memory, figure(ContainerModel::Memory, widestMemory())},
                           {ContainerModel::Cpu, figure(ContainerModel::Cpu, widestCpu())},
                           {ContainerModel::Addresses, unit * 13}});
    const QList<std::pair<int, int>> widths = {{ContainerModel::State, stateWidth()},
                                               {ContainerModel::Addresses, unit * 16},
                                               {ContainerModel::Cpu, unit * 15},
                                               {ContainerModel::Memory, unit * 17},
                                               {ContainerModel::Uptime, unit * 15}};
    for (const auto &[column, width] : widths)
        m_header->setWidth(column, width);
    if (m_engine.metrics() == nullptr) {
        m_header->setSectionHidden(ContainerModel::Cpu, true);
        m_header->setSectionHidden(ContainerModel::Memory, true);
    }
    for (const int column : {ContainerModel::Uptime, ContainerModel::Isolation, ContainerModel::Storage,
                             ContainerModel::Autostart, ContainerModel::Location})
        m_header->setSectionHidden(column, true);
}

void ContainerView::chooseColumns(const QPoint &point)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < ContainerModel::ColumnCount; ++column) {
        const bool isFigure = column == ContainerModel::Cpu || column == ContainerModel::Memory;
        if (isFigure && m_engine.metrics() == nullptr)
            continue;
        QAction *shown =
            menu->addAction(model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        shown->setCheckable(true);
        shown->setChecked(!m_header->isSectionHidden(column));
        // A list without names would be no list.
        shown->setEnabled(column != ContainerModel::Name);
        connect(shown, &QAction::toggled, this, [header = m_header, column](bool on) {
            header->setSectionHidden(column, !on);
            if (on && header->sectionSize(column) < 40)
                header->resizeSection(column, 110);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Reset the columns"), this, &ContainerView::resetColumns);
    menu->popup(m_header->mapToGlobal(point));
}

void ContainerView::saveColumns(QSettings &settings) const
{
    settings.setValue(u"containers/columns"_s, m_header->saveWidths());
    settings.setValue(u"containers/columnCount"_s, static_cast<int>(ContainerModel::ColumnCount));
}

void ContainerView::restoreColumns(const QSettings &settings)
{
    const QByteArray columns = settings.value(u"containers/columns"_s).toByteArray();
    // What another version kept is about other columns.
    if (!columns.isEmpty()
        && settings.value(u"containers/columnCount"_s).toInt() == ContainerModel::ColumnCount)
        m_header->restoreWidths(columns);
}

} // namespace boxyard
