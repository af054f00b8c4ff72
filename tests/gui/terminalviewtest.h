// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/terminal/terminalview.h"
#include "otherside.h"

#include <QApplication>
#include <QClipboard>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTest>

#include <memory>

namespace boxyard {

/// What the tests of the terminal's widget have in common: one that is shown, and the other side of its
/// pseudo terminal.
class TerminalViewTest : public QObject
{
protected:
    static constexpr auto CtrlShift = Qt::ControlModifier | Qt::ShiftModifier;

    static QString screenText(const TerminalView &view, int line)
    {
        const TerminalScreen &screen = view.screenModel();
        return screen.text(screen.scrollback() + line, 0, screen.columns());
    }

    [[nodiscard]] QPoint at(int column, int row) const { return m_view->cellRect({column, row}).center(); }

    void begin()
    {
        QGuiApplication::clipboard()->clear();
        m_view = std::make_unique<TerminalView>();
        m_other = std::make_unique<guitest::OtherSide>();
        m_view->resize(800, 500);
        m_view->show();
        QApplication::setDoubleClickInterval(10000); // machines may be slow
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get(), static_cast<int>(test::Patience.count())));
        m_view->attach(m_other->master());
        QTRY_COMPARE(m_other->size(), m_view->fittingSize());
    }

    void mouse(QEvent::Type type, const QPoint &point, Qt::MouseButton button = Qt::LeftButton,
               Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, point, m_view->viewport()->mapToGlobal(QPointF(point)),
                          isMove ? Qt::NoButton : button,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : button, modifiers);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }

    std::unique_ptr<guitest::OtherSide> m_other;
    std::unique_ptr<TerminalView> m_view;
};

} // namespace boxyard
