// SPDX-License-Identifier: GPL-2.0-or-later

#include "verbdialog.h"

#include "gui/icons.h"
#include "gui/models/eligibility.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

VerbDialog::VerbDialog(QWidget *parent)
    : HeadedDialog(parent)
    , m_sentence(new QLabel(this))
    , m_cancel(buttons()->addButton(tr("Cancel"), QDialogButtonBox::RejectRole))
    , m_verb(buttons()->addButton(QString(), QDialogButtonBox::AcceptRole))
{
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumHeight(m_sentence->fontMetrics().lineSpacing());
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignBottom);
    foot()->addWidget(m_sentence);
    setEnter(Enter::Verb);
}

void VerbDialog::watchPermission(const Engine &engine, Action action)
{
    connect(&engine, &Engine::permissionsChanged, this,
            [this, &engine, action] { showPermission(engine.permission(action)); });
    showPermission(engine.permission(action));
}

void VerbDialog::showPermission(Permission permission)
{
    m_verb->setIcon(permission == Permission::Granted ? QIcon() : symbolicIcon(u"lock"_s));
    m_verb->setToolTip(permissionHint(permission));
}

QString VerbDialog::sentence() const
{
    return m_sentence->text();
}

void VerbDialog::setSentence(const QString &sentence, bool possible, Tone tone)
{
    QPalette colors = palette();
    if (tone != Tone::Neutral)
        colors.setColor(QPalette::WindowText,
                        readableOn(colors.color(QPalette::Window), toneColor(tone, colors)));
    m_sentence->setPalette(colors);
    m_sentence->setVisible(!sentence.isEmpty());
    if (m_sentence->text() != sentence) {
        m_sentence->setText(sentence);
        fit();
    }
    m_verb->setEnabled(possible);
    m_verb->setAccessibleDescription(sentence);
}

void VerbDialog::setVerb(const QString &verb, bool destructive)
{
    m_verb->setText(verb);
    if (destructive) {
        QPalette colors = palette();
        const QColor bad = readableOn(colors.color(QPalette::Button), toneColor(Tone::Bad, colors));
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            colors.setColor(group, QPalette::ButtonText, bad);
        m_verb->setPalette(colors);
    }
}

void VerbDialog::setEnter(Enter enter)
{
    m_verb->setAutoDefault(enter == Enter::Verb);
    m_cancel->setAutoDefault(enter == Enter::Cancel);
    (enter == Enter::Verb ? m_verb : m_cancel)->setDefault(true);
}

} // namespace boxyard
