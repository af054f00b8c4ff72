// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/fake/fakeengine.h"

#include <QPointer>
#include <QTest>
#include <QTranslator>
#include <QWidget>

class QAbstractButton;

namespace boxyard {

/// For QCOMPARE's messages.
inline char *toString(const ContainerRef &ref)
{
    return qstrdup(qPrintable(ref.location + u'/' + ref.name));
}

} // namespace boxyard

namespace boxyard::guitest {

/// A container of the usual container path.
[[nodiscard]] ContainerRef ref(const QString &name);
/// The wish for a container with every default.
[[nodiscard]] CreateSpec newOne(const QString &name);
/// Puts healthy containers into an engine.
void put(FakeEngine &engine, const QStringList &names, ContainerState state = ContainerState::Stopped);
/// Puts a stopped overlay clone of another container into an engine.
void putOverlay(FakeEngine &engine, const QString &name, const QString &base);
/// The outcome of a wire check as one word: "ok", or the error's.
[[nodiscard]] QString word(const Status &status);

/// The only visible child of a type; nullptr where there is none, or more than one.
template <typename Widget>
[[nodiscard]] Widget *visible(const QWidget *parent, const QString &name = {})
{
    Widget *found = nullptr;
    const auto all = parent->findChildren<Widget *>(name);
    for (Widget *widget : all) {
        if (!widget->isVisible())
            continue;
        if (found != nullptr)
            return nullptr;
        found = widget;
    }
    return found;
}

/// The visible button with this text ("&" aside), or nullptr.
[[nodiscard]] QAbstractButton *button(const QWidget *parent, const QString &text);
/// Whether the window gets the keyboard; waited for.
[[nodiscard]] bool isActive(QWidget *window);
/// Whether the window is on the screen; waited for.
[[nodiscard]] bool isExposed(QWidget *window);
/// The dialog that is open over a window, waited for; nullptr where none comes.
[[nodiscard]] QWidget *dialogOf(const QWidget *window);

/// The same for a dialog of a type.
template <typename Dialog>
[[nodiscard]] Dialog *dialogOf(const QWidget *window)
{
    return qobject_cast<Dialog *>(dialogOf(window));
}

/// Every text that a person can read in a widget, one a line.
[[nodiscard]] QString texts(const QWidget *widget);

/// A widget that a person can reach with the keyboard or the mouse, and that has no name for a screen reader.
[[nodiscard]] QStringList nameless(const QWidget *window);

/// A widget that can be used and has no role for a screen reader, or no way to it without a mouse: neither by
/// Tab, nor by a key of its own.
[[nodiscard]] QStringList unreachable(QWidget *window);

/// Texts half as long again as the English ones, as some languages have them.
class LongWords final : public QTranslator
{
public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }

    [[nodiscard]] QString translate(const char *context, const char *source, const char *disambiguation,
                                    int n) const override;
};

/// Settings of this process alone, in a folder that goes away; call before the first window.
void isolateSettings();

} // namespace boxyard::guitest
