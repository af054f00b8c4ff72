// SPDX-License-Identifier: GPL-2.0-or-later

#include "aboutdialog.h"

#include "gui/icons.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>

namespace boxyard {

using namespace Qt::StringLiterals;

AboutDialog::AboutDialog(Engine &engine, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Boxyard"));
    const HostInfo &host = engine.snapshot().host;
    const auto orUnknown = [](const QString &version) { return version.isEmpty() ? tr("unknown") : version; };

    auto *icon = new QLabel(this);
    icon->setPixmap(applicationIcon().pixmap(QSize(96, 96), devicePixelRatioF()));
    auto *name = new QLabel(tr("Boxyard"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.7);
    large.setWeight(QFont::DemiBold);
    name->setFont(large);
    auto *text = new QLabel(tr("Linux containers on your desktop"), this);
    auto *versions = new QLabel(
        tr("Program %1 · system service %2 · LXC %3")
            .arg(QStringLiteral(BOXYARD_VERSION), orUnknown(host.version), orUnknown(host.lxcVersion)),
        this);
    versions->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *licence =
        new QLabel(tr("Free software under the GNU General Public License, version 2 or later."), this);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 26, 32, 18);
    layout->setSpacing(8);
    for (QLabel *label : {icon, name, text, versions, licence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(label == licence);
        layout->addWidget(label);
    }
    layout->addSpacing(8);
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
}

} // namespace boxyard
