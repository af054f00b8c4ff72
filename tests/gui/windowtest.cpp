// SPDX-License-Identifier: GPL-2.0-or-later

#include "windowtest.h"

#include "gui/widgets/actionbutton.h"

#include <QToolButton>

namespace boxyard {

using guitest::ref;

void WindowTest::end()
{
    m_window.reset();
    m_engine.reset();
}

void WindowTest::open()
{
    m_window = std::make_unique<MainWindow>(*m_engine);
    m_window->show();
    QVERIFY(guitest::isActive(m_window.get()));
}

void WindowTest::select(const QStringList &names)
{
    QList<ContainerRef> refs;
    for (const QString &name : names)
        refs.append(ref(name));
    m_window->containers().select(refs);
    QCOMPARE(m_window->containers().actions().selection().size(), names.size());
}

void WindowTest::click(const QString &text)
{
    QAbstractButton *found = guitest::button(m_window.get(), text);
    QVERIFY2(found != nullptr, qPrintable(text));
    QVERIFY2(found->isEnabled(), qPrintable(text));
    QTest::mouseClick(found, Qt::LeftButton);
}

QAbstractButton *WindowTest::actionButton(Wish wish) const
{
    const QAction *action = m_window->containers().actions().of(wish);
    const auto buttons = m_window->findChildren<QAbstractButton *>();
    for (QAbstractButton *candidate : buttons) {
        const auto *tool = qobject_cast<QToolButton *>(candidate);
        const auto *push = qobject_cast<ActionButton *>(candidate);
        if (candidate->isVisible()
            && ((tool != nullptr && tool->defaultAction() == action)
                || (push != nullptr && push->action() == action)))
            return candidate;
    }
    return nullptr;
}

Banner *WindowTest::message(const QString &title) const
{
    const auto banners = m_window->findChildren<Banner *>();
    for (Banner *banner : banners) {
        if (banner->isVisible() && banner->title() == title)
            return banner;
    }
    return nullptr;
}

ContainerState WindowTest::state(const QString &name) const
{
    const ContainerEntry *entry = m_engine->find(ref(name));
    return entry == nullptr ? ContainerState::Unknown : entry->container.state;
}

} // namespace boxyard
