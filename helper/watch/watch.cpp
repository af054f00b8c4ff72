// SPDX-License-Identifier: GPL-2.0-or-later
#include "watch.h"

#include "backend/api/error.h"
#include "backend/api/names.h"
#include "watch_p.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Changes are told at once; of a burst (300 containers that start) the first few are, the rest in steps.
constexpr int PromptChanges = 4;
constexpr auto PublishPause = 20ms;
constexpr auto SlowLook = 2s;
constexpr auto ProbePause = 1s;

QByteArray configFileOf(const QByteArray &folder)
{
    return folder + "/config";
}

/// DEVICE:INODE:MTIME_NS:SIZE, as docs/worker-protocol.md has it; empty where there is no such file. A link
/// is what it is: a container with such a config is listed, and whoever reads it says why it can't be used.
QString identityOf(int folder, const char *path)
{
    struct stat found {
    };

    if (::fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW) != 0
        || (!S_ISREG(found.st_mode) && !S_ISLNK(found.st_mode)))
        return {};
    const qint64 mtime = qint64(found.st_mtim.tv_sec) * 1'000'000'000 + found.st_mtim.tv_nsec;
    return u"%1:%2:%3:%4"_s.arg(found.st_dev).arg(found.st_ino).arg(mtime).arg(found.st_size);
}

QString userName(uid_t uid)
{
    if (uid == UnixListener::NoOwner)
        return u"?"_s;
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QString::number(uid);
}

/// Where LXC puts its lock files; get_rundir() in its src/lxc/utils.c.
QByteArray runFolder(uint ownerUid)
{
    if (ownerUid == 0)
        return "/run";
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    return runtime.isEmpty() ? qgetenv("HOME") + "/.cache/lxc/run" : runtime;
}

/// What the monitor's word means where it answers.
ContainerState toldState(const WatchedContainer &container)
{
    switch (*container.told) {
    case ContainerState::Stopped: // its last words before it closes its socket, or between two runs of a
                                  // reboot
        return ContainerState::Stopping;
    case ContainerState::Running:
    case ContainerState::Freezing:
    case ContainerState::Frozen:
    case ContainerState::Thawed:
        break;
    default:
        return *container.told;
    }
    // The monitor knows of a freeze what it was told; the freezer knows.
    switch (container.freezerState) {
    case FreezerState::Frozen:
        return ContainerState::Frozen;
    case FreezerState::Freezing:
        return ContainerState::Freezing;
    case FreezerState::Thawed:
        return ContainerState::Running;
    case FreezerState::Unreadable:
        break;
    }
    return *container.told;
}

struct Folder {
    QByteArray name;
    QString identity; ///< of its config; empty where it has none (yet)
};

/// The folders of a location, by name. Missing or unreadable locations have none.
std::vector<Folder> containerFolders(const QByteArray &location)
{
    std::vector<Folder> folders;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::opendir(location.constData()), &::closedir);
    if (!directory)
        return folders;
    while (const dirent *entry = ::readdir(directory.get())) {
        if (entry->d_name[0] == '.'
            || (entry->d_type != DT_DIR && entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN))
            continue;
        const QByteArray name(entry->d_name);
        folders.push_back({name, identityOf(::dirfd(directory.get()), configFileOf(name).constData())});
    }
    std::ranges::sort(folders, {}, &Folder::name);
    return folders;
}

} // namespace

Watch::Private::Private(Watch *watch, Options theOptions, Inspect inspect)
    : q(watch)
    , options(std::move(theOptions))
    , configs(std::move(inspect))
    , mounts(cgroupMounts())
{
    for (auto *timer : {&publisher, &socketLook, &folderLook})
        timer->setSingleShot(true);
    for (auto *timer : {&publisher, &socketLook, &folderLook, &slowLook, &prober})
        timer->setTimerType(Qt::PreciseTimer);
    connect(&publisher, &QTimer::timeout, this, &Private::publish);
    connect(&socketLook, &QTimer::timeout, this, &Private::lookAtSockets);
    connect(&folderLook, &QTimer::timeout, this, [this] {
        for (const auto &location : std::exchange(changedLocations, {}))
            lookAtLocation(location);
        lookAtSockets();
    });
    connect(&slowLook, &QTimer::timeout, this, [this] {
        for (const auto &location :
             std::as_const(options.locations)) // those that are no folders yet may hang on a mount
            if (::access(QFile::encodeName(location).constData(), F_OK) != 0)
                lookAtLocation(location);
        lookAtSockets();
    });
    connect(&prober, &QTimer::timeout, this, &Private::probeSome);
    connect(&configs, &ConfigCache::changed, this, &Private::touch);
    connect(&inotify, &Inotify::overflowed, this, [this] {
        lookAtFolders();
        lookAtSockets();
    });
    connect(&processes, &ProcessWatch::ended, this, &Private::onInitEnded);

    for (const auto &location : std::as_const(options.locations)) {
        folderWatches.push_back(std::make_unique<FolderWatch>(
            inotify, QFile::encodeName(location), IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO,
            [this, location](const QByteArray &name, uint) {
                if (name.startsWith('.'))
                    return;
                lookAtLocationSoon(location);
            }));
        followLocks(location);
    }
    followCgroupRoots();
    lookAtFolders();
    lookAtSockets();
    isFirstLook = false;
    rebuild();
}

