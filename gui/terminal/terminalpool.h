// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalcell.h"

#include <QHash>
#include <QString>

#include <span>

namespace boxyard {

/// What does not fit into a cell: characters of several code points, and the targets of links. Both are
/// bounded, whatever a program prints.
class TerminalPool
{
public:
    static constexpr std::size_t MostClusters = 16384;
    static constexpr std::size_t MostLinks = 4096;
    static constexpr qsizetype LongestLink = 2048; ///< bytes

    /// What stands for these code points in a cell; the first of them alone where the pool is full.
    [[nodiscard]] char32_t characterOf(std::span<const quint32> codePoints);
    /// What stands for this target in a cell; 0 where it is too long, empty, or the pool is full.
    [[nodiscard]] quint16 linkOf(const QByteArray &target);

    /// Adds the text of a cell: nothing for an empty one.
    void appendText(QString &text, char32_t character) const;
    [[nodiscard]] QString textOf(char32_t character) const;
    [[nodiscard]] QString target(quint16 link) const;

    /// Whether something was refused since the last collection.
    [[nodiscard]] bool isFull() const { return m_refused; }

    /// Forgets what no cell holds any more: begin, then `keep` every cell (which may get another number),
    /// then end.
    void beginCollection();
    void keep(TerminalCell &cell);
    void endCollection();
    /// The pen's link, under its new number.
    [[nodiscard]] quint16 keepLink(quint16 link);

private:
    std::vector<QString> m_clusters;
    QHash<QString, char32_t> m_clusterNumbers;
    std::vector<QByteArray> m_links;
    QHash<QByteArray, quint16> m_linkNumbers;
    bool m_refused = false;
    std::vector<QString> m_oldClusters; ///< during a collection
    std::vector<QByteArray> m_oldLinks;
};

} // namespace boxyard
