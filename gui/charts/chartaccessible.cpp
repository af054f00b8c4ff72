// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartaccessible.h"

#include "chartwidget.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace boxyard {

namespace {

class AccessibleChart final : public QAccessibleWidget
{
public:
    explicit AccessibleChart(ChartWidget *chart)
        : QAccessibleWidget(chart, QAccessible::Chart)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const auto *chart = qobject_cast<const ChartWidget *>(object());
        switch (kind) {
        case QAccessible::Name:
            return chart->title();
        case QAccessible::Value:
            return chart->message().isEmpty() ? chart->spokenValues() : chart->message();
        case QAccessible::Description:
            // What a screen reader says when it changes: with a cursor, its values.
            if (!chart->message().isEmpty())
                return chart->message();
            return chart->cursor() >= 0 ? chart->spokenValues() : chart->summary();
        default:
            return QAccessibleWidget::text(kind);
        }
    }

    // The labels in it say nothing that it does not.
    [[nodiscard]] int childCount() const override { return 0; }

    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *chart = qobject_cast<ChartWidget *>(object);
    return chart == nullptr ? nullptr : new AccessibleChart(chart); // QAccessible's to delete
}

} // namespace

void teachChartsToSpeak()
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(once)
}

void chartSpeaks(ChartWidget *chart)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent value(chart, chart->spokenValues());
    QAccessible::updateAccessibility(&value);
    QAccessibleEvent description(chart, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&description);
}

} // namespace boxyard
