// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/create.h"
#include "terminal/terminalsettings.h"

#include <QObject>

#include <chrono>

namespace boxyard {

/// What a person has chosen. A value.
struct PreferenceValues {
    QString language; ///< one of knownLanguages(); empty: the system's. In force from the next start on
    bool confirmKill = true; ///< ask before the processes of a container are killed
    bool confirmSeveral = true; ///< ask before more than one container is stopped or restarted at once
    Store store = Store::Auto; ///< proposed for a new container
    std::chrono::milliseconds samplingInterval =
        std::chrono::seconds(1); ///< between two looks at the figures
    std::chrono::minutes history = std::chrono::hours(1); ///< how much of the figures is kept
    bool tray = false; ///< an icon in the panel; closing the window leaves the program there
    TerminalSettings terminal; ///< how terminals look and behave
    bool notifications = true; ///< for what ends while the window is not in front
    bool operator==(const PreferenceValues &) const = default;
};

/// The choices, kept by QSettings, and the news of their change. Made once, handed to whoever goes by them.
class Preferences final : public QObject
{
    Q_OBJECT

public:
    /// Reads what is kept; what is missing or makes no sense there has its default.
    explicit Preferences(QObject *parent = nullptr);

    [[nodiscard]] const PreferenceValues &values() const { return m_values; }

    /// Keeps them, and tells if they differ.
    void setValues(const PreferenceValues &values);

Q_SIGNALS:
    void changed();

private:
    PreferenceValues m_values;
};

} // namespace boxyard
