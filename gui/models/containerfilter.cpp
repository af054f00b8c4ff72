// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerfilter.h"

#include "containermodel.h"

#include <algorithm>

namespace boxyard {

namespace {

bool isChanging(ContainerState state)
{
    switch (state) {
    case ContainerState::Starting:
    case ContainerState::Stopping:
    case ContainerState::Aborting:
    case ContainerState::Freezing:
        return true;
    default:
        return false;
    }
}

} // namespace

bool isOfKind(const ContainerRow &row, Kind kind)
{
    switch (kind) {
    case Kind::Running:
        return row.exists
            && (row.state() == ContainerState::Running || row.state() == ContainerState::Thawed);
    case Kind::Frozen:
        return row.exists && row.state() == ContainerState::Frozen;
    case Kind::Stopped:
        return row.exists && row.state() == ContainerState::Stopped && row.entry.container.problem.isEmpty();
    case Kind::Working:
        return row.work.has_value() || (row.exists && isChanging(row.state()));
    case Kind::Trouble:
        return !troubleText(row).isEmpty();
    case Kind::All:
        break;
    }
    return true;
}

ContainerFilter::ContainerFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(ContainerModel::SortRole);
    setDynamicSortFilter(true);
    // That of the C locale compares bytes: it knows no numbers.
    if (m_collator.locale().language() == QLocale::C)
        m_collator.setLocale(QLocale(QLocale::English));
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void ContainerFilter::setSearch(const QString &text)
{
    QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = std::move(words);
    invalidateRowsFilter();
}

void ContainerFilter::setKind(Kind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    invalidateRowsFilter();
}

bool ContainerFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (const auto *model = qobject_cast<const ContainerModel *>(sourceModel());
        model != nullptr && !isOfKind(model->row(row), m_kind))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(ContainerModel::SearchRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool ContainerFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant one = left.data(ContainerModel::SortRole);
    const QVariant other = right.data(ContainerModel::SortRole);
    const bool texts = one.typeId() == QMetaType::QString;
    if (texts ? one.toString() != other.toString() : one != other) {
        if (texts)
            return m_collator.compare(one.toString(), other.toString()) < 0;
        return one.toLongLong() < other.toLongLong();
    }
    // Equal ones stay in the order of their names, so that a refresh does not shuffle them.
    const auto name = [](const QModelIndex &index) {
        return index.siblingAtColumn(ContainerModel::Name).data().toString();
    };
    return m_collator.compare(name(left), name(right)) < 0;
}

} // namespace boxyard
