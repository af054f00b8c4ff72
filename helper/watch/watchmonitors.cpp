// SPDX-License-Identifier: GPL-2.0-or-later
// The half of Watch that follows sockets, monitors, inits and freezers.
#include "watch_p.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <poll.h>
#include <sys/inotify.h>

namespace boxyard {

using namespace std::chrono_literals;

namespace {

/// How long a monitor may take for an answer; a healthy one takes some 100 µs.
constexpr auto Patience = 2s;
/// A monitor answers only when its container runs: until then hooks may take their time.
constexpr auto StartPatience = 10s;
constexpr qsizetype MostQueries = 64; ///< at once; each is a descriptor for a moment
constexpr qsizetype MostLateQueries = 64; ///< kept waiting on their connection
constexpr auto FirstPause = 10ms;
constexpr auto LongestPause = 640ms;
constexpr int ProbesATime = 4;
constexpr auto SettleTime = 5ms;

} // namespace

WatchedContainer *Watch::Private::find(const ContainerRef &ref)
{
    const auto found = containers.find(ref);
    return found == containers.end() ? nullptr : &found->second;
}

void Watch::Private::lookAtSocketsSoon(std::chrono::milliseconds delay)
{
    // A burst of events costs at most a fifth of a processor.
    delay = std::max(delay, socketLookCost * 4);
    if (!socketLook.isActive() || socketLook.remainingTimeAsDuration() > delay)
        socketLook.start(delay);
}

void Watch::Private::lookAtSockets()
{
    QElapsedTimer cost;
    cost.start();
    std::vector<UnixListener> listeners;
    std::unordered_map<std::string_view, const UnixListener *> byName;
    const auto dump = [&] {
        byName.clear();
        if (const int error = listUnixListeners(listeners); error != 0) {
            qWarning("UNIX_DIAG: %s", std::strerror(error));
            return false;
        }
        for (const auto &listener : listeners)
            if (listener.name.ends_with("/command"))
                byName.emplace(listener.name, &listener);
        return true;
    };
    const auto listenerOf = [&](const WatchedContainer &container) {
        const auto found = byName.find(container.socketName);
        return found == byName.end() ? nullptr : found->second;
    };
    if (!dump())
        return; // what was known stands
    // A dump that meets a changing table can miss a socket: where the init lives it is not believed at first
    // sight.
    const bool isDoubtful = std::ranges::any_of(containers, [&](const auto &entry) {
        return entry.second.initPid != 0 && !listenerOf(entry.second);
    });
    if (isDoubtful && !dump())
        return;
    for (auto &[ref, container] : containers)
        applySocket(ref, container, listenerOf(container));
    socketLookCost = std::chrono::milliseconds(cost.elapsed());
    askWaiting();
}

void Watch::Private::applySocket(const ContainerRef &ref, WatchedContainer &container,
                                 const UnixListener *listener)
{
    if (!listener) {
        if (container.inode == 0)
            return;
        dropMonitor(container);
        touch();
        return;
    }
    if (container.inode == listener->inode && container.owner == listener->owner)
        return;
    dropMonitor(container);
    container.inode = listener->inode;
    container.owner = listener->owner;
    container.isNew = !isFirstLook;
    if (container.owner == options.ownerUid)
        waiting.insert(ref);
    touch();
}

void Watch::Private::dropMonitor(WatchedContainer &container)
{
    dropInit(container);
    if (container.query) {
        --(container.query->isLate() ? lateQueries : underWay);
        container.query.release()->deleteLater(); // it may be the one that calls
    }
    container.inode = 0;
    container.owner = UnixListener::NoOwner;
    container.told.reset();
    container.isSilent = false;
    container.initDied = false;
    container.pause = 0ms;
}

void Watch::Private::dropInit(WatchedContainer &container)
{
    if (container.initPid != 0) {
        processes.forget(container.initPid);
        containerOf.erase(container.initPid);
    }
    container.initPid = 0;
    container.since = 0;
    inotify.remove(std::exchange(container.freezerToken, 0));
    container.freezer = {};
    container.freezerState = FreezerState::Unreadable;
}

void Watch::Private::ask(const ContainerRef &ref)
{
    waiting.insert(ref);
    askWaiting();
}

void Watch::Private::askWaiting()
{
    while (!waiting.empty() && underWay < MostQueries) {
        const ContainerRef ref = *waiting.begin();
        waiting.erase(waiting.begin());
        auto *container = find(ref);
        if (container && !container->query && container->inode != 0 && container->owner == options.ownerUid)
            startQuery(ref, *container, MonitorQuery::Command::GetState);
    }
}

void Watch::Private::startQuery(const ContainerRef &ref, WatchedContainer &container,
                                MonitorQuery::Command command)
{
    container.query =
        std::make_unique<MonitorQuery>(container.socketName, options.ownerUid, command, nullptr);
    container.isWaitedFor = false;
    ++underWay;
    auto *query = container.query.get();
    connect(query, &MonitorQuery::finished, this, [this, ref, query](MonitorQuery::Outcome outcome) {
        const auto *asked = find(ref);
        if (asked && asked->query.get() == query)
            onQueryFinished(ref, outcome);
    });
    connect(query, &MonitorQuery::late, this, [this, ref, query] {
        const auto *asked = find(ref);
        if (asked && asked->query.get() == query)
            onQueryLate(ref);
    });
    const bool isStarting = container.isNew && !container.told && !container.isSilent;
    query->start(isStarting ? StartPatience : Patience);
}

void Watch::Private::settle()
{
    QElapsedTimer passed;
    passed.start();
    std::chrono::milliseconds left = SettleTime;
    while (left > 0ms && settleOnce(left))
        left = SettleTime - std::chrono::milliseconds(passed.elapsed());
    for (auto &[ref, container] : containers) // who was silent is not waited for a second time
        container.isWaitedFor = container.query != nullptr;
}

bool Watch::Private::settleOnce(std::chrono::milliseconds patience)
{
    std::vector<pollfd> polled;
    std::vector<ContainerRef> refs;
    for (const auto &[ref, container] : containers) {
        if (!container.query || container.isWaitedFor || container.query->descriptor() < 0)
            continue;
        polled.push_back({container.query->descriptor(), POLLIN, 0});
        refs.push_back(ref);
    }
    if (polled.empty() || ::poll(polled.data(), polled.size(), static_cast<int>(patience.count())) <= 0)
        return false;
    for (std::size_t i = 0; i < polled.size(); ++i) {
        auto *container = polled[i].revents != 0 ? find(refs[i]) : nullptr;
        if (container && container->query && container->query->descriptor() == polled[i].fd)
            container->query->readNow(); // which may put the next question
    }
    return true;
}

void Watch::Private::onQueryFinished(const ContainerRef &ref, MonitorQuery::Outcome outcome)
{
    WatchedContainer &container = *find(ref);
    const auto command = container.query->command();
    const qint64 value = container.query->value();
    --(container.query->isLate() ? lateQueries : underWay);
    container.query.release()->deleteLater(); // it is the one that calls
    switch (outcome) {
    case MonitorQuery::Outcome::Answered:
        container.isSilent = false;
        if (command == MonitorQuery::Command::GetState)
            onStateTold(ref, container, stateFromLxc(value));
        else
            onInitTold(ref, container, value);
        break;
    case MonitorQuery::Outcome::Full:
        container.isSilent = true;
        askAgain(ref, container);
        break;
    case MonitorQuery::Outcome::Gone:
    case MonitorQuery::Outcome::WrongOwner:
    case MonitorQuery::Outcome::Failed: {
        // The dump says what became of the socket; where it is still there, the question is put again.
        const auto inode = container.inode;
        lookAtSockets();
        auto *now = find(ref);
        if (now && now->inode == inode && !now->query)
            askAgain(ref, *now);
        break;
    }
    }
    touch();
    askWaiting();
}

void Watch::Private::onQueryLate(const ContainerRef &ref)
{
    WatchedContainer &container = *find(ref);
    --underWay;
    ++lateQueries;
    if (!container.initDied) // a monitor that ends its container (hooks, cgroups) answers nobody meanwhile
        container.isSilent = true;
    if (lateQueries > MostLateQueries) {
        --lateQueries;
        container.query.release()->deleteLater();
        askAgain(ref, container);
    }
    touch();
    askWaiting();
}

void Watch::Private::onStateTold(const ContainerRef &ref, WatchedContainer &container, ContainerState state)
{
    container.told = state;
    switch (state) {
    case ContainerState::Running:
    case ContainerState::Freezing:
    case ContainerState::Frozen:
    case ContainerState::Thawed:
        container.pause = 0ms;
        if (container.initPid == 0)
            startQuery(ref, container, MonitorQuery::Command::GetInitPid);
        else
            lookAtFreezer(ref, FirstPause);
        break;
    case ContainerState::Stopped:
    case ContainerState::Starting:
    case ContainerState::Stopping:
    case ContainerState::Aborting:
    default:
        askAgain(ref, container); // until it has passed
        break;
    }
}

void Watch::Private::onInitTold(const ContainerRef &ref, WatchedContainer &container, qint64 pid)
{
    if (pid <= 1 || container.initPid != 0) {
        askAgain(ref, container);
        return;
    }
    const auto init = static_cast<uint>(pid);
    const qint64 since = processStart(init);
    if (since == 0) { // ended meanwhile; its monitor will say so
        askAgain(ref, container);
        return;
    }
    container.initPid = init;
    container.since = since;
    container.initDied = false;
    containerOf.insert_or_assign(init, ref);
    processes.follow(init);
    if (mounts.empty())
        mounts = cgroupMounts();
    container.freezer = freezerOf(init, mounts);
    if (!container.freezer.file.isEmpty())
        container.freezerToken =
            inotify.add(container.freezer.file, IN_MODIFY,
                        [this, ref](const QByteArray &, uint) { lookAtFreezer(ref, 1ms); });
    lookAtFreezer(ref, 1ms);
}

void Watch::Private::onInitEnded(uint pid)
{
    const auto found = containerOf.find(pid);
    if (found == containerOf.end())
        return;
    const ContainerRef ref = found->second;
    auto *container = find(ref);
    if (!container) {
        containerOf.erase(found);
        return;
    }
    dropInit(*container);
    container->initDied = true;
    container->isNew = false;
    // Its monitor, which now cleans up, takes no connection any more; closing its socket resets ours, which
    // tells the end without polling. One that starts its container again (a reboot) answers.
    ask(ref);
    touch();
}

void Watch::Private::askAgain(const ContainerRef &ref, WatchedContainer &container)
{
    container.pause = std::clamp(container.pause * 2, std::chrono::milliseconds(FirstPause),
                                 std::chrono::milliseconds(LongestPause));
    QTimer::singleShot(container.pause, this, [this, ref] { ask(ref); });
}

void Watch::Private::lookAtFreezer(const ContainerRef &ref, std::chrono::milliseconds pause)
{
    auto *container = find(ref);
    if (!container || container->initPid == 0)
        return;
    const auto state = readFreezer(container->freezer);
    if (std::exchange(container->freezerState, state) != state)
        touch();
    if (state == FreezerState::Freezing) // v1 tells no end of it
        QTimer::singleShot(pause, this, [this, ref, pause] {
            lookAtFreezer(ref, std::min(pause * 2, std::chrono::milliseconds(LongestPause)));
        });
}

void Watch::Private::probeSome()
{
    auto at = containers.upper_bound(lastProbed);
    int probes = 0;
    for (std::size_t looked = 0; looked < containers.size() && probes < ProbesATime; ++looked) {
        if (at == containers.end())
            at = containers.begin();
        auto &[ref, container] = *at;
        if (container.inode != 0 && container.owner == options.ownerUid && !container.query) {
            lastProbed = ref;
            waiting.insert(ref);
            ++probes;
        }
        ++at;
    }
    askWaiting();
}

} // namespace boxyard
