// SPDX-License-Identifier: GPL-2.0-or-later

#include "preferences.h"

#include "languages.h"

#include <QSettings>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The words of the stores, as a settings file has them.
const QList<std::pair<QString, Store>> &storeWords()
{
    static const QList<std::pair<QString, Store>> words = {
        {u"auto"_s, Store::Auto}, {u"dir"_s, Store::Directory}, {u"btrfs"_s, Store::Btrfs}};
    return words;
}

PreferenceValues read()
{
    QSettings settings;
    PreferenceValues values;
    const auto flag = [&settings](const QString &key, bool fallback) {
        return settings.value(u"preferences/"_s + key, fallback).toBool();
    };
    values.language = settings.value(u"preferences/language"_s).toString();
    if (!knownLanguages().contains(values.language))
        values.language.clear();
    values.confirmKill = flag(u"confirmKill"_s, values.confirmKill);
    values.confirmSeveral = flag(u"confirmSeveral"_s, values.confirmSeveral);
    values.tray = flag(u"tray"_s, values.tray);
    values.notifications = flag(u"notifications"_s, values.notifications);
    const QString store = settings.value(u"preferences/store"_s).toString();
    for (const auto &[word, value] : storeWords()) {
        if (word == store)
            values.store = value;
    }
    bool ok = false;
    // Further apart, and the sampler would take the time between for an interruption.
    if (const int ms = settings.value(u"preferences/samplingInterval"_s).toInt(&ok); ok && ms > 0)
        values.samplingInterval = std::clamp(std::chrono::milliseconds(ms), 500ms, 10'000ms);
    if (const int minutes = settings.value(u"preferences/history"_s).toInt(&ok); ok && minutes > 0)
        values.history = std::clamp(std::chrono::minutes(minutes), 1min, 240min);
    values.terminal = TerminalSettings::load(settings);
    return values;
}

void write(const PreferenceValues &values)
{
    QSettings settings;
    const auto keep = [&settings](const QString &key, const QVariant &value) {
        settings.setValue(u"preferences/"_s + key, value);
    };
    keep(u"language"_s, values.language);
    keep(u"confirmKill"_s, values.confirmKill);
    keep(u"confirmSeveral"_s, values.confirmSeveral);
    keep(u"tray"_s, values.tray);
    keep(u"notifications"_s, values.notifications);
    keep(u"samplingInterval"_s, static_cast<int>(values.samplingInterval.count()));
    keep(u"history"_s, static_cast<int>(values.history.count()));
    for (const auto &[word, value] : storeWords()) {
        if (value == values.store)
            keep(u"store"_s, word);
    }
    values.terminal.save(settings);
}

} // namespace

Preferences::Preferences(QObject *parent)
    : QObject(parent)
    , m_values(read())
{
}

void Preferences::setValues(const PreferenceValues &values)
{
    if (values == m_values)
        return;
    m_values = values;
    write(values);
    Q_EMIT changed();
}

} // namespace boxyard
