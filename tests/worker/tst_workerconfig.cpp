// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/worker/bookkeeping.h"
#include "helper/worker/config.h"
#include "helper/worker/idmap.h"
#include "helper/worker/lxclog.h"
#include "helper/worker/rootfskind.h"
#include "helper/worker/templates.h"
#include "helper/worker/text.h"

#include <QTest>

using namespace boxyard::worker;

/// The config editor and the small parsers around it.
class TestWorkerConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void set_data();
    void set();
    void untouched_data();
    void untouched();
    void value_data();
    void value();
    void remove();
    void nul();
    void movePaths_data();
    void movePaths();
    void hwaddr();
    void idmapRange_data();
    void idmapRange();
    void templateOptions_data();
    void templateOptions();
    void rootfs_data();
    void rootfs();
    void relatives_data();
    void relatives();
    void names_data();
    void names();
    void locations_data();
    void locations();
    void logMessage();
};

void TestWorkerConfig::set_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after"); // empty: refused

    QTest::newRow("appended") << QByteArray("a\n") << QByteArray("lxc.uts.name") << QByteArray("web")
                              << QByteArray("a\nlxc.uts.name = web\n");
    QTest::newRow("to an empty file") << QByteArray() << QByteArray("lxc.uts.name") << QByteArray("web")
                                      << QByteArray("lxc.uts.name = web\n");
    QTest::newRow("after a last line without an end")
        << QByteArray("lxc.arch = x") << QByteArray("lxc.uts.name") << QByteArray("web")
        << QByteArray("lxc.arch = x\nlxc.uts.name = web\n");
    QTest::newRow("replaced in place")
        << QByteArray("# c\nlxc.uts.name = old\n\nlxc.arch = x\n") << QByteArray("lxc.uts.name")
        << QByteArray("web") << QByteArray("# c\nlxc.uts.name = web\n\nlxc.arch = x\n");
    QTest::newRow("spacing stays") << QByteArray("  lxc.uts.name=   old  \n") << QByteArray("lxc.uts.name")
                                   << QByteArray("web") << QByteArray("  lxc.uts.name=   web\n");
    QTest::newRow("the last of two counts")
        << QByteArray("lxc.uts.name = a\nlxc.uts.name = b\n") << QByteArray("lxc.uts.name") << QByteArray("c")
        << QByteArray("lxc.uts.name = a\nlxc.uts.name = c\n");
    QTest::newRow("a comment is no setting")
        << QByteArray("#lxc.uts.name = a\n") << QByteArray("lxc.uts.name") << QByteArray("c")
        << QByteArray("#lxc.uts.name = a\nlxc.uts.name = c\n");
    QTest::newRow("net.1 is not net.10")
        << QByteArray("lxc.net.10.hwaddr = a\n") << QByteArray("lxc.net.1.hwaddr") << QByteArray("b")
        << QByteArray("lxc.net.10.hwaddr = a\nlxc.net.1.hwaddr = b\n");
    QTest::newRow("CRLF") << QByteArray("lxc.arch = x\r\nlxc.uts.name = a\r\n") << QByteArray("lxc.uts.name")
                          << QByteArray("b") << QByteArray("lxc.arch = x\r\nlxc.uts.name = b\r\n");
    QTest::newRow("CRLF, appended") << QByteArray("lxc.arch = x\r\n") << QByteArray("lxc.uts.name")
                                    << QByteArray("b") << QByteArray("lxc.arch = x\r\nlxc.uts.name = b\r\n");
    QTest::newRow("a lone CR ends a line for liblxc too")
        << QByteArray("# c\rlxc.uts.name = a\n") << QByteArray("lxc.uts.name") << QByteArray("b")
        << QByteArray("# c\rlxc.uts.name = b\n");
    QTest::newRow("quoted") << QByteArray("lxc.uts.name = \"old\"\n") << QByteArray("lxc.uts.name")
                            << QByteArray("b") << QByteArray("lxc.uts.name = b\n");
    QTest::newRow("a newline plants a hook") << QByteArray("a\n") << QByteArray("lxc.environment")
                                             << QByteArray("A=1\nlxc.hook.pre-start=/x") << QByteArray();
    QTest::newRow("CR") << QByteArray("a\n") << QByteArray("lxc.environment") << QByteArray("A=1\rlxc.x=y")
                        << QByteArray();
    QTest::newRow("NUL") << QByteArray("a\n") << QByteArray("lxc.environment") << QByteArray("A\0B", 3)
                         << QByteArray();
    QTest::newRow("escape") << QByteArray("lxc.uts.name = a\n") << QByteArray("lxc.uts.name")
                            << QByteArray("\x1b[0m") << QByteArray();
    QTest::newRow("not UTF-8") << QByteArray("a\n") << QByteArray("lxc.uts.name") << QByteArray("\xff")
                               << QByteArray();
    QTest::newRow("a key with a newline")
        << QByteArray("a\n") << QByteArray("lxc.a\nlxc.b") << QByteArray("x") << QByteArray();
    QTest::newRow("a key with an equals sign")
        << QByteArray("a\n") << QByteArray("lxc.a=") << QByteArray("x") << QByteArray();
    QTest::newRow("no LXC key") << QByteArray("a\n") << QByteArray("uts.name") << QByteArray("x")
                                << QByteArray();
}

