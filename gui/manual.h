// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace boxyard {

/// A page of the manual that was installed with the program, in the reader's language or else in English:
/// that of a topic (the name of its file, "clone"), or the first one where there is no such page or no topic
/// is asked for. Empty where there is no manual. Pages are Markdown or HTML: manual/LANGUAGE/index.md,
/// index.html.
[[nodiscard]] QString manualPage(const QString &topic = {});
/// The same below a folder.
[[nodiscard]] QString manualPageIn(const QString &folder, const QString &topic = {});

/// Says which page of the manual tells of a part of a window.
void setManualTopic(QWidget *part, const QString &topic);
/// The topic of the place where somebody is: that of the nearest part around it which has one. A row of tabs
/// is about the page that it shows. Empty where nothing has one.
[[nodiscard]] QString manualTopic(const QWidget *place);

} // namespace boxyard
