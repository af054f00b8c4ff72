// SPDX-License-Identifier: GPL-2.0-or-later
// Two starts, one window: over a session bus, and over a socket where there is none. The second start is a
// process of its own: this program, run with "second".

#include "backend/desktop/singleinstance.h"
#include "tests/engine/testbus.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

const QString Name = u"org.boxyard.Boxyard"_s;

/// What the second start does: it says what came of it, and stays until its input ends.
int second()
{
    SingleInstance instance(Name);
    std::puts(instance.claim() ? "first" : "second");
    std::fflush(stdout);
    while (std::getchar() != EOF) { }
    return 0;
}

} // namespace

class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theSecondRaisesTheFirst_data();
    void theSecondRaisesTheFirst();
    void afterTheFirstEnded_data();
    void afterTheFirstEnded();
    void afterTheFirstWasKilled_data();
    void afterTheFirstWasKilled();
    void withoutEither();

private:
    void useBus(bool bus);
    /// Starts another one; its word.
    [[nodiscard]] QString start(QProcess &process) const;

    std::unique_ptr<TestBus> m_bus;
    std::unique_ptr<QTemporaryDir> m_runtime;
    QProcessEnvironment m_environment;
};

void TestSingleInstance::init()
{
    m_runtime = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_runtime->path());
    m_environment.insert(u"XDG_ACTIVATION_TOKEN"_s, u"token-4711"_s);
}

void TestSingleInstance::cleanup()
{
    m_bus.reset();
}

void TestSingleInstance::useBus(bool bus)
{
    if (!bus)
        return;
    m_bus = std::make_unique<TestBus>();
    QVERIFY(m_bus->start());
    m_environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, m_bus->address());
}

QString TestSingleInstance::start(QProcess &process) const
{
    process.setProcessEnvironment(m_environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {u"second"_s});
    // With an event loop: the first one may be this process.
    QString word;
    [[maybe_unused]] const bool said = QTest::qWaitFor(
        [&] {
            word += QString::fromUtf8(process.readAllStandardOutput()).trimmed();
            return !word.isEmpty();
        },
        20'000);
    return word;
}

void TestSingleInstance::theSecondRaisesTheFirst_data()
{
    QTest::addColumn<bool>("bus");
    QTest::newRow("over the bus") << true;
    QTest::newRow("over a socket") << false;
}

void TestSingleInstance::theSecondRaisesTheFirst()
{
    QFETCH(bool, bus);
    useBus(bus);
    // In this process, to see what it tells. QtDBus opens its session bus once a process: only one row can.
    for (const auto &key : {u"DBUS_SESSION_BUS_ADDRESS"_s, u"XDG_RUNTIME_DIR"_s}) {
        if (m_environment.contains(key))
            qputenv(key.toLatin1().constData(), m_environment.value(key).toLocal8Bit());
        else
            qunsetenv(key.toLatin1().constData());
    }
    SingleInstance first(Name);
    const QSignalSpy raised(&first, &SingleInstance::raiseWanted);
    QVERIFY(first.claim());
    QProcess other;
    QCOMPARE(start(other), u"second"_s);
    QTRY_COMPARE(raised.size(), 1);
    QCOMPARE(raised.first().first().toString(), u"token-4711"_s);
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished(static_cast<int>(test::Patience.count())));
}

void TestSingleInstance::afterTheFirstEnded_data()
{
    theSecondRaisesTheFirst_data();
}

void TestSingleInstance::afterTheFirstEnded()
{
    QFETCH(bool, bus);
    useBus(bus);
    for (int round = 0; round < 2; ++round) {
        QProcess one;
        QCOMPARE(start(one), u"first"_s);
        one.closeWriteChannel();
        QVERIFY(one.waitForFinished(static_cast<int>(test::Patience.count())));
    }
}

void TestSingleInstance::afterTheFirstWasKilled_data()
{
    theSecondRaisesTheFirst_data();
}

void TestSingleInstance::afterTheFirstWasKilled()
{
    QFETCH(bool, bus);
    useBus(bus);
    QProcess one;
    QCOMPARE(start(one), u"first"_s);
    one.kill();
    QVERIFY(one.waitForFinished(static_cast<int>(test::Patience.count())));
    QProcess two;
    QCOMPARE(start(two), u"first"_s);
    two.closeWriteChannel();
    QVERIFY(two.waitForFinished(static_cast<int>(test::Patience.count())));
}

void TestSingleInstance::withoutEither()
{
    m_environment.remove(u"XDG_RUNTIME_DIR"_s);
    QProcess one;
    QCOMPARE(start(one), u"first"_s);
    QProcess two;
    QCOMPARE(start(two), u"first"_s);
    for (QProcess *process : {&one, &two}) {
        process->closeWriteChannel();
        QVERIFY(process->waitForFinished(static_cast<int>(test::Patience.count())));
    }
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc > 1 && qstrcmp(argv[1], "second") == 0)
        return second();
    TestSingleInstance test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_singleinstance.moc"
