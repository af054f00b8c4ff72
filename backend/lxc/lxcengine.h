// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QElapsedTimer>
#include <QTimer>

namespace boxyard {

class AddressBook;
class HelperCalls;
class HelperLink;
class HelperSession;
class LocalMetrics;
class TaskBook;
struct HelperMethod;

/// The containers of this machine, through boxyard-helper. The only user of the generated D-Bus proxies.
///
/// It finds the helper again after that or the bus went away; what was under way then goes on where the new
/// helper still has the job, and fails with HelperLost where it has not. A task finishes only after the
/// snapshot shows what it did.
class LxcEngine final : public Engine
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LxcEngine)

public:
    /// System: root's containers. Session: the helper that runs as this user, for this user's own containers.
    /// Address: a bus at an address of its own, for tests.
    enum class Bus { System, Session, Address };

    struct Options {
        Bus bus = Bus::System;
        QString address; ///< for Bus::Address: "unix:path=…"
    };

    /// Begins to connect once the event loop runs.
    explicit LxcEngine(QObject *parent = nullptr);
    explicit LxcEngine(const Options &options, QObject *parent = nullptr);
    ~LxcEngine() override;

    [[nodiscard]] Capabilities capabilities() const override;

    [[nodiscard]] Link link() const override { return m_state; }

    [[nodiscard]] Error linkError() const override { return m_error; }

    [[nodiscard]] const Snapshot &snapshot() const override { return m_snapshot; }

    [[nodiscard]] const QList<Task *> &tasks() const override;

    [[nodiscard]] Metrics *metrics() const override;

    /// Where the link is Lost, this is also the wish to try again, with a password dialog if need be.
    void refresh() override;
    Task *create(const CreateSpec &spec) override;
    Task *clone(const CloneSpec &spec) override;
    QList<Task *> cloneSeries(const QList<CloneSpec> &specs) override;
    Task *start(const ContainerRef &ref) override;
    Task *stop(const StopSpec &spec) override;
    Task *restart(const StopSpec &spec) override;
    Task *freeze(const ContainerRef &ref) override;
    Task *unfreeze(const ContainerRef &ref) override;
    Task *rename(const RenameSpec &spec) override;
    Task *remove(const ContainerRef &ref) override;
    void openShell(const ShellSpec &spec, QObject *context, ShellDone done) override;
    void plan(const PlanSpec &spec, QObject *context, PlanDone done) override;
    void inspect(const ContainerRef &ref, QObject *context, InspectDone done) override;

private:
    /// A task whose outcome is known, and the list that will show it.
    struct Ending {
        Task *task;
        Status outcome;
        quint64 list;
    };

    /// What the present helper has answered.
    enum Answer { NoAnswer = 0, Subscribed = 1, InfoCame = 2, ListCame = 4, JobsCame = 8, AllCame = 15 };

    void connectLink();
    void connectBook();
    void openSession();
    void onSubscribed(const Status &status);
    void closeSession();
    void onLinkDown(const Error &error);
    void onLinkFailed(const Error &error);
    void onSessionFailed(Error error);
    void onAuthorityChanged();
    void setLink(Link state, const Error &error);
    void note(Answer answer);

    void askInfo();
    void askJobs();
    void askLog(quint64 job);
    void askCancel(quint64 job, const QString &method);
    void wantList(bool atOnce);
    void askList();
    void onListed(quint64 number, const Result<ContainerList> &answer);
    void publish();
    void onEnding(Task *task, const Status &outcome);
    void finishEndings(quint64 upTo);

    /// A clone of a series whose call has not gone out.
    struct Held {
        Task *task;
        CloneSpec spec;
    };

    /// Sends the first; the others follow once it is allowed, so that a person is asked for one password.
    void sendSeries(const QList<Held> &held);
    void sendClone(const Held &held, const std::function<void(const Status &)> &heard);
    /// Sends the call of a task. `heard` is told how it was answered.
    void send(Task *task, const HelperMethod &method, const QVariantList &arguments, const Status &valid,
              const std::function<void(const Status &)> &heard = {});
    Task *begin(Verb verb, const ContainerRef &target, const ContainerRef &result, const HelperMethod &method,
                const QVariantList &arguments, const Status &valid);

    HelperLink *m_link;
    HelperCalls *m_calls; ///< verbs: they outlive a session
    TaskBook *m_book;
    AddressBook *m_addresses;
    LocalMetrics *m_metrics;
    HelperSession *m_session = nullptr;
    Link m_state = Link::Connecting;
    Error m_error;
    Snapshot m_snapshot;
    HostInfo m_host;
    ContainerList m_containers;
    int m_answers = NoAnswer;
    bool m_interactive = true; ///< whether the next subscription may ask for a password
    bool m_listing = false;
    bool m_listAgain = false;
    quint64 m_listNumber = 0; ///< of the last list that was asked for
    QList<Ending> m_endings;
    QElapsedTimer m_sinceList;
    qint64 m_listPause = 0; ///< ms between two lists while changes rain
    QTimer m_listTimer;
    QTimer m_infoTimer;
    QTimer m_giveUpTimer;
};

} // namespace boxyard
