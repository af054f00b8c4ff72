// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalsettings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFontComboBox;
class QSpinBox;

namespace boxyard {

/// A form for TerminalSettings: a page of the preferences.
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
    QCheckBox *m_readable;
    QComboBox *m_cursor;
    QCheckBox *m_blinks;
    QComboBox *m_bell;
    QSpinBox *m_scrollback;
    QCheckBox *m_warns;
    QCheckBox *m_copies;
};

} // namespace boxyard
