// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QLocale>
#include <QString>

namespace boxyard {

/// Loads the texts, Qt's own included, for a language ("zh_CN", "en"); empty: for the environment's
/// (LANGUAGE, LC_ALL, LC_MESSAGES, LANG). Numbers and dates follow a language that was asked for by name.
/// English is always there beneath. Can be called again.
void loadTranslations(const QString &language);
/// Languages that the program speaks.
[[nodiscard]] QStringList knownLanguages();

} // namespace boxyard