Watch::Private::~Private()
{
    containers.clear(); // queries before what they report to
}

void Watch::Private::followCgroupRoots()
{
    for (const auto &mount : mounts) {
        if (!mount.unified && !(',' + mount.controllers + ',').contains(",freezer,"))
            continue;
        cgroupWatches.push_back(std::make_unique<FolderWatch>(
            inotify, mount.mountPoint, IN_CREATE | IN_DELETE, [this](const QByteArray &name, uint) {
                if (name.startsWith("lxc."))
                    lookAtSocketsSoon(1ms);
            }));
    }
}

void Watch::Private::followLocks(const QString &location)
{
    // Whatever a lxc-* command does with a container begins with its lock; the socket follows some
    // milliseconds later.
    folderWatches.push_back(std::make_unique<FolderWatch>(
        inotify, runFolder(options.ownerUid) + "/lxc/lock" + QFile::encodeName(location), IN_OPEN | IN_CREATE,
        [this](const QByteArray &, uint) { lookAtSocketsSoon(30ms); }));
}

void Watch::Private::lookAtFolders()
{
    for (const auto &location : std::as_const(options.locations))
        lookAtLocation(location);
}

void Watch::Private::lookAtLocation(const QString &location)
{
    const QByteArray path = QFile::encodeName(location);
    std::set<ContainerRef> seen;
    std::set<QByteArray> bare;
    for (const auto &[name, identity] : containerFolders(path)) {
        if (identity.isEmpty()) {
            bare.insert(path + '/' + name);
            continue;
        }
        const ContainerRef ref{location, QString::fromUtf8(name)};
        if (seen.insert(ref).second) // else two names that differ in bytes that are no text
            noteFolder(ref, path + '/' + name, identity);
    }
    for (auto at = containers.begin(); at != containers.end();) {
        const auto next = std::next(at);
        if (at->first.location == location && !seen.contains(at->first))
            forget(at);
        at = next;
    }
    followBareFolders(location, bare);
    touch();
}

void Watch::Private::noteFolder(const ContainerRef &ref, const QByteArray &folder, const QString &identity)
{
    const auto [at, isNew] = containers.try_emplace(ref);
    WatchedContainer &container = at->second;
    if (isNew) {
        container.folder = folder;
        container.isSupported = isContainerName(ref.name);
        const QByteArray name = folder.mid(folder.lastIndexOf('/') + 1);
        container.socketName =
            commandSocketName(QFile::encodeName(ref.location).toStdString(), name.toStdString());
    }
    if (container.folderToken == 0)
        container.folderToken = followFolder(ref, folder);
    if (container.identity != identity || isNew)
        lookAtConfig(ref, container); // once more, now that it is watched
}

Inotify::Token Watch::Private::followFolder(const ContainerRef &ref, const QByteArray &folder)
{
    return inotify.add(folder,
                       IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_MOVE_SELF
                           | IN_ONLYDIR,
                       [this, ref](const QByteArray &file, uint) { onFolderEvent(ref, file); });
}

void Watch::Private::followBareFolders(const QString &location, const std::set<QByteArray> &bare)
{
    const QByteArray prefix = QFile::encodeName(location) + '/';
    std::erase_if(bareFolders, [&](const auto &entry) {
        const bool isOver = entry.first.startsWith(prefix) && !bare.contains(entry.first);
        if (isOver)
            inotify.remove(entry.second);
        return isOver;
    });
    for (const auto &folder : bare) {
        if (bareFolders.contains(folder))
            continue;
        // lxc-create makes the folder first.
        bareFolders[folder] = inotify.add(folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR,
                                          [this, location](const QByteArray &file, uint) {
                                              if (file == "config")
                                                  lookAtLocationSoon(location);
                                          });
        if (!identityOf(AT_FDCWD, configFileOf(folder).constData()).isEmpty())
            lookAtLocationSoon(location); // written between the look and the watch
    }
}

void Watch::Private::lookAtLocationSoon(const QString &location)
{
    changedLocations.insert(location);
    if (!folderLook.isActive())
        folderLook.start(1ms);
}

void Watch::Private::lookAtConfig(const ContainerRef &ref, WatchedContainer &container)
{
    container.identity = identityOf(AT_FDCWD, configFileOf(container.folder).constData());
    if (container.isSupported && !container.identity.isEmpty())
        configs.want(ref, container.identity);
}

