// SPDX-License-Identifier: GPL-2.0-or-later

#include "tones.h"

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

/// WCAG 2.1, "relative luminance".
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor seed(Tone tone, const QPalette &palette)
{
    switch (tone) {
    case Tone::Good:
        return QColor::fromHslF(0.39F, 0.62F, 0.40F);
    case Tone::Cold:
        return QColor::fromHslF(0.55F, 0.70F, 0.45F);
    case Tone::Busy:
        return QColor::fromHslF(0.60F, 0.65F, 0.50F);
    case Tone::Warning:
        return QColor::fromHslF(0.10F, 0.85F, 0.45F);
    case Tone::Bad:
        return QColor::fromHslF(0.00F, 0.68F, 0.50F);
    case Tone::Faint:
        return blend(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.64);
    case Tone::Neutral:
        break;
    }
    return palette.color(QPalette::Text);
}

} // namespace

double contrastRatio(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor readableOn(const QColor &background, QColor color, double ratio)
{
    const float step = luminance(background) > 0.18 ? -0.02F : 0.02F;
    float hue = 0;
    float saturation = 0;
    float lightness = 0;
    color.getHslF(&hue, &saturation, &lightness);
    while (contrastRatio(background, color) < ratio) {
        lightness += step;
        if (lightness < 0 || lightness > 1)
            return step < 0 ? QColor(Qt::black) : QColor(Qt::white);
        color = QColor::fromHslF(std::max(hue, 0.0F), saturation, lightness);
    }
    return color;
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const QColor color = seed(tone, palette);
    return tone == Tone::Neutral ? color : readableOn(palette.color(QPalette::Base), color);
}

QColor blend(const QColor &over, const QColor &under, double part)
{
    const auto mix = [part](float a, float b) { return static_cast<float>(a * part + b * (1 - part)); };
    return QColor::fromRgbF(mix(over.redF(), under.redF()), mix(over.greenF(), under.greenF()),
                            mix(over.blueF(), under.blueF()));
}

Tone stateTone(ContainerState state)
{
    switch (state) {
    case ContainerState::Running:
    case ContainerState::Thawed:
        return Tone::Good;
    case ContainerState::Frozen:
        return Tone::Cold;
    case ContainerState::Starting:
    case ContainerState::Stopping:
    case ContainerState::Freezing:
        return Tone::Busy;
    case ContainerState::Aborting:
    case ContainerState::NotResponding:
        return Tone::Warning;
    case ContainerState::Stopped:
    case ContainerState::Unknown:
        break;
    }
    return Tone::Neutral;
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Base)) < luminance(palette.color(QPalette::Text));
}

} // namespace boxyard
