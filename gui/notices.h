// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "models/mending.h"

#include <QPointer>
#include <QWidget>

class QPushButton;

namespace boxyard {

class Banner;

/// Tells of failed tasks, without stopping anybody: what failed, why, what to do, the log, and where there is
/// one, the button that mends it. Of several the latest is told, with how many there are.
class FailureNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit FailureNotice(Engine &engine, QWidget *parent = nullptr);

    /// Tells of something that is not a task, but was wanted: a shell that did not open.
    void tell(const QString &title, const Error &error, Wish wish, const ContainerRef &ref);

    /// Whether a container's failure is in sight already: then it is not told a second time.
    void setIsShown(std::function<bool(const ContainerRef &)> isShown) { m_isShown = std::move(isShown); }

    [[nodiscard]] Banner *banner() const { return m_banner; }

Q_SIGNALS:
    void detailsWanted(const boxyard::Task *task);
    void mendWanted(boxyard::Wish wish, const boxyard::ContainerRef &ref);

private:
    void follow(Task *task);
    void add(Task *task);
    void show(const QString &title, const Error &error);
    void offer(const std::optional<Mending> &help, const ContainerRef &ref);

    Banner *m_banner;
    QPushButton *m_details;
    QPushButton *m_mend;
    std::function<bool(const ContainerRef &)> m_isShown;
    QPointer<Task> m_task;
    Wish m_wish = Wish::Stop;
    ContainerRef m_ref; ///< what m_wish is for
    int m_count = 0; ///< failures since the last time the message was closed
};

/// Tells how the connection stands, and of what is missing on the machine, with the button that helps. Where
/// there is no list to look at, its page tells it instead.
class LinkNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit LinkNotice(Engine &engine, QWidget *parent = nullptr);

    /// Whether it is told elsewhere; then nothing is shown here.
    void setTold(bool told);

    [[nodiscard]] Banner *banner() const { return m_banner; }

private:
    void update();

    Engine &m_engine;
    bool m_told = false;
    Banner *m_banner;
    QPushButton *m_again;
    QPushButton *m_copy;
    QString m_command; ///< what m_copy copies
};

} // namespace boxyard
