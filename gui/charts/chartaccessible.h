// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace boxyard {

class ChartWidget;

/// Screen readers find in each ChartWidget a chart with its title, what is to be seen in it, and the values
/// at its cursor. Does its work once.
void teachChartsToSpeak();
/// Says that the values at the cursor, or what is to be seen, are others now.
void chartSpeaks(ChartWidget *chart);

} // namespace boxyard
