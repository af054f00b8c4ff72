// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace boxyard {

/// Shows the containers that hold every word of the search text in their name, state, address or container
/// path, and sorts "web10" behind "web9".
class ContainerFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ContainerFilter(QObject *parent = nullptr);

    void setSearch(const QString &text);

    [[nodiscard]] bool isSearching() const { return !m_words.isEmpty(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
    QCollator m_collator;
};

} // namespace boxyard
