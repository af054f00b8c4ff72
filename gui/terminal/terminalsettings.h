// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalscreen.h"

#include <QFont>

class QSettings;

namespace boxyard {

/// How terminals look and behave: a person's choice, kept by QSettings in the group "terminal".
struct TerminalSettings {
    enum class Scheme { Theme, Light, Dark, Black };
    enum class Bell { None, Visual, Audible };

    QString family; ///< of the font; empty: the desktop's fixed one
    double pointSize = 0; ///< 0: the desktop's
    Scheme scheme = Scheme::Theme;
    bool keepsReadable = true; ///< text that can hardly be told from its ground gets more or less light
    TerminalScreen::Shape cursor = TerminalScreen::Shape::Block;
    bool cursorBlinks = true;
    Bell bell = Bell::Visual;
    int scrollback = 10000; ///< lines
    bool warnsOfLines = true; ///< before several lines are pasted into what would run each of them
    bool letsProgramsCopy = false; ///< OSC 52

    static constexpr int MostScrollback = 200'000;

    [[nodiscard]] static TerminalSettings load(QSettings &settings);
    void save(QSettings &settings) const;
    [[nodiscard]] QFont font() const;

    bool operator==(const TerminalSettings &) const = default;
};

} // namespace boxyard
