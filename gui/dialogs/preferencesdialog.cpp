// SPDX-License-Identifier: GPL-2.0-or-later

#include "preferencesdialog.h"

#include "gui/icons.h"
#include "gui/languages.h"
#include "gui/terminal/terminalsettingswidget.h"
#include "gui/widgets/plaintabs.h"
#include "gui/words.h"
#include "hints.h"
#include "manualwindow.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSystemTrayIcon>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Chooses the entry with this value; one that was set by hand elsewhere is added.
void choose(QComboBox *box, const QVariant &value, const QString &text = {})
{
    int index = box->findData(value);
    if (index < 0 && !text.isEmpty()) {
        box->addItem(text, value);
        index = box->count() - 1;
    }
    box->setCurrentIndex(std::max(index, 0));
}

QComboBox *newBox(QWidget *parent, const QString &name, const QString &label)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(label);
    return box;
}

QCheckBox *newCheck(QWidget *parent, const QString &name, const QString &text)
{
    auto *check = new QCheckBox(text, parent);
    check->setObjectName(name);
    return check;
}

} // namespace

PreferencesDialog::PreferencesDialog(Preferences &preferences, QWidget *parent)
    : HeadedDialog(parent)
    , m_preferences(preferences)
    , m_tabs(new PlainTabs(this))
    , m_language(newBox(this, u"language"_s, tr("Language")))
    , m_store(newBox(this, u"store"_s, tr("Storage of new containers")))
    , m_confirmKill(newCheck(this, u"confirmKill"_s, tr("a container is killed")))
    , m_confirmSeveral(newCheck(this, u"confirmSeveral"_s, tr("several containers are stopped at once")))
    , m_sampling(newBox(this, u"sampling"_s, tr("Update interval")))
    , m_history(newBox(this, u"history"_s, tr("Length of the history")))
    , m_terminal(new TerminalSettingsWidget(this))
    , m_notifications(newCheck(this, u"notifications"_s,
                               tr("Notify me of what ends while the window is in the background")))
    , m_tray(newCheck(this, u"tray"_s, tr("Show a tray icon")))
{
    setHeading(u"preferences"_s, tr("Preferences"));
    m_tabs->setObjectName(u"preferenceTabs"_s);
    m_tabs->setAccessibleName(tr("Kinds of preferences"));
    addManualKey(this, u"preferences"_s);
    addGeneral();
    addFigures();
    addTerminal();
    addDesktop();
    display(preferences.values());

    auto *reset = buttons()->addButton(tr("Defaults"), QDialogButtonBox::ResetRole);
    buttons()->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    buttons()->addButton(tr("OK"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(reset, &QPushButton::clicked, this, [this] { display(PreferenceValues()); });
    body()->addWidget(m_tabs, 1);
    // No widget's own minimum, which would take the place of what its texts need.
    body()->addStrut(fontMetrics().averageCharWidth() * 84);
}

void PreferencesDialog::showPage(Page page)
{
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

QFormLayout *PreferencesDialog::addPage(const QString &icon, const QString &title)
{
    auto *page = new QWidget(m_tabs);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(10, 16, 10, 8);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignRight);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_tabs->addTab(page, symbolicIcon(icon), title);
    return form;
}

void PreferencesDialog::addChecks(QFormLayout *form, const QString &label, const QList<QCheckBox *> &checks)
{
    for (QCheckBox *check : checks) {
        form->addRow(check == checks.first() ? label : QString(), check);
        if (!label.isEmpty())
            check->setAccessibleName(label + u' ' + check->text());
    }
}

void PreferencesDialog::addGeneral()
{
    QFormLayout *form = addPage(u"preferences"_s, tr("General"));
    m_language->addItem(tr("System default"), QString());
    for (const QString &code : knownLanguages()) {
        // In its own words, for whoever can't read the present one.
        const QLocale locale(code);
        QString name = locale.nativeLanguageName();
        name[0] = name.at(0).toUpper();
        m_language->addItem(name, code);
    }
    addField(form, tr("&Language:"), m_language,
             newHintLabel(this, tr("A change takes effect the next time Boxyard starts.")));
    m_store->addItem(tr("Automatic"), static_cast<int>(Store::Auto));
    m_store->addItem(Words::store(u"dir"_s), static_cast<int>(Store::Directory));
    m_store->addItem(Words::store(u"btrfs"_s), static_cast<int>(Store::Btrfs));
    addField(form, tr("&Storage of new containers:"), m_store,
             newHintLabel(this, tr("It can be changed for each new container.")));
    addChecks(form, tr("Ask before:"), {m_confirmKill, m_confirmSeveral});
    form->addRow(QString(), newHintLabel(this, tr("Deleting always asks.")));
}

void PreferencesDialog::addFigures()
{
    QFormLayout *form = addPage(u"charts"_s, tr("Charts"));
    m_sampling->addItem(tr("Every second"), 1000);
    for (const int seconds : {2, 5, 10})
        m_sampling->addItem(tr("Every %n second(s)", nullptr, seconds), seconds * 1000);
    addField(form, tr("&Update CPU, memory and traffic:"), m_sampling,
             newHintLabel(this, tr("Less often while the window is hidden.")));
    for (const int minutes : {10, 60, 240})
        m_history->addItem(minutes < 120 ? tr("%n minute(s)", nullptr, minutes)
                                         : tr("%n hour(s)", nullptr, minutes / 60),
                           minutes);
    addField(form, tr("&Keep the history for:"), m_history,
             newHintLabel(this, tr("In memory; nothing is written to disk.")));
}

void PreferencesDialog::addTerminal()
{
    QFormLayout *form = addPage(u"shell"_s, tr("Terminal"));
    form->addRow(m_terminal);
}

void PreferencesDialog::addDesktop()
{
    QFormLayout *form = addPage(u"bell"_s, tr("Notifications"));
    form->addRow(hinted(
        m_notifications,
        newHintLabel(this, tr("Tasks that are done or failed, and containers that ended by themselves."))));
    const bool possible = QSystemTrayIcon::isSystemTrayAvailable();
    m_tray->setEnabled(possible);
    form->addRow(hinted(
        m_tray,
        newHintLabel(
            this,
            possible ? tr("Closing the window then leaves Boxyard in the tray; “Quit” in the menu ends it.")
                     : tr("This desktop has no system tray."))));
}

void PreferencesDialog::display(const PreferenceValues &values)
{
    choose(m_language, values.language);
    choose(m_store, static_cast<int>(values.store));
    m_confirmKill->setChecked(values.confirmKill);
    m_confirmSeveral->setChecked(values.confirmSeveral);
    const auto interval = static_cast<int>(values.samplingInterval.count());
    choose(m_sampling, interval, Words::duration(interval));
    const auto history = static_cast<int>(values.history.count());
    choose(m_history, history, Words::duration(history * qint64(60'000)));
    m_terminal->setSettings(values.terminal);
    m_notifications->setChecked(values.notifications);
    m_tray->setChecked(values.tray);
}

PreferenceValues PreferencesDialog::values() const
{
    PreferenceValues values;
    values.language = m_language->currentData().toString();
    values.store = static_cast<Store>(m_store->currentData().toInt());
    values.confirmKill = m_confirmKill->isChecked();
    values.confirmSeveral = m_confirmSeveral->isChecked();
    values.samplingInterval = std::chrono::milliseconds(m_sampling->currentData().toInt());
    values.history = std::chrono::minutes(m_history->currentData().toInt());
    values.terminal = m_terminal->settings();
    values.notifications = m_notifications->isChecked();
    values.tray = m_tray->isChecked();
    return values;
}

void PreferencesDialog::accept()
{
    m_preferences.setValues(values());
    QDialog::accept();
}

} // namespace boxyard
