// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "verbdialog.h"

class QCheckBox;

namespace boxyard {

/// A question about something that is easily done by mistake: a sentence and a verb. Enter cancels.
class ConfirmDialog final : public VerbDialog
{
    Q_OBJECT

public:
    ConfirmDialog(QWidget *parent, const QString &icon, const QString &question);

    void ask(const QString &sentence, const QString &verb, bool destructive);
    /// Shows lines of text that it is about, as they are, in a frame that can be scrolled.
    void quote(const QString &text, const QString &accessibleName, const QFont &font);
    /// Offers not to be asked again.
    QCheckBox *offerNever();
};

} // namespace boxyard
