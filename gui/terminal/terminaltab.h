// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QHash>
#include <QWidget>

class QStackedLayout;

namespace boxyard {

class Banner;
class EmptyPage;
class TerminalView;

/// The shells of the containers: each container's stays open while another one's page is shown.
class TerminalTab final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalTab(Engine &engine, QWidget *parent = nullptr);

    void setContainer(const ContainerRef &ref);
    /// Opens a shell in the shown container, unless it has one.
    void openShell();

    /// The shown container's terminal, or nullptr.
    [[nodiscard]] TerminalView *view() const { return m_views.value(m_ref); }

Q_SIGNALS:
    void failed(const boxyard::ContainerRef &ref, const boxyard::Error &error);

private:
    void opened(const ContainerRef &ref, const Result<int> &descriptor);
    void ended(const ContainerRef &ref);
    void update();

    Engine &m_engine;
    ContainerRef m_ref;
    QHash<ContainerRef, TerminalView *> m_views;
    QSet<ContainerRef> m_opening;
    QSet<ContainerRef> m_ended; ///< their view still shows the last words
    QStackedLayout *m_stack;
    EmptyPage *m_empty;
    Banner *m_over;
};

} // namespace boxyard
