// SPDX-License-Identifier: GPL-2.0-or-later
// Boxyard's own password agent where a user sits: in an active session, an inactive one, none, and outside of
// the one that he has. The administrator's password, a wrong one, and Cancel.

#include "machine.h"
#include "session.h"
#include "tests/bed/client.h"

#include <QProcess>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace boxyard;
using namespace boxyard::lab;

class TestLabAgent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void answers_data();
    void answers();

private:
    std::unique_ptr<Session> m_norule;
    std::unique_ptr<Session> m_may;
};

void TestLabAgent::initTestCase()
{
    if (!isLab())
        QSKIP("runs in the lab only: ./dev lab");
    m_may = std::make_unique<Session>(u"may"_s, u"tty4"_s);
}

void TestLabAgent::cleanupTestCase()
{
    m_may.reset();
    m_norule.reset();
    if (isLab())
        stopHelper();
}

void TestLabAgent::answers_data()
{
    const QString message = u"Authentication is required to see the containers of this machine."_s;
    const QString asked = u"asked typist: Password: hidden"_s;
    QTest::addColumn<Seat>("seat");
    QTest::addColumn<bool>("elsewhere"); // he has a session all the same
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QStringList>("expected");

    struct Place {
        Seat seat;
        bool elsewhere;
        const char *title;
    };

    for (const auto &[seat, elsewhere, title] :
         {Place{Seat::None, false, "no session"}, Place{Seat::Inactive, false, "inactive session"},
          Place{Seat::None, true, "outside of the session"}}) {
        QTest::addRow("the password, %s", title)
            << seat << elsewhere << u"right"_s << QStringList{message, asked, u"ended granted"_s, u"ready"_s};
        QTest::addRow("wrong ones, %s", title)
            << seat << elsewhere << u"wrong"_s
            << QStringList{message,    asked, u"wrong"_s,         asked,
                           u"wrong"_s, asked, u"ended refused"_s, u"lost NotAuthorized"_s};
        QTest::addRow("Cancel, %s", title)
            << seat << elsewhere << u"dismiss"_s
            << QStringList{message, asked, u"ended dismissed"_s, u"lost Dismissed"_s};
    }
    // Whoever sits here may look.
    QTest::newRow("not asked, active session")
        << Seat::Active << false << u"dismiss"_s << QStringList{u"ready"_s};
}

void TestLabAgent::answers()
{
    QFETCH(Seat, seat);
    QFETCH(bool, elsewhere);
    QFETCH(QString, mode);
    QFETCH(QStringList, expected);
    if (seat == Seat::None && !elsewhere)
        m_norule.reset();
    else if (!m_norule)
        m_norule = std::make_unique<Session>(u"norule"_s, u"tty3"_s);
    (seat == Seat::Active ? m_norule : m_may)->activate();
    QStringList command =
        bed::commandAs(bed::user(u"norule"_s), {QStringLiteral(BOXYARD_PASSWORDCLIENT), mode},
                       seat == Seat::None ? QString() : m_norule->cgroup());
    QProcess client;
    client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const QString program = command.takeFirst();
    client.start(program, command);
    QVERIFY(client.waitForStarted());
    const bool ended = client.waitForFinished(180'000);
    const QStringList lines =
        QString::fromUtf8(client.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    if (!ended)
        client.kill();
    QVERIFY2(lines == expected, qPrintable(lines.join(u'\n')));
    QVERIFY(ended);
}

QTEST_GUILESS_MAIN(TestLabAgent)
#include "tst_labagent.moc"
