// SPDX-License-Identifier: GPL-2.0-or-later

#include "manual.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace boxyard {

using namespace Qt::StringLiterals;

QString manualPageIn(const QString &folder)
{
    const QString full = QLocale().name();
    for (const QString &language : {full, full.section(u'_', 0, 0), u"en"_s}) {
        for (const QString &page : {u"index.md"_s, u"index.html"_s}) {
            const QString path = folder + u'/' + language + u'/' + page;
            if (QFileInfo(path).isFile())
                return path;
        }
    }
    return {};
}

QString manualPage()
{
    // Beside the program first: it may have been moved to another prefix.
    const QString beside =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../share/doc/boxyard/manual"_s);
    const QString page = manualPageIn(beside);
    return page.isEmpty() ? manualPageIn(QStringLiteral(BOXYARD_MANUAL)) : page;
}

} // namespace boxyard
