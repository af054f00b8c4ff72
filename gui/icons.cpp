// SPDX-License-Identifier: GPL-2.0-or-later

#include "icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

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

    QString iconName() override { return m_name; }

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
        renderer.render(&painter);
        if (m_locked)
            paintLock(painter, drawn.size());
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(drawn.rect(), color);
        painter.end();
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    /// A small lock at the lower right, with a gap around it that keeps it apart from the drawing.
    static void paintLock(QPainter &painter, const QSize &size)
    {
        const qreal unit = std::min(size.width(), size.height()) / 16.0;
        const QPointF corner(size.width() / 2.0 + 8 * unit, size.height() / 2.0 + 8 * unit);
        const auto place = [&](qreal x, qreal y, qreal width, qreal height) {
            return QRectF(corner.x() + x * unit, corner.y() + y * unit, width * unit, height * unit);
        };
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setCompositionMode(QPainter::CompositionMode_Clear);
        painter.setBrush(Qt::black);
        painter.drawRoundedRect(place(-6.4, -7.4, 7, 8), 1.5 * unit, 1.5 * unit);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
        painter.drawRoundedRect(place(-5.5, -3.7, 5.5, 3.9), 0.8 * unit, 0.8 * unit);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Qt::black, 1.1 * unit));
        painter.drawArc(place(-4.35, -6.2, 3.2, 4.6), 0, 180 * 16);
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
