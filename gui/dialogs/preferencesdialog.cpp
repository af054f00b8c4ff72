// SPDX-License-Identifier: GPL-2.0-or-later

#include "preferencesdialog.h"

#include "gui/icons.h"
#include "gui/languages.h"
#include "gui/terminal/terminalsettingswidget.h"
#include "gui/widgets/plaintabs.h"
#include "gui/words.h"
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
    : QDialog(parent)
    , m_preferences(preferences)
    , m_tabs(new PlainTabs(this))
    , m_language(newBox(this, u"language"_s, tr("Language")))
    , m_store(newBox(this, u"store"_s, tr("Storage of new containers")))
    , m_confirmKill(newCheck(this, u"confirmKill"_s, tr("a container is killed")))
    , m_confirmSeveral(newCheck(this, u"confirmSeveral"_s, tr("several containers are stopped at once")))
    , m_sampling(newBox(this, u"sampling"_s, tr("How often the figures are read")))
    , m_history(newBox(this, u"history"_s, tr("How much of the figures is kept")))
    , m_terminal(new TerminalSettingsWidget(this))
    , m_notifications(
          newCheck(this, u"notifications"_s, tr("Tell of what ends while the window is not in front")))
    , m_tray(newCheck(this, u"tray"_s, tr("Show an icon in the panel")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Preferences"));
    m_tabs->setObjectName(u"preferenceTabs"_s);
    m_tabs->setAccessibleName(tr("Kinds of preferences"));
    addManualKey(this, u"preferences"_s);
    addGeneral();
    addFigures();
    addTerminal();
    addDesktop();
    display(preferences.values());

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("OK"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    auto *reset = buttons->addButton(tr("Defaults"), QDialogButtonBox::ResetRole);
    connect(reset, &QPushButton::clicked, this, [this] { display(PreferenceValues()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 12);
    layout->setSpacing(12);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(buttons);
    // No widget's own minimum, which would take the place of what its texts need.
    layout->addStrut(fontMetrics().averageCharWidth() * 84);
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

QLabel *PreferencesDialog::addHint(QFormLayout *form, const QString &text)
{
    auto *hint = new QLabel(text, this);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    QFont small = hint->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    hint->setFont(small);
    QPalette faint = palette();
    faint.setColor(QPalette::WindowText,
                   blend(faint.color(QPalette::WindowText), faint.color(QPalette::Window), 0.72));
    hint->setPalette(faint);
    form->addRow(QString(), hint);
    return hint;
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
    m_language->addItem(tr("The system's"), QString());
    for (const QString &code : knownLanguages()) {
        // In its own words, for whoever can't read the present one.
        const QLocale locale(code);
        QString name = locale.nativeLanguageName();
        name[0] = name.at(0).toUpper();
        m_language->addItem(name, code);
    }
    form->addRow(tr("&Language:"), m_language);
    addHint(form, tr("Another language is spoken from the next start on."));
    m_store->addItem(tr("Automatic"), static_cast<int>(Store::Auto));
    m_store->addItem(Words::store(u"dir"_s), static_cast<int>(Store::Directory));
    m_store->addItem(Words::store(u"btrfs"_s), static_cast<int>(Store::Btrfs));
    form->addRow(tr("&Storage of new containers:"), m_store);
    addHint(form, tr("Each container can still be given another one when it is made."));
    addChecks(form, tr("Ask before"), {m_confirmKill, m_confirmSeveral});
    addHint(form, tr("Deleting always asks."));
}

void PreferencesDialog::addFigures()
{
    QFormLayout *form = addPage(u"overview"_s, tr("Figures"));
    for (const int seconds : {1, 2, 5, 10})
        m_sampling->addItem(tr("Every %n second(s)", nullptr, seconds), seconds * 1000);
    form->addRow(tr("&Read CPU, memory and traffic:"), m_sampling);
    addHint(form, tr("While the window is hidden they are read less often."));
    for (const int minutes : {10, 60, 240})
        m_history->addItem(Words::duration(minutes * qint64(60'000)), minutes);
    form->addRow(tr("&Keep them for:"), m_history);
    addHint(form, tr("In memory; nothing is written to disk."));
}

void PreferencesDialog::addTerminal()
{
    QFormLayout *form = addPage(u"shell"_s, tr("Terminal"));
    form->addRow(m_terminal);
}

void PreferencesDialog::addDesktop()
{
    QFormLayout *form = addPage(u"bell"_s, tr("Notifications"));
    addChecks(form, QString(), {m_notifications});
    addHint(form, tr("A task that is done or failed, and a container that ended by itself."));
    addChecks(form, QString(), {m_tray});
    const bool possible = QSystemTrayIcon::isSystemTrayAvailable();
    m_tray->setEnabled(possible);
    addHint(form,
            possible ? tr("Closing the window then leaves Boxyard in the panel; “Quit” in the menu ends it.")
                     : tr("This desktop has no place for such icons."));
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
