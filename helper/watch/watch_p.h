// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "configcache.h"
#include "initprocess.h"
#include "inotify.h"
#include "monitorquery.h"
#include "processwatch.h"
#include "unixdiag.h"
#include "watch.h"

#include <QElapsedTimer>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace boxyard {

/// One container: the folder that says that it exists, and what its monitor's socket, its monitor and its
/// freezer say.
struct WatchedContainer {
    // The folder
    QByteArray folder; ///< LOCATION/NAME in the file system's bytes
    QString identity; ///< of its config
    bool isSupported = true; ///< its name has our form
    Inotify::Token folderToken = 0;

    // The command socket
    std::string socketName;
    std::uint32_t inode = 0; ///< 0: nobody listens
    uid_t owner = UnixListener::NoOwner;
    bool isNew = false; ///< the socket appeared while we looked: whoever is silent may still be starting

    // The monitor's word, meaningful while somebody of the right owner listens
    std::optional<ContainerState> told;
    bool isSilent = false; ///< did not answer in time
    bool initDied = false;
    uint initPid = 0;
    qint64 since = 0; ///< ms since the epoch
    std::unique_ptr<MonitorQuery> query;
    bool isWaitedFor = false; ///< by settle(), once a question
    std::chrono::milliseconds pause{0}; ///< before the next question in a state that passes

    // The freezer
    Freezer freezer;
    FreezerState freezerState = FreezerState::Unreadable;
    Inotify::Token freezerToken = 0;
};

class Watch::Private : public QObject
{
    Q_DISABLE_COPY_MOVE(Private)

public:
    Private(Watch *watch, Options options, Inspect inspect);
    ~Private() override;

    // watch.cpp: folders, and what is published
    void lookAtFolders();
    void lookAtLocation(const QString &location);
    void lookAtLocationSoon(const QString &location);
    void noteFolder(const ContainerRef &ref, const QByteArray &folder, const QString &identity);
    [[nodiscard]] Inotify::Token followFolder(const ContainerRef &ref, const QByteArray &folder);
    void followBareFolders(const QString &location, const std::set<QByteArray> &bare);
    void lookAtConfig(const ContainerRef &ref, WatchedContainer &container);
    void forget(std::map<ContainerRef, WatchedContainer>::iterator at);
    void onFolderEvent(const ContainerRef &ref, const QByteArray &name);
    [[nodiscard]] Container compose(const ContainerRef &ref, const WatchedContainer &container) const;
    [[nodiscard]] ContainerState stateOf(const WatchedContainer &container) const;
    void rebuild();
    void publish();
    void touch();
    void followCgroupRoots();
    void followLocks(const QString &location);

    // watchmonitors.cpp: sockets, monitors, inits and freezers
    void lookAtSockets();
    void lookAtSocketsSoon(std::chrono::milliseconds delay);
    void applySocket(const ContainerRef &ref, WatchedContainer &container, const UnixListener *listener);
    void dropMonitor(WatchedContainer &container);
    void dropInit(WatchedContainer &container);
    void ask(const ContainerRef &ref);
    void askWaiting();
    void startQuery(const ContainerRef &ref, WatchedContainer &container, MonitorQuery::Command command);
    void settle();
    bool settleOnce(std::chrono::milliseconds patience);
    void onQueryFinished(const ContainerRef &ref, MonitorQuery::Outcome outcome);
    void onQueryLate(const ContainerRef &ref);
    void onStateTold(const ContainerRef &ref, WatchedContainer &container, ContainerState state);
    void onInitTold(const ContainerRef &ref, WatchedContainer &container, qint64 pid);
    void onInitEnded(uint pid);
    void askAgain(const ContainerRef &ref, WatchedContainer &container);
    void lookAtFreezer(const ContainerRef &ref, std::chrono::milliseconds pause);
    void probeSome();
    [[nodiscard]] WatchedContainer *find(const ContainerRef &ref);

    Watch *q;
    Options options;
    ConfigCache configs;
    Inotify inotify;
    ProcessWatch processes;
    CgroupMounts mounts;
    std::vector<std::unique_ptr<FolderWatch>> folderWatches;
    std::vector<std::unique_ptr<FolderWatch>> cgroupWatches;

    std::map<ContainerRef, WatchedContainer> containers;
    std::map<QByteArray, Inotify::Token> bareFolders; ///< without a config (yet)
    std::map<uint, ContainerRef> containerOf; ///< by init pid
    std::set<ContainerRef> waiting; ///< to be asked when others have answered
    qsizetype underWay = 0; ///< queries that are not late
    qsizetype lateQueries = 0;
    bool isFirstLook = true;

    ContainerList list;
    std::map<ContainerRef, qsizetype> indexOf;
    QTimer publisher;
    QElapsedTimer sincePublished;
    int promptChanges = 0; ///< told lately without a pause between them

    QTimer socketLook;
    std::chrono::milliseconds socketLookCost{0};
    QTimer folderLook;
    std::set<QString> changedLocations;
    QTimer slowLook;
    QTimer prober;
    ContainerRef lastProbed;
};

} // namespace boxyard
