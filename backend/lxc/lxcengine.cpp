// SPDX-License-Identifier: GPL-2.0-or-later

#include "lxcengine.h"

#include "addressbook.h"
#include "backend/metrics/addresses.h"
#include "helpercalls.h"
#include "helperlink.h"
#include "helpersession.h"
#include "localmetrics.h"
#include "taskbook.h"

#include <algorithm>
#include <utility>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// While changes rain, lists are at least this far apart (ms), or twice as long as one takes.
constexpr qint64 LeastPause = 20;
constexpr qint64 MostPause = 1000;
/// What Info tells changes seldom: it is asked this long (ms) after a change.
constexpr int InfoDelay = 1000;
/// After (ms) a helper that is there could not answer a read: too much to do, or a worker that crashed.
constexpr int RetryDelay = 1000;
/// How long (ms) a task may stay open without a helper that knows of it.
constexpr int GiveUpAfter = 15'000;

HelperLink::Options linkOptions(const LxcEngine::Options &options)
{
    switch (options.bus) {
    case LxcEngine::Bus::System:
        return {HelperLink::Bus::System, {}};
    case LxcEngine::Bus::Session:
        return {HelperLink::Bus::Session, {}};
    case LxcEngine::Bus::Address:
        break;
    }
    return {HelperLink::Bus::Address, options.address};
}

/// Whether trying again by itself is of no use: only a person, or another helper, changes that.
bool needsSomebody(ErrorCode code)
{
    return code == ErrorCode::NotAuthorized || code == ErrorCode::Dismissed
        || code == ErrorCode::HelperTooOld;
}

/// Whether a read failed because there is no way to the helper, and not for a reason of its own.
bool endsSession(ErrorCode code)
{
    return needsSomebody(code) || code == ErrorCode::NotSubscribed || code == ErrorCode::HelperLost
        || code == ErrorCode::HelperMissing;
}

} // namespace

LxcEngine::LxcEngine(QObject *parent)
    : LxcEngine(Options(), parent)
{
}

LxcEngine::LxcEngine(const Options &options, QObject *parent)
    : Engine(parent)
    , m_link(new HelperLink(linkOptions(options), this))
    , m_calls(new HelperCalls(this))
    , m_book(new TaskBook(this))
    , m_addresses(new AddressBook([](uint initPid) { return addressesOf(initPid); }, this))
    , m_metrics(new LocalMetrics(this))
{
    registerWireTypes();
    m_listTimer.setSingleShot(true);
    connect(&m_listTimer, &QTimer::timeout, this, [this] { wantList(true); });
    m_infoTimer.setSingleShot(true);
    connect(&m_infoTimer, &QTimer::timeout, this, &LxcEngine::askInfo);
    m_giveUpTimer.setSingleShot(true);
    m_giveUpTimer.setInterval(GiveUpAfter);
    connect(&m_giveUpTimer, &QTimer::timeout, m_book, &TaskBook::giveUp);
    connect(m_addresses, &AddressBook::changed, this, &LxcEngine::publish);
    connect(m_metrics, &Metrics::seenChanged, this, [this] { m_addresses->setSeen(m_metrics->isSeen()); });
    connectLink();
    connectBook();
    QMetaObject::invokeMethod(m_link, &HelperLink::seek, Qt::QueuedConnection);
}

LxcEngine::~LxcEngine()
{
    // Before the link: proxies and open calls hold its connection.
    delete m_session;
    delete m_calls;
}

void LxcEngine::connectLink()
{
    connect(m_link, &HelperLink::up, this, &LxcEngine::openSession);
    connect(m_link, &HelperLink::down, this, &LxcEngine::onLinkDown);
    connect(m_link, &HelperLink::failed, this, &LxcEngine::onLinkFailed);
    connect(m_link, &HelperLink::authorityChanged, this, &LxcEngine::onAuthorityChanged);
}

