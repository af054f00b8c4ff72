// SPDX-License-Identifier: GPL-2.0-or-later

#include "demo.h"

#include "fakeengine.h"

#include <QDateTime>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Minute = 60 * 1000;
constexpr qint64 Hour = 60 * Minute;

QString system()
{
    return u"/var/lib/lxc"_s;
}

QString fast()
{
    return u"/srv/containers"_s;
}

void addHealthy(FakeEngine &engine)
{
    struct Line {
        ContainerRef ref;
        ContainerState state;
        qint64 age;
        QStringList addresses;
        bool unprivileged;
        QString store;
    };

    const QList<Line> lines = {
        {{system(), u"web1"_s},
         ContainerState::Running,
         3 * Hour,
         {u"10.0.3.11"_s, u"fd42:3::11"_s},
         true,
         u"btrfs"_s},
        {{system(), u"web2"_s}, ContainerState::Running, 41 * Minute, {u"10.0.3.12"_s}, true, u"btrfs"_s},
        {{system(), u"db1"_s}, ContainerState::Running, 219 * Hour, {u"10.0.3.20"_s}, true, u"btrfs"_s},
        {{system(), u"lab"_s}, ContainerState::Frozen, 26 * Hour, {u"10.0.3.13"_s}, true, u"btrfs"_s},
        {{system(), u"build-amd64"_s}, ContainerState::Stopped, 0, {}, true, u"btrfs"_s},
        {{system(), u"build-arm64"_s}, ContainerState::Stopped, 0, {}, true, u"overlay"_s},
        {{system(), u"router"_s},
         ContainerState::Running,
         700 * Hour,
         {u"10.0.3.1"_s, u"192.168.50.1"_s},
         false,
         u"dir"_s},
        {{fast(), u"mirror"_s}, ContainerState::Stopped, 0, {}, true, u"dir"_s},
    };
    for (const Line &line : lines) {
        ContainerEntry entry = FakeEngine::entry(line.ref, line.state);
        entry.container.since = isAlive(line.state) ? QDateTime::currentMSecsSinceEpoch() - line.age : 0;
        entry.container.unprivileged = line.unprivileged;
        entry.container.autostart = line.age > 100 * Hour;
        entry.container.store = line.store;
        if (line.store == u"overlay")
            entry.container.rootfs = u"/var/lib/lxc/build-amd64/rootfs:"_s + line.ref.location + u'/'
                + line.ref.name + u"/overlay/delta"_s;
        entry.addresses = line.addresses;
        engine.put(entry);
    }
}

void addStrange(FakeEngine &engine)
{
    ContainerEntry broken = FakeEngine::entry({system(), u"legacy"_s});
    broken.container.problem = errorWord(ErrorCode::BrokenConfig);
    broken.container.problemDetail = u"line 14: lxc.network.type is not a known key"_s;
    broken.container.store.clear();
    engine.put(broken);

    ContainerEntry taken = FakeEngine::entry({system(), u"mail"_s}, ContainerState::Unknown);
    taken.container.problem = errorWord(ErrorCode::NameTaken);
    taken.container.problemDetail = u"eve"_s;
    engine.put(taken);

    ContainerEntry stuck = FakeEngine::entry({fast(), u"ci-runner"_s}, ContainerState::NotResponding);
    stuck.container.since = QDateTime::currentMSecsSinceEpoch() - 9 * Hour;
    engine.put(stuck);
}

} // namespace

void fillDemo(FakeEngine &engine)
{
    HostInfo host = engine.snapshot().host;
    host.locations = {{system(), u"btrfs"_s, true, {}}, {fast(), u"ext4"_s, false, {}}};
    engine.setHost(host);
    addHealthy(engine);
    addStrange(engine);

    ContainerDetails router;
    router.configPath = u"/var/lib/lxc/router/config"_s;
    router.arch = u"amd64"_s;
    router.hostname = u"router"_s;
    router.nics = {{0, u"veth"_s, u"lxcbr0"_s, u"00:16:3e:10:20:30"_s, {u"10.0.3.1/24"_s}},
                   {1, u"macvlan"_s, u"enp3s0"_s, {}, {u"192.168.50.1/24"_s}}};
    engine.setDetails({system(), u"router"_s}, router);

    ContainerDetails base;
    base.configPath = u"/var/lib/lxc/build-amd64/config"_s;
    base.arch = u"amd64"_s;
    base.hostname = u"build-amd64"_s;
    base.idmap = u"u 0 100000 65536, g 0 100000 65536"_s;
    base.nics = {{0, u"veth"_s, u"lxcbr0"_s, u"00:16:3e:77:0a:c1"_s, {}}};
    base.dependants = {u"build-arm64"_s};
    engine.setDetails({system(), u"build-amd64"_s}, base);

    ContainerDetails arm;
    arm.configPath = u"/var/lib/lxc/build-arm64/config"_s;
    arm.arch = u"arm64"_s;
    arm.hostname = u"build-arm64"_s;
    arm.idmap = base.idmap;
    arm.nics = {{0, u"veth"_s, u"lxcbr0"_s, u"00:16:3e:77:0a:c2"_s, {}}};
    engine.setDetails({system(), u"build-arm64"_s}, arm);
    engine.metrics()->fill(std::chrono::minutes(20));
}

} // namespace boxyard
