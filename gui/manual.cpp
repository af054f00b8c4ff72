// SPDX-License-Identifier: GPL-2.0-or-later

#include "manual.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QTabWidget>
#include <QVariant>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr const char *TopicProperty = "manualTopic";

} // namespace

QString manualPageIn(const QString &folder, const QString &topic)
{
    const QString full = QLocale().name();
    for (const QString &language : {full, full.section(u'_', 0, 0), u"en"_s}) {
        for (const QString &ending : {u".md"_s, u".html"_s}) {
            const QString beginning = folder + u'/' + language + u'/';
            const QString first = beginning + u"index"_s + ending;
            if (!QFileInfo(first).isFile())
                continue;
            const QString page = beginning + topic + ending;
            return !topic.isEmpty() && QFileInfo(page).isFile() ? page : first;
        }
    }
    return {};
}

void setManualTopic(QWidget *part, const QString &topic)
{
    part->setProperty(TopicProperty, topic);
}

QString manualTopic(const QWidget *place)
{
    for (const QWidget *part = place; part != nullptr; part = part->parentWidget()) {
        const auto *tabs = qobject_cast<const QTabWidget *>(part);
        const QWidget *shown = tabs != nullptr ? tabs->currentWidget() : nullptr;
        for (const QWidget *about : {part, shown}) {
            const QVariant topic = about != nullptr ? about->property(TopicProperty) : QVariant();
            if (topic.isValid())
                return topic.toString();
        }
        if (part->isWindow())
            break;
    }
    return {};
}

QString manualPage(const QString &topic)
{
    // Beside the program first: it may have been moved to another prefix.
    const QString beside =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/../share/doc/boxyard/manual"_s);
    const QString page = manualPageIn(beside, topic);
    return page.isEmpty() ? manualPageIn(QStringLiteral(BOXYARD_MANUAL), topic) : page;
}

} // namespace boxyard
