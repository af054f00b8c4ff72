// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QList>

#include <functional>

namespace boxyard {

/// What a merge tells its model. Each pair brackets the change of the list, as QAbstractItemModel wants it.
template <typename Row>
struct MergeSteps {
    std::function<void(qsizetype first, qsizetype last)> beginRemove;
    std::function<void()> endRemove;
    std::function<void(qsizetype first, qsizetype last)> beginInsert;
    std::function<void()> endInsert;
    std::function<void(qsizetype row, const Row &before)> changed; ///< after the list has the new value
};

/// Makes `rows` hold what `fresh` holds, by key: rows stay where they are, vanished ones go, new ones come
/// last. Nothing is told of a row that did not change.
template <typename Row, typename Key>
void mergeRows(QList<Row> &rows, const QList<Row> &fresh, Key key, const MergeSteps<Row> &steps)
{
    QHash<std::decay_t<std::invoke_result_t<Key, const Row &>>, qsizetype> wanted;
    wanted.reserve(fresh.size());
    for (qsizetype i = 0; i < fresh.size(); ++i)
        wanted.insert(std::invoke(key, fresh.at(i)), i);

    for (qsizetype last = rows.size() - 1; last >= 0; --last) {
        if (wanted.contains(std::invoke(key, rows.at(last))))
            continue;
        qsizetype first = last;
        while (first > 0 && !wanted.contains(std::invoke(key, rows.at(first - 1))))
            --first;
        steps.beginRemove(first, last);
        rows.remove(first, last - first + 1);
        steps.endRemove();
        last = first;
    }
    for (qsizetype row = 0; row < rows.size(); ++row) {
        const Row &now = fresh.at(wanted.take(std::invoke(key, rows.at(row))));
        if (rows.at(row) == now)
            continue;
        const Row before = std::exchange(rows[row], now);
        steps.changed(row, before);
    }
    if (wanted.isEmpty())
        return;
    steps.beginInsert(rows.size(), rows.size() + wanted.size() - 1);
    for (const Row &row : fresh) {
        if (wanted.remove(std::invoke(key, row)))
            rows.append(row);
    }
    steps.endInsert();
}

} // namespace boxyard