void Watch::Private::forget(std::map<ContainerRef, WatchedContainer>::iterator at)
{
    dropMonitor(at->second);
    inotify.remove(at->second.folderToken);
    configs.forget(at->first);
    waiting.erase(at->first);
    containers.erase(at);
}

void Watch::Private::onFolderEvent(const ContainerRef &ref, const QByteArray &name)
{
    auto *container = find(ref);
    if (!container)
        return;
    if (name == "lxc_rdepends") { // who depends on it: LXC's own list
        configs.refresh(ref);
        return;
    }
    if (name == "config") {
        lookAtConfig(ref, *container);
        if (!container->identity.isEmpty())
            return;
    } else if (!name.isEmpty()) {
        return;
    } else {
        // The folder itself went; one of the same name may be in its place.
        inotify.remove(std::exchange(container->folderToken, 0));
    }
    lookAtLocationSoon(ref.location);
}

ContainerState Watch::Private::stateOf(const WatchedContainer &container) const
{
    if (container.inode == 0)
        return ContainerState::Stopped;
    if (container.owner != options.ownerUid)
        return ContainerState::Unknown;
    if (container.isSilent)
        return ContainerState::NotResponding;
    if (container.initDied)
        return ContainerState::Stopping;
    // Running is told together with the init.
    const bool isTold =
        container.told && (*container.told != ContainerState::Running || container.initPid != 0);
    if (!isTold)
        return container.isNew ? ContainerState::Starting : ContainerState::Unknown;
    return toldState(container);
}

Container Watch::Private::compose(const ContainerRef &ref, const WatchedContainer &container) const
{
    Container view;
    view.ref = ref;
    view.state = stateOf(container);
    view.initPid = container.initPid;
    view.since = container.since;
    if (const auto *config = configs.find(ref)) {
        view.unprivileged = config->unprivileged;
        view.autostart = config->autostart;
        view.store = config->store;
        view.rootfs = config->rootfs;
        view.problem = config->problem;
        view.problemDetail = config->problemDetail;
    }
    if (!container.isSupported) {
        view.problem = errorWord(ErrorCode::UnsupportedName);
        view.problemDetail.clear();
    }
    if (container.inode != 0 && container.owner != options.ownerUid) {
        view.problem = errorWord(ErrorCode::NameTaken);
        view.problemDetail = userName(container.owner);
    }
    return view;
}

void Watch::Private::rebuild()
{
    list.clear();
    indexOf.clear();
    for (const auto &[ref, container] : containers) {
        indexOf.emplace(ref, list.size());
        list.append(compose(ref, container));
    }
}

void Watch::Private::publish()
{
    const auto before = list;
    rebuild();
    if (list == before)
        return;
    promptChanges =
        sincePublished.isValid() && sincePublished.elapsed() < (PublishPause * PromptChanges).count()
        ? promptChanges + 1
        : 0;
    sincePublished.start();
    Q_EMIT q->changed();
}

void Watch::Private::touch()
{
    if (!publisher.isActive() && !isFirstLook)
        publisher.start(promptChanges < PromptChanges ? 0ms : PublishPause);
}

Watch::Watch(Options options, Inspect inspect, QObject *parent)
    : QObject(parent)
    , m_private(std::make_unique<Private>(this, std::move(options), std::move(inspect)))
{
}

Watch::~Watch() = default;

const ContainerList &Watch::containers() const
{
    return m_private->list;
}

const Container *Watch::find(const ContainerRef &ref) const
{
    const auto found = m_private->indexOf.find(ref);
    return found == m_private->indexOf.end() ? nullptr : &m_private->list.at(found->second);
}

ContainerDetails Watch::details(const ContainerRef &ref) const
{
    const auto *config = m_private->configs.find(ref);
    return config ? config->details : ContainerDetails();
}

QString Watch::configIdentity(const ContainerRef &ref) const
{
    const auto *container = m_private->find(ref);
    return container ? identityOf(AT_FDCWD, configFileOf(container->folder).constData()) : QString();
}

void Watch::setWatched(bool watched)
{
    if (watched == m_private->slowLook.isActive())
        return;
    if (!watched) {
        m_private->slowLook.stop();
        m_private->prober.stop();
        return;
    }
    m_private->slowLook.start(SlowLook);
    m_private->prober.start(ProbePause);
    rescan();
}

void Watch::rescan()
{
    m_private->lookAtFolders();
    m_private->lookAtSockets();
    m_private->settle();
    const auto before = m_private->list;
    m_private->rebuild();
    if (m_private->list != before)
        QMetaObject::invokeMethod(this, &Watch::changed, Qt::QueuedConnection);
}

void Watch::markNotResponding(const ContainerRef &ref)
{
    auto *container = m_private->find(ref);
    if (!container || container->inode == 0 || container->owner != m_private->options.ownerUid)
        return;
    container->isSilent = true;
    m_private->ask(ref);
    m_private->touch();
}

} // namespace boxyard