void LxcEngine::connectBook()
{
    connect(m_book, &TaskBook::added, this, &LxcEngine::taskAdded);
    connect(m_book, &TaskBook::cancelWanted, this, [this](quint64 job) { askCancel(job, u"Cancel"_s); });
    connect(m_book, &TaskBook::cancelSeriesWanted, this,
            [this](quint64 job) { askCancel(job, u"CancelSeries"_s); });
    connect(m_book, &TaskBook::logWanted, this, &LxcEngine::askLog);
    connect(m_book, &TaskBook::listWanted, this, &LxcEngine::askJobs);
    connect(m_book, &TaskBook::ending, this, [this](Task *task, bool well, const Error &error) {
        onEnding(task, well ? Status() : refuse(error));
    });
}

Capabilities LxcEngine::capabilities() const
{
    if (m_host.lxcVersion.isEmpty())
        return {};
    Capabilities can = Capability::Clone | Capability::Power | Capability::Freeze | Capability::Rename
        | Capability::Delete | Capability::Shell | Capability::Figures;
    can.setFlag(Capability::Create, !m_host.templates.isEmpty());
    return can;
}

Metrics *LxcEngine::metrics() const
{
    return m_metrics;
}

const QList<Task *> &LxcEngine::tasks() const
{
    return m_book->tasks();
}

void LxcEngine::setLink(Link state, const Error &error)
{
    if (state == Link::Ready)
        m_giveUpTimer.stop();
    else if (!m_giveUpTimer.isActive())
        m_giveUpTimer.start();
    if (m_state == state && m_error == error)
        return;
    m_state = state;
    m_error = error;
    Q_EMIT linkChanged();
}

void LxcEngine::onLinkDown(const Error &error)
{
    // The first words to the next helper are nobody's wish: no dialog for them.
    m_interactive = false;
    closeSession();
    if (!m_link->bus().isConnected())
        m_calls->failAll();
    setLink(Link::Lost, error);
}

void LxcEngine::onLinkFailed(const Error &error)
{
    m_interactive = false;
    if (m_link->isHeld())
        m_book->giveUp();
    setLink(Link::Lost, error);
}

void LxcEngine::onAuthorityChanged()
{
    if (m_state == Link::Ready)
        m_infoTimer.start(InfoDelay); // the helper looks at the subscription now: this tells what came of it
    else if (m_link->isHeld())
        m_link->seek();
}

void LxcEngine::openSession()
{
    closeSession();
    m_session = new HelperSession(m_link->bus(), m_link->owner(), this);
    connect(m_session, &HelperSession::changed, this, [this] {
        wantList(false);
        if (!m_infoTimer.isActive())
            m_infoTimer.start(InfoDelay);
    });
    connect(m_session, &HelperSession::progress, m_book, &TaskBook::onProgress);
    connect(m_session, &HelperSession::logLine, m_book, &TaskBook::onLogLine);
    connect(m_session, &HelperSession::finished, m_book, &TaskBook::onFinished);
    const auto interaction = std::exchange(m_interactive, false) ? Interaction::Allowed : Interaction::None;
    m_session->subscribe(interaction, [this](const Status &status) { onSubscribed(status); });
}

void LxcEngine::onSubscribed(const Status &status)
{
    if (!status) {
        onSessionFailed(status.error());
        return;
    }
    m_answers = Subscribed;
    askInfo();
    askList();
    askJobs();
}

void LxcEngine::closeSession()
{
    if (!m_session)
        return;
    std::exchange(m_session, nullptr)->close();
    m_answers = NoAnswer;
    m_listing = false;
    m_listAgain = false;
    m_listTimer.stop();
    m_infoTimer.stop();
    m_book->helperLost();
    finishEndings(m_listNumber + 1);
}

void LxcEngine::onSessionFailed(Error error)
{
    closeSession();
    if (error.code == ErrorCode::HelperTooOld && !m_host.version.isEmpty())
        error.detail = m_host.version;
    if (needsSomebody(error.code)) {
        m_link->hold();
        m_book->giveUp();
    } else {
        m_link->seekLater();
    }
    setLink(Link::Lost, error);
}

void LxcEngine::note(Answer answer)
{
    m_answers |= answer;
    if (m_answers != AllCame)
        return;
    publish();
    setLink(Link::Ready, {});
}

