// SPDX-License-Identifier: GPL-2.0-or-later

#include "guitest.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>

namespace boxyard::guitest {

using namespace Qt::StringLiterals;

ContainerRef ref(const QString &name)
{
    return {u"/var/lib/lxc"_s, name};
}

CreateSpec newOne(const QString &name)
{
    CreateSpec spec;
    spec.ref = ref(name);
    return spec;
}

void put(FakeEngine &engine, const QStringList &names, ContainerState state)
{
    for (const QString &name : names)
        engine.put(FakeEngine::entry(ref(name), state));
}

void putOverlay(FakeEngine &engine, const QString &name, const QString &base)
{
    ContainerEntry entry = FakeEngine::entry(ref(name));
    entry.container.store = u"overlay"_s;
    entry.container.rootfs = u"/var/lib/lxc/%1/rootfs:/var/lib/lxc/%2/overlay/delta"_s.arg(base, name);
    engine.put(entry);
}

QString word(const Status &status)
{
    return status ? u"ok"_s : errorWord(status.error().code);
}

QAbstractButton *button(const QWidget *parent, const QString &text)
{
    const auto all = parent->findChildren<QAbstractButton *>();
    for (QAbstractButton *candidate : all) {
        if (candidate->isVisible() && candidate->text().remove(u'&') == text)
            return candidate;
    }
    return nullptr;
}

bool isActive(QWidget *window)
{
    return QTest::qWaitForWindowActive(window, static_cast<int>(test::Patience.count()));
}

bool isExposed(QWidget *window)
{
    return QTest::qWaitForWindowExposed(window, static_cast<int>(test::Patience.count()));
}

QWidget *dialogOf(const QWidget *window)
{
    const auto open = [window]() -> QWidget * {
        const auto dialogs = window->findChildren<QDialog *>();
        for (QDialog *dialog : dialogs) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    };
    QWidget *dialog = nullptr;
    [[maybe_unused]] const bool came = test::comes([&] { return (dialog = open()) != nullptr; });
    return dialog;
}

QString texts(const QWidget *widget)
{
    QStringList all;
    const auto children = widget->findChildren<QWidget *>();
    for (const QWidget *child : children) {
        if (!child->isVisibleTo(widget))
            continue;
        if (const auto *label = qobject_cast<const QLabel *>(child))
            all += label->text();
        else if (const auto *pressed = qobject_cast<const QAbstractButton *>(child))
            all += pressed->text();
    }
    all.removeAll(QString());
    return all.join(u'\n');
}

namespace {

/// Parts of other widgets, which speak for them.
bool isPart(const QWidget *widget)
{
    if (widget->objectName().startsWith(u"qt_"))
        return true;
    const QWidget *parent = widget->parentWidget();
    const auto *area = qobject_cast<const QAbstractScrollArea *>(parent);
    return qobject_cast<const QComboBox *>(parent) != nullptr
        || qobject_cast<const QTabBar *>(parent) != nullptr || (area != nullptr && area->viewport() == widget)
        || (parent != nullptr && parent->inherits("QAbstractSpinBox"))
        || (qobject_cast<const QLineEdit *>(parent) != nullptr);
}

} // namespace

QStringList nameless(const QWidget *window)
{
    QStringList found;
    auto all = window->findChildren<QWidget *>();
    for (QWidget *widget : std::as_const(all)) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || isPart(widget))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (accessible == nullptr || accessible->text(QAccessible::Name).trimmed().isEmpty())
            found += u"%1 \"%2\" in %3"_s.arg(
                QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                QString::fromLatin1(widget->parentWidget()->metaObject()->className()));
    }
    return found;
}

namespace {

QString called(const QWidget *widget)
{
    return u"%1 \"%2\" in %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                                    widget->objectName(),
                                    QString::fromLatin1(widget->parentWidget()->metaObject()->className()));
}

bool isUsed(const QWidget *widget)
{
    if (qobject_cast<const QScrollBar *>(widget) != nullptr)
        return false; // what it scrolls has keys for that
    if (const auto *label = qobject_cast<const QLabel *>(widget);
        label != nullptr && !(label->textInteractionFlags() & Qt::LinksAccessibleByMouse))
        return false; // a text, which can be selected; screen readers read it
    return widget->focusPolicy() != Qt::NoFocus || qobject_cast<const QAbstractButton *>(widget) != nullptr
        || qobject_cast<const QAbstractSlider *>(widget) != nullptr;
}

bool hasRole(QWidget *widget)
{
    // Qt gives these none; their names and what is in them are read.
    if (qobject_cast<const QScrollArea *>(widget) != nullptr
        || qobject_cast<const QTabWidget *>(widget) != nullptr)
        return true;
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
    if (accessible == nullptr)
        return false;
    const auto role = accessible->role();
    return role != QAccessible::NoRole && role != QAccessible::Client && role != QAccessible::Window;
}

/// Its own key (the underlined letter of its text, too) or that of its action.
bool hasKey(const QWidget *widget)
{
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget);
        button != nullptr && !button->shortcut().isEmpty())
        return true;
    const auto *tool = qobject_cast<const QToolButton *>(widget);
    return tool != nullptr && tool->defaultAction() != nullptr
        && !tool->defaultAction()->shortcut().isEmpty();
}

bool isOnTheWayOfTab(const QWidget *widget, QWidget *window)
{
    if ((widget->focusPolicy() & Qt::TabFocus) == 0)
        return false;
    for (QWidget *next = window->nextInFocusChain(); next != window; next = next->nextInFocusChain()) {
        if (next == widget)
            return true;
    }
    return false;
}

} // namespace

QStringList unreachable(QWidget *window)
{
    QStringList found;
    const auto all = window->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if (!widget->isVisible() || widget->window() != window || !isUsed(widget) || isPart(widget))
            continue;
        if (!hasRole(widget))
            found += called(widget) + u" has no role"_s;
        // Of radio buttons Tab goes to the chosen one; the arrows go to the others.
        if (widget->isEnabled() && !hasKey(widget) && !isOnTheWayOfTab(widget, window))
            found += called(widget) + u" needs a mouse"_s;
    }
    return found;
}

QString LongWords::translate(const char *, const char *source, const char *, int) const
{
    static const QString vowels = QStringLiteral("aeiouAEIOU");
    QString text;
    for (const QChar c : QString::fromUtf8(source)) {
        text += c;
        if (vowels.contains(c))
            text += c.toLower();
    }
    return text;
}

void isolateSettings()
{
    static const QTemporaryDir folder;
    // Nor notifications on the desktop of whoever runs the tests.
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qputenv("XDG_RUNTIME_DIR", folder.path().toLocal8Bit());
    QCoreApplication::setOrganizationName(u"boxyard-tests"_s);
    QCoreApplication::setApplicationName(u"boxyard-tests"_s);
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
}

} // namespace boxyard::guitest
