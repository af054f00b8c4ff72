// SPDX-License-Identifier: GPL-2.0-or-later

#include "askpassword.h"

#include "backend/polkit/passwordagent.h"
#include "backend/polkit/passwordrequest.h"
#include "dialogs/passworddialog.h"

namespace boxyard {

namespace {

void show(PasswordRequest &request, QWidget &window)
{
    auto *dialog = new PasswordDialog(request.message(), request.users(), request.user(), &window);
    QObject::connect(&request, &PasswordRequest::asked, dialog, &PasswordDialog::ask);
    QObject::connect(&request, &PasswordRequest::told, dialog, &PasswordDialog::tell);
    QObject::connect(&request, &PasswordRequest::wrong, dialog, &PasswordDialog::showWrong);
    QObject::connect(&request, &PasswordRequest::ended, dialog, &PasswordDialog::finish);
    QObject::connect(dialog, &PasswordDialog::answered, &request, &PasswordRequest::answer);
    QObject::connect(dialog, &PasswordDialog::userChosen, &request, &PasswordRequest::chooseUser);
    QObject::connect(dialog, &PasswordDialog::dismissed, &request, &PasswordRequest::dismiss);
    dialog->open();
    request.begin();
}

} // namespace

void askPasswords(PasswordAgent &agent, QWidget &window)
{
    QObject::connect(&agent, &PasswordAgent::requested, &window,
                     [&window](PasswordRequest *request) { show(*request, window); });
}

} // namespace boxyard
