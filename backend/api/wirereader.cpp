// SPDX-License-Identifier: GPL-2.0-or-later

#include "wirereader.h"

#include "names.h"

#include <QDBusArgument>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

WireReader::WireReader(const QVariantMap &map)
    : m_map(map)
{
}

QString WireReader::takeText(const QString &key, qsizetype longest, const QString &fallback)
{
    auto text = take<QString>(key, fallback);
    if (text.size() > longest || hasControlCharacter(text))
        fail(key, u"too long, or with control characters"_s);
    return text;
}

uint WireReader::takeNumber(const QString &key, uint least, uint most, uint fallback)
{
    const auto number = take<uint>(key, fallback);
    if (number < least || number > most)
        fail(key, u"not between %1 and %2"_s.arg(least).arg(most));
    return std::clamp(number, least, most);
}

qsizetype WireReader::takeWord(const QString &key, const QStringList &words, qsizetype fallback)
{
    const auto word = take<QString>(key, words.at(fallback));
    const auto index = words.indexOf(word);
    if (index >= 0)
        return index;
    fail(key, u"not one of "_s + words.join(u", "));
    return fallback;
}

QMap<QString, QString> WireReader::takeTexts(const QString &key, qsizetype most, qsizetype longest)
{
    m_known.insert(key);
    const auto found = m_map.constFind(key);
    if (found == m_map.constEnd())
        return {};
    QMap<QString, QString> texts;
    if (found->metaType() == QMetaType::fromType<QMap<QString, QString>>()) {
        texts = found->value<QMap<QString, QString>>();
    } else {
        const auto argument = found->metaType() == QMetaType::fromType<QDBusArgument>()
            ? found->value<QDBusArgument>()
            : QDBusArgument();
        if (argument.currentSignature() != "a{ss}"_L1) {
            fail(key);
            return {};
        }
        argument >> texts;
    }
    const auto bad = [longest](const QString &text) {
        return text.size() > longest || hasControlCharacter(text);
    };
    if (texts.size() > most || std::any_of(texts.cbegin(), texts.cend(), bad)
        || std::any_of(texts.keyBegin(), texts.keyEnd(), bad))
        fail(key, u"too many or too long, or with control characters"_s);
    return texts;
}

void WireReader::fail(const QString &key, const QString &why)
{
    if (m_failed)
        return;
    m_failed = true;
    m_error = {ErrorCode::InvalidArgument, key, why.isEmpty() ? u"wrong type"_s : why};
}

Status WireReader::finish() const
{
    if (m_failed)
        return refuse(m_error);
    for (auto it = m_map.keyBegin(); it != m_map.keyEnd(); ++it) {
        if (!m_known.contains(*it))
            return refuse(ErrorCode::InvalidArgument, it->left(64), u"unknown option"_s);
    }
    return {};
}

} // namespace boxyard
