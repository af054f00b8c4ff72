// SPDX-License-Identifier: GPL-2.0-or-later

#include "icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QtMath>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QLatin1StringView LockedSuffix("-locked");

/// Of an icon's height: a lock beside it, and the gaps before and behind that.
constexpr qreal LockWidth = 12.0 / 16;
constexpr qreal LockGap = 2.5 / 16;

class SymbolicIconEngine final : public QIconEngine
{
public:
    SymbolicIconEngine(QString name, Tone tone, bool locked)
        : m_name(std::move(name))
        , m_tone(tone)
        , m_locked(locked)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap drawn = render((QSizeF(rect.size()) * ratio).toSize(), color(mode));
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), drawn);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(size, color(mode));
    }

    [[nodiscard]] QIconEngine *clone() const override
    {
        return new SymbolicIconEngine(m_name, m_tone, m_locked);
    }

    [[nodiscard]] QString key() const override { return u"boxyard-symbolic"_s; }

    QString iconName() override { return m_locked ? m_name + LockedSuffix : m_name; }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Selected:
            return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active:
            break;
        }
        return m_tone == Tone::Neutral ? palette.color(QPalette::ButtonText) : toneColor(m_tone, palette);
    }

    [[nodiscard]] QPixmap render(const QSize &size, const QColor &color) const
    {
        const QString key = u"boxyard/%1/%2x%3/%4/%5"_s.arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(color.rgba())
                                .arg(m_locked);
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn))
            return drawn;
        drawn = QPixmap(size);
        drawn.fill(Qt::transparent);
        QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(m_name));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&drawn);
        painter.setRenderHint(QPainter::Antialiasing);
        if (m_locked)
            paintLocked(painter, renderer, QSizeF(drawn.size()));
        else
            renderer.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(drawn.rect(), color);
        painter.end();
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    /// Neither covers the other: at this size one could not tell what either is.
    static void paintLocked(QPainter &painter, QSvgRenderer &renderer, const QSizeF &size)
    {
        const bool beside = size.width() > size.height() * 1.3;
        const qreal unit = std::min(size.width(), size.height()) / 16;
        const qreal side = (beside ? 16 : 11) * unit;
        renderer.render(&painter, QRectF(0, beside ? (size.height() - side) / 2 : 0, side, side));
        const qreal gap = beside ? 16 * unit : 0;
        paintLock(painter, QPointF(size.width() - LockGap * gap, size.height() - LockGap * gap), unit);
    }

    /// A small lock, by its lower right corner.
    static void paintLock(QPainter &painter, const QPointF &corner, qreal unit)
    {
        const auto place = [&](qreal x, qreal y, qreal width, qreal height) {
            return QRectF(corner.x() + x * unit, corner.y() + y * unit, width * unit, height * unit);
        };
        painter.setPen(Qt::NoPen);
        painter.setBrush(Qt::black);
        painter.drawRoundedRect(place(-7, -5, 7, 5), 0.9 * unit, 0.9 * unit);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Qt::black, 1.2 * unit));
        painter.drawArc(place(-5.4, -8.3, 3.8, 6), 0, 180 * 16);
    }

    QString m_name;
    Tone m_tone;
    bool m_locked;
};

} // namespace

QIcon symbolicIcon(const QString &name, Tone tone)
{
    return QIcon(new SymbolicIconEngine(name, tone, false));
}

QIcon lockedIcon(const QString &name)
{
    return QIcon(new SymbolicIconEngine(name, Tone::Neutral, true));
}

QSize iconSize(const QIcon &icon, int side)
{
    return icon.name().endsWith(LockedSuffix) ? QSize(side + qCeil(side * LockWidth), side)
                                              : QSize(side, side);
}

QString stateIconName(ContainerState state)
{
    switch (state) {
    case ContainerState::Running:
    case ContainerState::Thawed:
        return u"state-running"_s;
    case ContainerState::Frozen:
        return u"state-frozen"_s;
    case ContainerState::Starting:
    case ContainerState::Stopping:
    case ContainerState::Aborting:
    case ContainerState::Freezing:
        return u"state-changing"_s;
    case ContainerState::NotResponding:
        return u"state-silent"_s;
    case ContainerState::Unknown:
        return u"state-unknown"_s;
    case ContainerState::Stopped:
        break;
    }
    return u"state-stopped"_s;
}

QIcon stateIcon(ContainerState state)
{
    return symbolicIcon(stateIconName(state), stateTone(state));
}

QIcon applicationIcon()
{
    return QIcon(u":/icons/org.boxyard.Boxyard.svg"_s);
}

} // namespace boxyard