void LxcEngine::refresh()
{
    if (m_answers == AllCame) {
        askInfo();
        wantList(true);
        askJobs();
    } else if (m_state == Link::Lost) {
        m_interactive = true;
        m_link->seek();
    }
}

void LxcEngine::askInfo()
{
    if (!m_session)
        return;
    m_session->info([this](const Result<HostInfo> &answer) {
        if (!answer && endsSession(answer.error().code)) {
            onSessionFailed(answer.error());
            return;
        }
        if (answer)
            m_host = *answer;
        else
            m_infoTimer.start(RetryDelay); // without it the containers can be shown all the same
        note(InfoCame);
    });
}

void LxcEngine::askJobs()
{
    if (!m_session || m_answers == NoAnswer) {
        if (!m_giveUpTimer.isActive())
            m_giveUpTimer.start();
        return;
    }
    m_session->jobs([this](const Result<JobInfoList> &answer) {
        if (!answer && endsSession(answer.error().code)) {
            onSessionFailed(answer.error());
            return;
        }
        if (!answer) {
            QTimer::singleShot(RetryDelay, m_session, [this] { askJobs(); });
            return;
        }
        m_book->listed(*answer);
        note(JobsCame);
    });
}

void LxcEngine::askLog(quint64 job)
{
    if (!m_session)
        return;
    m_session->log(job, [this, job](const Result<QStringList> &answer) {
        m_book->logged(job, answer ? *answer : QStringList());
    });
}

void LxcEngine::wantList(bool atOnce)
{
    if (!m_session || m_answers == NoAnswer)
        return;
    if (m_listing) {
        m_listAgain = true;
        return;
    }
    const auto wait = m_sinceList.isValid() ? m_listPause - m_sinceList.elapsed() : 0;
    if (atOnce || wait <= 0)
        askList();
    else if (!m_listTimer.isActive())
        m_listTimer.start(static_cast<int>(wait));
}

void LxcEngine::askList()
{
    m_listTimer.stop();
    m_listing = true;
    m_listAgain = false;
    const auto number = ++m_listNumber;
    m_sinceList.start();
    m_session->list([this, number](const Result<ContainerList> &answer) { onListed(number, answer); });
}

void LxcEngine::onListed(quint64 number, const Result<ContainerList> &answer)
{
    if (!answer && endsSession(answer.error().code)) {
        onSessionFailed(answer.error());
        return;
    }
    m_listing = false;
    if (!answer) {
        finishEndings(number); // their outcome is known; when they can be seen is not
        m_listTimer.start(RetryDelay);
        return;
    }
    m_listPause = std::clamp(2 * m_sinceList.elapsed(), LeastPause, MostPause);
    m_sinceList.start();
    m_containers = *answer;
    m_addresses->follow(m_containers);
    note(ListCame);
    finishEndings(number);
    if (m_listAgain)
        wantList(!m_endings.isEmpty());
}

void LxcEngine::publish()
{
    if (m_answers != AllCame)
        return;
    Snapshot fresh{m_host, {}};
    fresh.containers.reserve(m_containers.size());
    for (const auto &container : std::as_const(m_containers))
        fresh.containers.append({container, m_addresses->of(container)});
    if (fresh == m_snapshot)
        return;
    m_snapshot = std::move(fresh);
    m_metrics->follow(m_snapshot);
    Q_EMIT changed();
}

void LxcEngine::onEnding(Task *task, const Status &outcome)
{
    if (m_answers != AllCame) {
        task->finish(outcome);
        return;
    }
    // A list that is under way may have been answered before the job ended.
    m_endings.append({task, outcome, m_listNumber + 1});
    wantList(true);
}

void LxcEngine::finishEndings(quint64 upTo)
{
    const auto endings = std::exchange(m_endings, {});
    for (const auto &ending : endings) {
        if (ending.list > upTo)
            m_endings.append(ending);
    }
    for (const auto &ending : endings) {
        if (ending.list <= upTo)
            ending.task->finish(ending.outcome);
    }
}

} // namespace boxyard