void TestWorkerConfig::set()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);

    auto config = ConfigText::parse(before.toStdString());
    QVERIFY(config);
    const Status done = config->set(key.toStdString(), value.toStdString());
    QCOMPARE(done.has_value(), !after.isEmpty());
    QCOMPARE(QByteArray::fromStdString(config->text()), after.isEmpty() ? before : after);
    if (done)
        QCOMPARE(QByteArray::fromStdString(config->value(key.toStdString()).value_or("")), value);
    else
        QCOMPARE(done.error().word, Word::InvalidArgument);
}

void TestWorkerConfig::untouched_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("comments and blanks") << QByteArray("# a\n\n\n  # b\nlxc.arch=x\n");
    QTest::newRow("no last newline") << QByteArray("lxc.arch = x\nlxc.include = /a b/c");
    QTest::newRow("mixed ends") << QByteArray("a\r\nb\rc\nd\n\r");
    QTest::newRow("unknown keys and doubled keys")
        << QByteArray("lxc.foo = 1\nlxc.foo = 2\nbar = 3\nlxc.foo\n");
    QTest::newRow("any bytes") << QByteArray("# \xff\xfe\x01\nlxc.x = \xe4\n");
}

void TestWorkerConfig::untouched()
{
    QFETCH(QByteArray, text);
    auto config = ConfigText::parse(text.toStdString());
    QVERIFY(config);
    QCOMPARE(QByteArray::fromStdString(config->text()), text);
    QVERIFY(config->forEach([](const std::string &, const std::string &) { return std::nullopt; }));
    QVERIFY(config->forEach([](const std::string &, const std::string &value) { return value; }));
    QCOMPARE(QByteArray::fromStdString(config->text()), text);
}

void TestWorkerConfig::value_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("lxc.a = b") << QByteArray("b");
    QTest::newRow("no blanks") << QByteArray("lxc.a=b") << QByteArray("b");
    QTest::newRow("blanks around") << QByteArray("\t lxc.a \t=  b c \t") << QByteArray("b c");
    QTest::newRow("double quotes") << QByteArray("lxc.a = \"b\"") << QByteArray("b");
    QTest::newRow("single quotes") << QByteArray("lxc.a = 'b'") << QByteArray("b");
    QTest::newRow("one quote") << QByteArray("lxc.a = \"b") << QByteArray("\"b");
    QTest::newRow("an equals sign in it") << QByteArray("lxc.a = b=c") << QByteArray("b=c");
    QTest::newRow("empty") << QByteArray("lxc.a =") << QByteArray("");
    QTest::newRow("the last one") << QByteArray("lxc.a = 1\nlxc.a = 2\nlxc.aa = 3") << QByteArray("2");
}

