// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

class QString;
class QToolButton;
class QWidget;

namespace boxyard {

/// A button of an icon alone, as the terminal's bars have them: its tip is its accessible name, too.
[[nodiscard]] QToolButton *flatButton(QWidget *parent, const QString &objectName, const QString &tip);

} // namespace boxyard
