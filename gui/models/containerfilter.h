// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "containerrow.h"

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace boxyard {

/// Which containers are shown, by what they do.
enum class Kind { All, Running, Frozen, Stopped, Working, Trouble };

/// Whether a container is of a kind: that of the word in its column "State", so that what is counted is what
/// is seen. One can be of several: a stopped one whose start failed is in trouble, too. One that is on its
/// way from one state to another is at work.
[[nodiscard]] bool isOfKind(const ContainerRow &row, Kind kind);

/// Shows the containers of one kind that hold every word of the search text in their name, state, address or
/// container path, and sorts "web10" behind "web9".
class ContainerFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ContainerFilter(QObject *parent = nullptr);

    void setSearch(const QString &text);

    void setKind(Kind kind);

    [[nodiscard]] Kind kind() const { return m_kind; }

    /// Whether anything may be left out.
    [[nodiscard]] bool isSearching() const { return !m_words.isEmpty() || m_kind != Kind::All; }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
    Kind m_kind = Kind::All;
    QCollator m_collator;
};

} // namespace boxyard
