// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalaccessible.h"

#include "terminalview.h"

#include <QAccessibleWidget>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Offsets count UTF-16 units of the visible text. Columns are taken as units: a wide character shifts what
/// is right of it by one, which a reader of lines does not hear.
class TerminalAccessible final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit TerminalAccessible(TerminalView *view)
        : QAccessibleWidget(view, QAccessible::Terminal)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    void selection(int, int *from, int *to) const override { *from = *to = 0; }

    [[nodiscard]] int selectionCount() const override { return 0; }

    void addSelection(int, int) override { }

    void removeSelection(int) override { }

    void setSelection(int, int, int) override { }

    [[nodiscard]] int cursorPosition() const override
    {
        const TerminalScreen &screen = view().screenModel();
        const int row = screen.cursor().y() + screen.scrollback() - view().topLine();
        const QStringList lines = visibleText(view()).split(u'\n');
        if (row < 0 || row >= lines.size())
            return static_cast<int>(lines.join(u'\n').size());
        qsizetype offset = 0;
        for (int line = 0; line < row; ++line)
            offset += lines.at(line).size() + 1;
        return static_cast<int>(offset + std::min<qsizetype>(screen.cursor().x(), lines.at(row).size()));
    }

    void setCursorPosition(int) override { }

    [[nodiscard]] QString text(int from, int to) const override
    {
        return visibleText(view()).mid(from, to - from);
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? visibleText(view()) : QAccessibleWidget::text(kind);
    }

    [[nodiscard]] int characterCount() const override { return static_cast<int>(visibleText(view()).size()); }

    [[nodiscard]] QRect characterRect(int offset) const override
    {
        const QString before = visibleText(view()).left(offset);
        const auto row = static_cast<int>(before.count(u'\n'));
        const auto column = static_cast<int>(before.size() - before.lastIndexOf(u'\n') - 1);
        const QRect place = view().cellRect({column, row});
        return {view().viewport()->mapToGlobal(place.topLeft()), place.size()};
    }

    [[nodiscard]] int offsetAtPoint(const QPoint &point) const override
    {
        const QPoint cell = view().cellAt(view().viewport()->mapFromGlobal(point));
        const QStringList lines = visibleText(view()).split(u'\n');
        if (cell.y() < 0 || cell.y() >= lines.size() || cell.x() < 0 || cell.x() >= lines.at(cell.y()).size())
            return -1;
        qsizetype offset = cell.x();
        for (int line = 0; line < cell.y(); ++line)
            offset += lines.at(line).size() + 1;
        return static_cast<int>(offset);
    }

    void scrollToSubstring(int, int) override { }

    [[nodiscard]] QString attributes(int offset, int *from, int *to) const override
    {
        *from = offset;
        *to = characterCount();
        return {};
    }

private:
    [[nodiscard]] const TerminalView &view() const { return *static_cast<TerminalView *>(widget()); }
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<TerminalView *>(object);
    return view == nullptr ? nullptr : new TerminalAccessible(view);
}

} // namespace

void installTerminalAccessible()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

QString visibleText(const TerminalView &view)
{
    const TerminalScreen &screen = view.screenModel();
    QString text;
    for (int row = 0; row < screen.rows(); ++row) {
        if (row > 0)
            text += u'\n';
        if (const int line = view.topLine() + row; line < screen.lineCount())
            text += screen.text(line, 0, screen.columns());
    }
    return text;
}

} // namespace boxyard
