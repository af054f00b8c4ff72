// SPDX-License-Identifier: GPL-2.0-or-later

#include "names.h"

#include <QList>

#include <algorithm>

namespace boxyard {

namespace {

constexpr qsizetype LongestName = 63;
constexpr qsizetype LongestLocation = 1024;

bool isAsciiLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

bool isContainerName(const QString &name)
{
    if (name.isEmpty() || name.size() > LongestName || !isAsciiLetterOrDigit(name.front()))
        return false;
    return std::all_of(name.cbegin(), name.cend(), [](QChar c) {
        return isAsciiLetterOrDigit(c) || c == u'_' || c == u'.' || c == u'-';
    });
}

bool isLocation(const QString &path)
{
    if (path.size() < 2 || path.size() > LongestLocation || !path.startsWith(u'/')
        || hasControlCharacter(path))
        return false;
    const auto parts = QStringView(path).mid(1).split(u'/');
    return std::all_of(parts.cbegin(), parts.cend(),
                       [](QStringView part) { return !part.isEmpty() && part != u"." && part != u".."; });
}

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        const auto category = c.category();
        return category == QChar::Other_Control || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph;
    });
}

} // namespace boxyard