void TestWorkerConfig::value()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);
    const auto config = ConfigText::parse(line.toStdString());
    QVERIFY(config);
    QVERIFY(config->value("lxc.a").has_value());
    QCOMPARE(QByteArray::fromStdString(*config->value("lxc.a")), expected);
    QVERIFY(!config->value("lxc.b"));
}

void TestWorkerConfig::remove()
{
    auto config = ConfigText::parse("lxc.net.1.type = a\nlxc.net.10.type = b\n#x\nlxc.net.1.type = c\n");
    QCOMPARE(config->remove("lxc.net.1.type"), std::size_t(2));
    QCOMPARE(config->text(), std::string("lxc.net.10.type = b\n#x\n"));
    QCOMPARE(config->remove("lxc.net.1.type"), std::size_t(0));
}

void TestWorkerConfig::nul()
{
    const auto config = ConfigText::parse(std::string("lxc.a = 1\n\0lxc.b = 2\n", 21));
    QVERIFY(!config);
    QCOMPARE(config.error().word, Word::BrokenConfig);
}

void TestWorkerConfig::movePaths_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *value, const char *expected) {
        QTest::newRow(name) << QByteArray(value) << QByteArray(expected);
    };
    row("itself", "/l/web", "/m/new");
    row("under it", "/l/web/rootfs", "/m/new/rootfs");
    row("with its kind", "dir:/l/web/rootfs", "dir:/m/new/rootfs");
    row("overlay", "overlay:/l/base/rootfs:/l/web/delta0", "overlay:/l/base/rootfs:/m/new/delta0");
    row("a mount entry", "/l/web/data data none bind 0 0", "/m/new/data data none bind 0 0");
    row("twice", "/l/web/a /l/web/b", "/m/new/a /m/new/b");
    row("quoted", "\"/l/web/a\"", "\"/m/new/a\"");
    row("mount options", "x y overlay lowerdir=/l/web/a,upperdir=/l/web/b",
        "x y overlay lowerdir=/m/new/a,upperdir=/m/new/b");
    row("another's name begins like it", "/l/web-2/rootfs", "/l/web-2/rootfs");
    row("its path ends another", "/x/l/web/rootfs", "/x/l/web/rootfs");
    row("only a part", "/l/we", "/l/we");
    row("elsewhere", "/srv/web", "/srv/web");
    row("empty", "", "");
}

void TestWorkerConfig::movePaths()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(boxyard::worker::movePaths(value.toStdString(), "/l/web", "/m/new")),
             expected);
}

void TestWorkerConfig::hwaddr()
{
    QCOMPARE(hwaddrIndex("lxc.net.0.hwaddr"), std::optional<unsigned>(0));
    QCOMPARE(hwaddrIndex("lxc.net.17.hwaddr"), std::optional<unsigned>(17));
    for (const char *other : {"lxc.net.hwaddr", "lxc.net..hwaddr", "lxc.net.a.hwaddr", "lxc.net.0.type",
                              "lxc.net.-1.hwaddr", "lxc.net.1.2.hwaddr"})
        QVERIFY2(!hwaddrIndex(other), other);
    QVERIFY(isHwaddrTemplate("00:16:3e:xx:xx:xx"));
    QVERIFY(isHwaddrTemplate("00:16:3E:XX:XX:XX"));
    QVERIFY(!isHwaddrTemplate("00:16:3e:01:02:03"));
    const QString one = QString::fromStdString(randomHwaddr());
    static const QRegularExpression form(QStringLiteral("^00:16:3e(:[0-9a-f]{2}){3}$"));
    QVERIFY2(form.match(one).hasMatch(), qPrintable(one));
    QSet<std::string> many;
    for (int i = 0; i < 100; ++i)
        many.insert(randomHwaddr());
    QVERIFY(many.size() > 90);
}

