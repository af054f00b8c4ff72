// SPDX-License-Identifier: GPL-2.0-or-later

#include "confirmdialog.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

ConfirmDialog::ConfirmDialog(QWidget *parent, const QString &icon, const QString &question)
    : VerbDialog(parent)
{
    setHeading(icon, question);
    setEnter(Enter::Cancel);
    setMinimumWidth(fontMetrics().averageCharWidth() * 56);
}

void ConfirmDialog::ask(const QString &sentence, const QString &verb, bool destructive)
{
    setSentence(sentence, true);
    setVerb(verb, destructive);
    cancelButton()->setFocus();
}

void ConfirmDialog::quote(const QString &text, const QString &accessibleName, const QFont &font)
{
    auto *lines = new QPlainTextEdit(this);
    lines->setObjectName(u"quoted"_s);
    lines->setAccessibleName(accessibleName);
    lines->setFont(font);
    lines->setReadOnly(true);
    lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    lines->setTabChangesFocus(true);
    lines->setPlainText(text);
    constexpr int mostShown = 8;
    const int shown = std::clamp(lines->blockCount(), 2, mostShown);
    lines->setFixedHeight(shown * lines->fontMetrics().lineSpacing() + 2 * lines->frameWidth() + 12);
    body()->addWidget(lines);
}

QCheckBox *ConfirmDialog::offerNever()
{
    auto *never = new QCheckBox(tr("Do not ask again"), this);
    never->setObjectName(u"never"_s);
    body()->addWidget(never);
    return never;
}

} // namespace boxyard
