// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalsettings.h"

#include <QDialog>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFontComboBox;
class QSpinBox;

namespace boxyard {

/// A form for TerminalSettings, for the preferences and for a dialog of its own.
class TerminalSettingsWidget final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalSettingsWidget(QWidget *parent = nullptr);

    void setSettings(const TerminalSettings &settings);
    [[nodiscard]] TerminalSettings settings() const;

Q_SIGNALS:
    void changed(); ///< by a person

private:
    void addFont();
    void addLooks();
    void addBehaviour();
    void follow();

    QCheckBox *m_own; ///< a font of one's own
    QFontComboBox *m_family;
    QDoubleSpinBox *m_size;
    QComboBox *m_scheme;
    QComboBox *m_cursor;
    QCheckBox *m_blinks;
    QComboBox *m_bell;
    QSpinBox *m_scrollback;
    QCheckBox *m_warns;
    QCheckBox *m_copies;
};

/// The same form as a window; what is changed holds at once.
class TerminalSettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit TerminalSettingsDialog(const TerminalSettings &settings, QWidget *parent = nullptr);

Q_SIGNALS:
    void changed(const boxyard::TerminalSettings &settings);
};

} // namespace boxyard