void TestWorkerConfig::idmapRange_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<uint>("expected");
    QTest::newRow("one") << QByteArray("root:100000:65536\n") << 100000U;
    QTest::newRow("by number") << QByteArray("0:200000:65536\n") << 200000U;
    QTest::newRow("others' only") << QByteArray("user:100000:65536\n") << 0U;
    QTest::newRow("too small, then one") << QByteArray("root:1:1000\nroot:300000:131072\n") << 300000U;
    QTest::newRow("comments and nonsense")
        << QByteArray("# x\nroot\nroot:a:b\nroot:5:6:7\nroot:400000:65536") << 400000U;
    QTest::newRow("it would hold root itself") << QByteArray("root:0:65536\n") << 0U;
    QTest::newRow("past the last id") << QByteArray("root:4294967000:65536\n") << 0U;
    QTest::newRow("empty") << QByteArray() << 0U;
}

void TestWorkerConfig::idmapRange()
{
    QFETCH(QByteArray, text);
    QFETCH(uint, expected);
    QCOMPARE(firstRange(text.toStdString(), {"root", "0"}), expected);
}

void TestWorkerConfig::templateOptions_data()
{
    QTest::addColumn<QByteArray>("templateName");
    QTest::addColumn<QByteArray>("option");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("argument"); // empty: refused
    const auto row = [](const char *name, const char *templateName, const char *option, const char *value,
                        const char *argument) {
        QTest::newRow(name) << QByteArray(templateName) << QByteArray(option) << QByteArray(value)
                            << QByteArray(argument);
    };
    row("debian release", "debian", "release", "trixie", "--release=trixie");
    row("debian arch", "debian", "arch", "amd64", "--arch=amd64");
    row("download dist", "download", "dist", "alpine", "--dist=alpine");
    row("download variant", "download", "variant", "cloud", "--variant=cloud");
    row("a version", "alpine", "release", "v3.19", "--release=v3.19");
    row("busybox takes none", "busybox", "release", "1", "");
    row("an unknown template takes none", "sshd", "release", "1", "");
    row("debian knows no dist", "debian", "dist", "x", "");
    row("a mirror", "debian", "mirror", "http://evil", "");
    row("empty", "debian", "release", "", "");
    row("an option in the value", "debian", "release", "--mirror=x", "");
    row("shell", "debian", "release", "$(id)", "");
    row("a path", "debian", "release", "../x", "");
    row("a blank", "debian", "release", "a b", "");
    row("a newline", "debian", "release", "a\nb", "");
}

void TestWorkerConfig::templateOptions()
{
    QFETCH(QByteArray, templateName);
    QFETCH(QByteArray, option);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, argument);
    const auto got =
        templateArguments(templateName.toStdString(), {{option.toStdString(), value.toStdString()}});
    QCOMPARE(got.has_value(), !argument.isEmpty());
    if (got) {
        QCOMPARE(*got, std::vector<std::string>{argument.toStdString()});
    } else {
        QCOMPARE(got.error().word, Word::InvalidArgument);
        QCOMPARE(QByteArray::fromStdString(got.error().object), option);
    }
}

void TestWorkerConfig::rootfs_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("store");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("dir") << QByteArray("dir:/a/b") << QByteArray("dir") << QByteArray("/a/b");
    QTest::newRow("overlay") << QByteArray("overlay:/a:/b") << QByteArray("overlay") << QByteArray("/a:/b");
    QTest::newRow("overlayfs") << QByteArray("overlayfs:/a:/b") << QByteArray("overlay")
                               << QByteArray("/a:/b");
    QTest::newRow("zfs") << QByteArray("zfs:tank/a") << QByteArray("zfs") << QByteArray("tank/a");
    QTest::newRow("a plain folder") << QByteArray("/tmp") << QByteArray("dir") << QByteArray("/tmp");
    QTest::newRow("a plain file") << QByteArray("/etc/passwd") << QByteArray("loop")
                                  << QByteArray("/etc/passwd");
    QTest::newRow("none") << QByteArray() << QByteArray() << QByteArray();
}

