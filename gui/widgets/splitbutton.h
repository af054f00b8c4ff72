// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QToolButton>

namespace boxyard {

/// A tool button that does its action, and beside it an arrow for a menu of more ways. Assistive technologies
/// can do both; Qt by itself
/// tells them of the menu only.
class SplitButton final : public QToolButton
{
    Q_OBJECT

public:
    /// The button deletes the menu.
    SplitButton(QMenu *ways, QWidget *parent);
};

} // namespace boxyard
