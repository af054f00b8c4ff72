// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "result.h"

#include <QSet>
#include <QVariantMap>

namespace boxyard {

/// Reads an `a{sv}` once, strictly: each key is asked for with its exact type, and finish() refuses what
/// nobody asked for.
class WireReader
{
public:
    explicit WireReader(const QVariantMap &map);

    /// The value of `key`, or `fallback` where it is absent. A value of another type makes finish() fail.
    template <typename T>
    [[nodiscard]] T take(const QString &key, T fallback = {})
    {
        m_known.insert(key);
        const auto found = m_map.constFind(key);
        if (found == m_map.constEnd())
            return fallback;
        if (found->metaType() != QMetaType::fromType<T>()) {
            fail(key);
            return fallback;
        }
        return found->template value<T>();
    }

    /// A text without control characters, of at most `longest` characters.
    [[nodiscard]] QString takeText(const QString &key, qsizetype longest, const QString &fallback = {});
    /// A number within bounds, both included.
    [[nodiscard]] uint takeNumber(const QString &key, uint least, uint most, uint fallback);
    /// One of the words; its index. An absent key gives `fallback`.
    [[nodiscard]] qsizetype takeWord(const QString &key, const QStringList &words, qsizetype fallback);
    /// A map of texts (a{ss} inside the variant), at most `most` entries, keys and values without control
    /// characters.
    [[nodiscard]] QMap<QString, QString> takeTexts(const QString &key, qsizetype most, qsizetype longest);

    /// InvalidArgument with the first key that was wrong or unknown.
    [[nodiscard]] Status finish() const;

private:
    void fail(const QString &key, const QString &why = {});

    const QVariantMap &m_map;
    QSet<QString> m_known;
    Error m_error;
    bool m_failed = false;
};

} // namespace boxyard
