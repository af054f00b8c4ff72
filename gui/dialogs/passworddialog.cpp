// SPDX-License-Identifier: GPL-2.0-or-later

#include "passworddialog.h"

#include "manualwindow.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

PasswordDialog::PasswordDialog(const QString &message, const QStringList &users, const QString &user,
                               QWidget *parent)
    : VerbDialog(parent)
    , m_message(message)
    , m_users(new QComboBox(this))
    , m_password(new QLineEdit(this))
    , m_hint(newHint())
{
    setHeading(u"lock"_s, tr("Password needed"));
    setVerb(tr("Authenticate"));
    addManualKey(this, u"rights"_s);
    auto *reason = new QLabel(message, this);
    reason->setObjectName(u"reason"_s);
    reason->setTextFormat(Qt::PlainText);
    reason->setWordWrap(true);
    body()->addWidget(reason);
    auto *form = addForm();
    m_users->setObjectName(u"users"_s);
    m_users->setAccessibleName(tr("Administrator"));
    m_users->addItems(users);
    m_users->setCurrentText(user);
    m_users->setEnabled(users.size() > 1);
    form->addRow(tr("Ad&ministrator:"), m_users);
    m_password->setObjectName(u"password"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    QWidget *row = addField(form, tr("&Password:"), m_password, m_hint);
    m_label = qobject_cast<QLabel *>(form->labelForField(row));
    m_password->setAccessibleName(tr("Password"));
    connect(m_users, &QComboBox::textActivated, this, [this](const QString &chosen) {
        m_asked = false;
        m_password->clear();
        setHint(m_hint, {});
        check();
        Q_EMIT userChosen(chosen);
    });
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    m_password->setFocus();
}

void PasswordDialog::check()
{
    setSentence({}, m_asked);
    verbButton()->setAccessibleDescription(m_message);
    m_password->setReadOnly(!m_asked);
}

void PasswordDialog::ask(const QString &prompt, bool visible)
{
    // PAM's usual question is in English; another one (a code, a new password) is shown as it is.
    const bool usual = prompt.trimmed().startsWith("password"_L1, Qt::CaseInsensitive);
    m_label->setText(usual ? tr("&Password:") : QString(prompt.trimmed()).replace(u'&', u"&&"_s));
    m_password->setAccessibleName(usual ? tr("Password") : prompt.trimmed());
    m_password->setEchoMode(visible ? QLineEdit::Normal : QLineEdit::Password);
    m_asked = true;
    check();
    m_password->setFocus();
}

void PasswordDialog::showWrong()
{
    m_asked = false;
    m_password->clear();
    setHint(m_hint, tr("That password is not right. Try again."), Tone::Bad);
    check();
}

void PasswordDialog::tell(const QString &text)
{
    setHint(m_hint, text.trimmed(), Tone::Warning);
}

void PasswordDialog::finish()
{
    m_finished = true;
    m_password->clear();
    close();
}

void PasswordDialog::accept()
{
    if (!m_asked)
        return;
    m_asked = false;
    const QString text = m_password->text();
    m_password->clear();
    setHint(m_hint, tr("Checking…"));
    check();
    Q_EMIT answered(text);
}

void PasswordDialog::reject()
{
    if (!m_finished) {
        m_finished = true;
        m_password->clear();
        Q_EMIT dismissed();
    }
    QDialog::reject();
}

} // namespace boxyard
