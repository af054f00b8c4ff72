// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/configuration.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestConfiguration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void refuses_data();
    void refuses();
    void missingFileIsDefault();
    void untrustedFiles_data();
    void untrustedFiles();
    void theShippedExample();

private:
    static Configuration defaults()
    {
        Configuration configuration;
        configuration.locations = {u"/var/lib/lxc"_s};
        return configuration;
    }
};

void TestConfiguration::reads()
{
    const auto configuration = parseConfiguration(u"# a comment\n"
                                                  "[helper]\n"
                                                  "locations = /var/lib/lxc, /srv/lxc\n"
                                                  "templates=busybox\n"
                                                  "idle-seconds = 5\n"
                                                  "\n"
                                                  "; another\n"
                                                  "[quotas]\n"
                                                  "running=2\n"
                                                  "running-of-all = 3\n"_s,
                                                  defaults());
    QVERIFY(configuration);
    QCOMPARE(configuration->locations, QStringList({u"/var/lib/lxc"_s, u"/srv/lxc"_s}));
    QCOMPARE(configuration->templates, QStringList({u"busybox"_s}));
    QCOMPARE(configuration->idle, std::chrono::seconds(5));
    QCOMPARE(configuration->quotas.running, 2);
    QCOMPARE(configuration->quotas.runningOfAll, 3);
    QCOMPARE(configuration->quotas.queued, Quotas().queued);
}

void TestConfiguration::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("object");
    QTest::newRow("a relative path") << u"[helper]\nlocations=lxc"_s << u"locations"_s;
    QTest::newRow("a path that climbs") << u"[helper]\nlocations=/var/../etc"_s << u"locations"_s;
    QTest::newRow("no location at all") << u"[helper]\nlocations= ,"_s << u"locations"_s;
    QTest::newRow("a template with a slash") << u"[helper]\ntemplates=../busybox"_s << u"templates"_s;
    QTest::newRow("not a number") << u"[helper]\nidle-seconds=soon"_s << u"idle-seconds"_s;
    QTest::newRow("no time at all") << u"[helper]\nidle-seconds=0"_s << u"idle-seconds"_s;
    QTest::newRow("a negative quota") << u"[quotas]\nrunning=-1"_s << u"running"_s;
    QTest::newRow("an unknown key") << u"[helper]\nlocation=/srv"_s << u"line 2"_s;
    QTest::newRow("a key of another section") << u"[quotas]\nidle-seconds=5"_s << u"line 2"_s;
    QTest::newRow("a key without a section") << u"running=4"_s << u"line 1"_s;
    QTest::newRow("not a setting") << u"[helper]\nnonsense"_s << u"line 2"_s;
}

void TestConfiguration::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, object);
    const auto configuration = parseConfiguration(text, defaults());
    QVERIFY(!configuration);
    QCOMPARE(configuration.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(configuration.error().object, object);
}

void TestConfiguration::missingFileIsDefault()
{
    const QTemporaryDir folder;
    const auto configuration = loadConfiguration(folder.filePath(u"none"_s), ::geteuid(), defaults());
    QVERIFY(configuration);
    QCOMPARE(*configuration, defaults());
}

void TestConfiguration::untrustedFiles_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<uint>("owner");
    QTest::addColumn<bool>("link");
    QTest::addColumn<bool>("accepted");
    const uint us = ::geteuid();
    QTest::newRow("ours alone") << 0644U << us << false << true;
    QTest::newRow("writable by the group") << 0664U << us << false << false;
    QTest::newRow("writable by all") << 0646U << us << false << false;
    QTest::newRow("a symbolic link") << 0644U << us << true << false;
    if (us == 0)
        QTest::newRow("another user's") << 0644U << 12345U << false << false;
}

void TestConfiguration::untrustedFiles()
{
    QFETCH(uint, mode);
    QFETCH(uint, owner);
    QFETCH(bool, link);
    QFETCH(bool, accepted);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"helper.conf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[helper]\nidle-seconds=7\n");
    file.close();
    const QByteArray name = QFile::encodeName(file.fileName());
    QCOMPARE(::chmod(name.constData(), mode), 0);
    QVERIFY(owner == ::geteuid() || ::chown(name.constData(), owner, owner) == 0);
    QString path = file.fileName();
    if (link) {
        path = folder.filePath(u"link"_s);
        QVERIFY(QFile::link(file.fileName(), path));
    }
    const auto configuration = loadConfiguration(path, ::geteuid(), defaults());
    QCOMPARE(configuration.has_value(), accepted);
    if (accepted)
        QCOMPARE(configuration->idle, std::chrono::seconds(7));
}

void TestConfiguration::theShippedExample()
{
    QFile file(QFINDTESTDATA("../../helper/dist/helper.conf.example"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto configuration = parseConfiguration(QString::fromUtf8(file.readAll()), defaults());
    QVERIFY2(configuration, configuration ? "" : qPrintable(explain(configuration.error())));
    QCOMPARE(*configuration, defaults()); // "what is absent keeps the value shown here"
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