void TestWorkerConfig::rootfs()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, store);
    QFETCH(QByteArray, path);
    const RootfsValue got = parseRootfs(value.toStdString());
    QCOMPARE(QByteArray::fromStdString(got.store), store);
    QCOMPARE(QByteArray::fromStdString(got.path), path);
    QCOMPARE(QByteArray::fromStdString(got.prefix + got.path), value);
}

void TestWorkerConfig::relatives_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("an old count") << QByteArray("3\n") << 0;
    QTest::newRow("one") << QByteArray("/var/lib/lxc\nweb\n") << 1;
    QTest::newRow("two") << QByteArray("/var/lib/lxc\nweb\n/l\nx") << 2;
    QTest::newRow("torn") << QByteArray("/var/lib/lxc\nweb\n/l\n") << 1;
}

void TestWorkerConfig::relatives()
{
    QFETCH(QByteArray, text);
    QFETCH(int, count);
    const auto got = parseRelatives(text.toStdString());
    QCOMPARE(static_cast<int>(got.size()), count);
    if (count > 0)
        QCOMPARE(got.front(), (Relative{"/var/lib/lxc", "web"}));
}

void TestWorkerConfig::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QByteArray("web") << true;
    QTest::newRow("all kinds") << QByteArray("0aZ_.-") << true;
    QTest::newRow("63") << QByteArray(63, 'a') << true;
    QTest::newRow("64") << QByteArray(64, 'a') << false;
    QTest::newRow("empty") << QByteArray() << false;
    for (const char *bad :
         {".x", "-x", "_x", "a/b", "..", "a b", "a\nb", "caf\xc3\xa9", "a\x01", "a:b", "a\\b"})
        QTest::newRow(bad) << QByteArray(bad) << false;
}

void TestWorkerConfig::names()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, good);
    QCOMPARE(isContainerName(name.toStdString()), good);
}

void TestWorkerConfig::locations_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("good");
    for (const char *good : {"/var/lib/lxc", "/a", "/a/b c", "/a/.b", "/a/..b", "/\xc3\xa9"})
        QTest::newRow(good) << QByteArray(good) << true;
    for (const char *bad :
         {"", "/", "a", "/a/", "//a", "/a//b", "/a/.", "/a/..", "/a/../b", "/./a", "/a\nb", "/\xff"})
        QTest::newRow(*bad == '\0' ? "empty" : bad) << QByteArray(bad) << false;
    QTest::newRow("too long") << ("/" + QByteArray(1024, 'a')) << false;
}

void TestWorkerConfig::locations()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, good);
    QCOMPARE(isLocation(path.toStdString()), good);
}

void TestWorkerConfig::logMessage()
{
    const std::string log =
        "boxyard web 20240101120000.000 INFO     conf - ../src/lxc/conf.c:f:1 - fine\n"
        "boxyard web 20240101120000.000 ERROR    network - ../src/lxc/network.c:g:2 - No such "
        "file - Failed to attach \"x\"\n"
        "boxyard web 20240101120000.000 ERROR    start - ../src/lxc/start.c:h:3 - later\n";
    QCOMPARE(firstLxcError(log), std::string("No such file - Failed to attach \"x\""));
    QCOMPARE(firstLxcError("nothing\n"), std::string());
    QCOMPARE(tailLines(log, 2).size(), std::size_t(2));
    QCOMPARE(printable("a\x1b[31m\nb\xff"), std::string("a\\x1b[31m\\x0ab\\xff"));
}

QTEST_GUILESS_MAIN(TestWorkerConfig)
#include "tst_workerconfig.moc"
