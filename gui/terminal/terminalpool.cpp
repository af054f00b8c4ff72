// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalpool.h"

namespace boxyard {

namespace {

constexpr char32_t FirstCluster = TerminalCell::LastCharacter + 1;

} // namespace

char32_t TerminalPool::characterOf(std::span<const quint32> codePoints)
{
    if (codePoints.empty())
        return 0;
    const char32_t first = codePoints.front();
    if (codePoints.size() == 1)
        return first;
    QString text;
    for (const quint32 codePoint : codePoints) {
        const auto one = static_cast<char32_t>(codePoint);
        text += QString::fromUcs4(&one, 1);
    }
    const auto known = m_clusterNumbers.constFind(text);
    if (known != m_clusterNumbers.constEnd())
        return *known;
    if (m_clusters.size() >= MostClusters) {
        m_refused = true;
        return first;
    }
    const auto number = static_cast<char32_t>(FirstCluster + m_clusters.size());
    m_clusters.push_back(text);
    m_clusterNumbers.insert(text, number);
    return number;
}

quint16 TerminalPool::linkOf(const QByteArray &target)
{
    if (target.isEmpty() || target.size() > LongestLink)
        return 0;
    if (const quint16 known = m_linkNumbers.value(target); known != 0)
        return known;
    if (m_links.size() >= MostLinks) {
        m_refused = true;
        return 0;
    }
    m_links.push_back(target);
    const auto number = static_cast<quint16>(m_links.size());
    m_linkNumbers.insert(target, number);
    return number;
}

void TerminalPool::appendText(QString &text, char32_t character) const
{
    if (character == 0)
        return;
    if (character <= 0xffff)
        text += QChar(static_cast<char16_t>(character));
    else if (character <= TerminalCell::LastCharacter)
        text += QString::fromUcs4(&character, 1);
    else if (const std::size_t index = character - FirstCluster; index < m_clusters.size())
        text += m_clusters.at(index);
}

QString TerminalPool::textOf(char32_t character) const
{
    QString text;
    appendText(text, character);
    return text;
}

QString TerminalPool::target(quint16 link) const
{
    return link == 0 || link > m_links.size() ? QString() : QString::fromUtf8(m_links.at(link - 1U));
}

void TerminalPool::beginCollection()
{
    m_oldClusters = std::move(m_clusters);
    m_oldLinks = std::move(m_links);
    m_clusters.clear();
    m_links.clear();
    m_clusterNumbers.clear();
    m_linkNumbers.clear();
}

void TerminalPool::keep(TerminalCell &cell)
{
    cell.link = keepLink(cell.link);
    if (cell.character < FirstCluster)
        return;
    const QString &text = m_oldClusters.at(cell.character - FirstCluster);
    auto known = m_clusterNumbers.find(text);
    if (known == m_clusterNumbers.end()) {
        known = m_clusterNumbers.insert(text, static_cast<char32_t>(FirstCluster + m_clusters.size()));
        m_clusters.push_back(text);
    }
    cell.character = *known;
}

quint16 TerminalPool::keepLink(quint16 link)
{
    return link == 0 ? 0 : linkOf(m_oldLinks.at(link - 1U));
}

void TerminalPool::endCollection()
{
    m_oldClusters.clear();
    m_oldLinks.clear();
    m_refused = false;
}

} // namespace boxyard
