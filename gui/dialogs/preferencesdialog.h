// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/preferences.h"
#include "headeddialog.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QTabWidget;

namespace boxyard {

class TerminalSettingsWidget;

/// Edits the preferences; they are in force when it is accepted.
class PreferencesDialog final : public HeadedDialog
{
    Q_OBJECT

public:
    enum class Page { General, Charts, Terminal, Notifications };

    explicit PreferencesDialog(Preferences &preferences, QWidget *parent = nullptr);

    void showPage(Page page);
    [[nodiscard]] PreferenceValues values() const;
    void accept() override;

private:
    // One page each; another area is one more of these, and its part of PreferenceValues.
    void addGeneral();
    void addFigures();
    void addTerminal();
    void addDesktop();
    QFormLayout *addPage(const QString &icon, const QString &title);
    void addChecks(QFormLayout *form, const QString &label, const QList<QCheckBox *> &checks);
    void display(const PreferenceValues &values);

    Preferences &m_preferences;
    QTabWidget *m_tabs;
    QComboBox *m_language;
    QComboBox *m_store;
    QCheckBox *m_confirmKill;
    QCheckBox *m_confirmSeveral;
    QComboBox *m_sampling;
    QComboBox *m_history;
    TerminalSettingsWidget *m_terminal;
    QCheckBox *m_notifications;
    QCheckBox *m_tray;
};

} // namespace boxyard
