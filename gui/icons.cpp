// SPDX-License-Identifier: GPL-2.0-or-later

#include "icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

class SymbolicIconEngine final : public QIconEngine
{
public:
    SymbolicIconEngine(QString name, Tone tone)
        : m_name(std::move(name))
        , m_tone(tone)
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

    [[nodiscard]] QIconEngine *clone() const override { return new SymbolicIconEngine(m_name, m_tone); }

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
        const QString key =
            u"boxyard/%1/%2x%3/%4"_s.arg(m_name).arg(size.width()).arg(size.height()).arg(color.rgba());
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn))
            return drawn;
        drawn = QPixmap(size);
        drawn.fill(Qt::transparent);
        QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(m_name));
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&drawn);
        renderer.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(drawn.rect(), color);
        painter.end();
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

QIcon symbolicIcon(const QString &name, Tone tone)
{
    return QIcon(new SymbolicIconEngine(name, tone));
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
