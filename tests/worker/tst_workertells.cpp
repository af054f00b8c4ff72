// SPDX-License-Identifier: GPL-2.0-or-later
#include "teststore.h"
#include "workerrunner.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

/// The verbs that change nothing and only tell, through the real program.
class TestWorkerTells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void inspect();
    void host();

private:
    WorkerRunner m_worker;
};

void TestWorkerTells::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

void TestWorkerTells::inspect()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    makeTestContainer(store.path(), u"broken"_s);
    makeTestContainer(store.path(), u"hangs"_s);
    makeTestContainer(store.path(), u"last"_s);
    writeTestFile(store.filePath(u"broken/config"_s), "lxc.rootfs.path = dir:/x\nlxc.idmap = nonsense\n");
    QCOMPARE(mkfifo(QFile::encodeName(store.filePath(u"hangs/fifo"_s)).constData(), 0600), 0);
    writeTestFile(store.filePath(u"hangs/config"_s),
                  "lxc.include = " + QFile::encodeName(store.filePath(u"hangs/fifo"_s)) + '\n');
    writeTestFile(store.filePath(u"included"_s), "lxc.net.7.type = macvlan\nlxc.net.7.link = eth0\n");
    QFile config(store.filePath(u"last/config"_s));
    QVERIFY(config.open(QIODevice::Append));
    config.write("lxc.include = " + QFile::encodeName(store.filePath(u"included"_s))
                 + "\nlxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\nlxc.start.auto = 1\n"
                   "lxc.net.0.ipv4.address = 10.0.3.5/24\nlxc.net.40.type = empty\n");
    config.close();
    const QJsonArray names{u"web"_s, u"nobody"_s, u"broken"_s, u"hangs"_s, u"a b"_s, u"last"_s};
    const auto outcome =
        m_worker.run(WorkerRunner::request(u"inspect"_s, store.path(), {}, {{u"containers"_s, names}}));
    QVERIFY2(outcome.ok(), outcome.text());
    const QList<QJsonObject> all = outcome.containers();
    QCOMPARE(all.size(), names.size());
    for (qsizetype i = 0; i < all.size(); ++i)
        QCOMPARE(all.at(i).value("name"_L1), names.at(i));

    const QJsonObject &web = all.at(0);
    QVERIFY(web.value("ok"_L1).toBool());
    QCOMPARE(web.value("config"_L1).toString(), configIdentity(store.filePath(u"web/config"_s)));
    QCOMPARE(web.value("store"_L1).toString(), u"dir"_s);
    QCOMPARE(web.value("rootfs"_L1).toString(), store.filePath(u"web/rootfs"_s));
    QCOMPARE(web.value("hostname"_L1).toString(), u"web"_s);
    QCOMPARE(web.value("unprivileged"_L1).toBool(), false);
    QCOMPARE(web.value("nics"_L1).toArray().size(), 2);
    QCOMPARE(web.value("nics"_L1).toArray().at(0).toObject().value("mac"_L1).toString(),
             u"00:16:3e:01:02:03"_s);
    QCOMPARE(web.value("nics"_L1).toArray().at(1).toObject().value("mac"_L1).toString(), QString());

    for (const int bad : {1, 2, 3})
        QCOMPARE(all.at(bad).value("problem"_L1).toString(), u"BrokenConfig"_s);
    QVERIFY(!all.at(2).value("detail"_L1).toString().isEmpty());
    QCOMPARE(all.at(4).value("problem"_L1).toString(), u"UnsupportedName"_s);

    const QJsonObject &last = all.at(5);
    QVERIFY2(last.value("ok"_L1).toBool(), outcome.text());
    QCOMPARE(last.value("unprivileged"_L1).toBool(), true);
    QCOMPARE(last.value("autostart"_L1).toBool(), true);
    QCOMPARE(last.value("idmap"_L1).toString(), u"u 0 100000 65536, g 0 100000 65536"_s);
    const QJsonArray nics = last.value("nics"_L1).toArray();
    QCOMPARE(nics.size(), 4);
    QCOMPARE(nics.at(0).toObject().value("addresses"_L1).toArray(), QJsonArray{u"10.0.3.5/24"_s});
    QCOMPARE(nics.at(2).toObject().value("index"_L1).toInt(), 7);
    QCOMPARE(nics.at(2).toObject().value("link"_L1).toString(), u"eth0"_s);
    QCOMPARE(nics.at(3).toObject().value("index"_L1).toInt(), 40);
}

void TestWorkerTells::host()
{
    const TestStore store(u"btrfs"_s);
    const TestStore full(u"tmpfs"_s);
    const QJsonArray paths{store.path(), full.path(), u"/no/such/place"_s};
    const auto outcome = m_worker.run(WorkerRunner::request(u"host"_s, {}, {}, {{u"locations"_s, paths}}));
    QVERIFY2(outcome.ok(), outcome.text());
    const QJsonArray locations = outcome.host().value("locations"_L1).toArray();
    QCOMPARE(locations.size(), 3);
    if (store.problem().isEmpty()) {
        QCOMPARE(locations.at(0).toObject().value("fileSystem"_L1).toString(), u"btrfs"_s);
        QCOMPARE(locations.at(0).toObject().value("snapshots"_L1).toBool(), true);
    }
    QCOMPARE(locations.at(1).toObject().value("fileSystem"_L1).toString(), u"tmpfs"_s);
    QCOMPARE(locations.at(1).toObject().value("snapshots"_L1).toBool(), false);
    QCOMPARE(locations.at(2).toObject().value("problem"_L1).toString(), u"LocationMissing"_s);
    QVERIFY(outcome.host().value("templates"_L1).toArray().contains(u"busybox"_s));
    QVERIFY(!outcome.host().value("lxcVersion"_L1).toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestWorkerTells)
#include "tst_workertells.moc"
