// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/polkitauthorizer.h"
#include "privatebus.h"

#include <QDBusArgument>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// polkit's face on the bus. Its answers are the test's.
class FakePolkit : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PolicyKit1.Authority")

public:
    struct Question {
        QDBusMessage message;
        QString caller;
        QString action;
        QMap<QString, QString> details;
        uint flags = 0;
        QString cancellationId;
    };

    explicit FakePolkit(const QDBusConnection &bus)
        : m_bus(bus)
    {
    }

    void answer(const Question &question, bool authorized, bool challenge,
                const QMap<QString, QString> &details = {})
    {
        QDBusArgument result;
        result.beginStructure();
        result << authorized << challenge << details;
        result.endStructure();
        m_bus.send(question.message.createReply(QVariant::fromValue(result)));
    }

    void fail(const Question &question)
    {
        m_bus.send(
            question.message.createErrorReply(u"org.freedesktop.PolicyKit1.Error.Failed"_s, u"broken"_s));
    }

    void answerNonsense(const Question &question) { m_bus.send(question.message.createReply(u"yes"_s)); }

    QList<Question> questions;
    QStringList cancelled;

public Q_SLOTS:

    void CheckAuthorization(const QDBusMessage &message)
    {
        message.setDelayedReply(true);
        Question question;
        question.message = message;
        const auto subject = message.arguments().at(0).value<QDBusArgument>();
        QString kind;
        QVariantMap subjectDetails;
        subject.beginStructure();
        subject >> kind >> subjectDetails;
        subject.endStructure();
        if (kind == u"system-bus-name"_s)
            question.caller = subjectDetails.value(u"name"_s).toString();
        question.action = message.arguments().at(1).toString();
        question.details = qdbus_cast<QMap<QString, QString>>(message.arguments().at(2));
        question.flags = message.arguments().at(3).toUInt();
        question.cancellationId = message.arguments().at(4).toString();
        questions.append(question);
    }

    void CancelCheckAuthorization(const QString &id) { cancelled.append(id); }

Q_SIGNALS:
    void Changed();

private:
    QDBusConnection m_bus;
};

class TestAuthorizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void asksAboutTheCaller();
    void answers_data();
    void answers();
    void interleavedAnswersStayApart();
    void asksAPersonOnlyOnAChallenge();
    void aKeptPasswordIsAPassword();
    void afterTheDialog_data();
    void afterTheDialog();
    void noDialogWhereNoneIsAllowed();
    void silence();
    void nobodyThere();
    void aCallerWhoLeavesClosesTheDialog();
    void aDialogThatNobodyAnswersIsClosed();
    void dialogsHaveAQuota();
    void rootIsNotAskedAbout();
    void rulesChange();
    void ownUserAlone();

private:
    void check(const AuthorizationRequest &request) { check(*m_authorizer, request); }

    void check(Authorizer &authorizer, const AuthorizationRequest &request)
    {
        authorizer.check(
            request, [this](const Authorization &authorization) { m_answers.append(authorization); },
            [this] { ++m_dialogs; });
    }

    static AuthorizationRequest request(const QString &caller = u":1.77"_s, bool mayAsk = true)
    {
        AuthorizationRequest request;
        request.caller = caller;
        request.uid = 1000;
        request.action = Action::Power;
        request.mayAsk = mayAsk;
        request.verb = u"start"_s;
        request.container = u"web"_s;
        request.dialogText = u"Start $(container)"_s;
        return request;
    }

    FakePolkit::Question &question(int index) { return m_polkit->questions[index]; }

    PrivateBus m_bus;
    QDBusConnection m_polkitBus{QString()};
    QDBusConnection m_helperBus{QString()};
    std::unique_ptr<FakePolkit> m_polkit;
    std::unique_ptr<PolkitAuthorizer> m_authorizer;
    QList<Authorization> m_answers;
    int m_dialogs = 0;
};

void TestAuthorizer::initTestCase()
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
    QVERIFY(m_bus.start());
    m_polkitBus = m_bus.connect(u"polkit"_s);
    m_helperBus = m_bus.connect(u"helper"_s);
    m_polkit = std::make_unique<FakePolkit>(m_polkitBus);
    QVERIFY(m_polkitBus.registerObject(u"/org/freedesktop/PolicyKit1/Authority"_s, m_polkit.get(),
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
}

void TestAuthorizer::init()
{
    QVERIFY(m_polkitBus.registerService(u"org.freedesktop.PolicyKit1"_s));
    PolkitAuthorizer::Options options;
    options.patience = 300ms;
    options.dialogPatience = 600ms;
    options.dialogsPerUid = 2;
    m_authorizer = std::make_unique<PolkitAuthorizer>(m_helperBus, options);
    m_polkit->questions.clear();
    m_polkit->cancelled.clear();
    m_answers.clear();
    m_dialogs = 0;
}

void TestAuthorizer::asksAboutTheCaller()
{
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    QCOMPARE(question(0).caller, u":1.77"_s);
    QCOMPARE(question(0).action, u"org.boxyard.power"_s);
    QCOMPARE(question(0).flags, 0U);
    const QMap<QString, QString> details = {{u"verb"_s, u"start"_s},
                                            {u"container"_s, u"web"_s},
                                            {u"polkit.message"_s, u"Start $(container)"_s},
                                            {u"polkit.gettext_domain"_s, u"boxyard"_s}};
    QCOMPARE(question(0).details, details);
    m_polkit->answer(question(0), true, false);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Allowed);
    QCOMPARE(m_dialogs, 0);
}

void TestAuthorizer::answers_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no") << u"no"_s << Verdict::Refused << ErrorCode::NotAuthorized;
    QTest::newRow("an error") << u"error"_s << Verdict::Unavailable << ErrorCode::AuthorizationUnavailable;
    QTest::newRow("another form") << u"nonsense"_s << Verdict::Unavailable
                                  << ErrorCode::AuthorizationUnavailable;
}

void TestAuthorizer::answers()
{
    QFETCH(QString, answer);
    QFETCH(Verdict, verdict);
    QFETCH(ErrorCode, code);
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    if (answer == u"no"_s)
        m_polkit->answer(question(0), false, false);
    else if (answer == u"error"_s)
        m_polkit->fail(question(0));
    else
        m_polkit->answerNonsense(question(0));
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, verdict);
    const Status status = toStatus(m_answers.constFirst(), Action::Power);
    QVERIFY(!status);
    QCOMPARE(status.error().code, code);
    QCOMPARE(m_polkit->questions.size(), 1); // nobody was asked a second time
}

void TestAuthorizer::interleavedAnswersStayApart()
{
    QStringList allowed;
    for (const QString &caller : {u":1.1"_s, u":1.2"_s, u":1.3"_s}) {
        m_authorizer->check(request(caller),
                            [&allowed, caller](const Authorization &authorization) {
                                allowed.append(caller + (authorization.isAllowed() ? u" yes"_s : u" no"_s));
                            },
                            {});
    }
    QTRY_COMPARE(m_polkit->questions.size(), 3);
    m_polkit->answer(question(2), true, false);
    m_polkit->answer(question(0), false, false);
    m_polkit->answer(question(1), true, false);
    QTRY_COMPARE(allowed, QStringList({u":1.3 yes"_s, u":1.1 no"_s, u":1.2 yes"_s}));
}

void TestAuthorizer::asksAPersonOnlyOnAChallenge()
{
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    QCOMPARE(m_dialogs, 0);
    m_polkit->answer(question(0), false, true);
    QTRY_COMPARE(m_polkit->questions.size(), 2);
    QCOMPARE(m_dialogs, 1);
    QCOMPARE(question(1).flags, 1U);
    QVERIFY(!question(1).cancellationId.isEmpty());
    QCOMPARE(m_answers.size(), 0);
    m_polkit->answer(question(1), true, false);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::AllowedByDialog);
}

void TestAuthorizer::aKeptPasswordIsAPassword()
{
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    m_polkit->answer(question(0), true, false, {{u"polkit.temporary_authorization_id"_s, u"tmpauthz3"_s}});
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::AllowedByDialog);
}

void TestAuthorizer::afterTheDialog_data()
{
    QTest::addColumn<bool>("challenge");
    QTest::addColumn<bool>("dismissed");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("dismissed") << false << true << ErrorCode::Dismissed;
    QTest::newRow("dismissed, with a challenge") << true << true << ErrorCode::Dismissed;
    QTest::newRow("a wrong password") << true << false << ErrorCode::NotAuthorized;
    QTest::newRow("refused") << false << false << ErrorCode::NotAuthorized;
}

void TestAuthorizer::afterTheDialog()
{
    QFETCH(bool, challenge);
    QFETCH(bool, dismissed);
    QFETCH(ErrorCode, code);
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    m_polkit->answer(question(0), false, true);
    QTRY_COMPARE(m_polkit->questions.size(), 2);
    QMap<QString, QString> details;
    if (dismissed)
        details.insert(u"polkit.dismissed"_s, u"true"_s);
    m_polkit->answer(question(1), false, challenge, details);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(toStatus(m_answers.constFirst(), Action::Power).error().code, code);
}

void TestAuthorizer::noDialogWhereNoneIsAllowed()
{
    check(request(u":1.77"_s, false));
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    m_polkit->answer(question(0), false, true);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Challenge);
    QCOMPARE(toStatus(m_answers.constFirst(), Action::Power).error().code, ErrorCode::NotAuthorized);
    QCOMPARE(m_polkit->questions.size(), 1);
}

void TestAuthorizer::silence()
{
    check(request());
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Unavailable);
    // An answer that comes too late changes nothing.
    m_polkit->answer(question(0), true, false);
    QTest::qWait(50);
    QCOMPARE(m_answers.size(), 1);
}

void TestAuthorizer::nobodyThere()
{
    QVERIFY(m_polkitBus.unregisterService(u"org.freedesktop.PolicyKit1"_s));
    check(request());
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Unavailable);
    QVERIFY(!m_answers.constFirst().detail.isEmpty());
}

void TestAuthorizer::aCallerWhoLeavesClosesTheDialog()
{
    check(request(u":1.1"_s));
    check(request(u":1.2"_s));
    QTRY_COMPARE(m_polkit->questions.size(), 2);
    m_polkit->answer(question(0), false, true);
    m_polkit->answer(question(1), false, true);
    QTRY_COMPARE(m_polkit->questions.size(), 4);
    QVERIFY(question(2).cancellationId != question(3).cancellationId);
    m_authorizer->forget(question(2).caller);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Dismissed);
    QTRY_COMPARE(m_polkit->cancelled, QStringList{question(2).cancellationId});
    // What polkit then answers is nobody's; the other dialog goes on.
    m_polkit->answer(question(2), true, false);
    m_polkit->answer(question(3), true, false);
    QTRY_COMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers.constLast().verdict, Verdict::AllowedByDialog);
}

void TestAuthorizer::aDialogThatNobodyAnswersIsClosed()
{
    check(request());
    QTRY_COMPARE(m_polkit->questions.size(), 1);
    m_polkit->answer(question(0), false, true);
    QTRY_COMPARE(m_polkit->questions.size(), 2);
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Dismissed);
    QTRY_COMPARE(m_polkit->cancelled, QStringList{question(1).cancellationId});
}

void TestAuthorizer::dialogsHaveAQuota()
{
    for (int i = 0; i < 3; ++i) {
        check(request(u":1.%1"_s.arg(i)));
        QTRY_COMPARE(m_polkit->questions.size(), 2 * i + 1);
        m_polkit->answer(question(2 * i), false, true);
        if (i < 2)
            QTRY_COMPARE(m_polkit->questions.size(), 2 * i + 2);
    }
    QTRY_COMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::TooManyDialogs);
    QCOMPARE(toStatus(m_answers.constFirst(), Action::Power).error(),
             (Error{ErrorCode::LimitExceeded, u"dialogs"_s, u"2"_s}));
}

void TestAuthorizer::rootIsNotAskedAbout()
{
    AuthorizationRequest byRoot = request();
    byRoot.uid = 0;
    check(byRoot);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.constFirst().verdict, Verdict::Allowed);
    QCOMPARE(m_polkit->questions.size(), 0);
}

void TestAuthorizer::rulesChange()
{
    int changes = 0;
    connect(m_authorizer.get(), &Authorizer::rulesChanged, this, [&changes] { ++changes; });
    Q_EMIT m_polkit->Changed();
    QTRY_COMPARE(changes, 1);
    // Only polkit's own signal counts.
    auto forged = QDBusMessage::createSignal(u"/org/freedesktop/PolicyKit1/Authority"_s,
                                             u"org.freedesktop.PolicyKit1.Authority"_s, u"Changed"_s);
    auto other = m_bus.connect(u"other"_s);
    QVERIFY(other.send(forged));
    QTest::qWait(50);
    QCOMPARE(changes, 1);
}

void TestAuthorizer::ownUserAlone()
{
    OwnUserAuthorizer authorizer(1000);
    check(authorizer, request());
    AuthorizationRequest other = request();
    other.uid = 1001;
    check(authorizer, other);
    other.uid = 0;
    check(authorizer, other);
    QCOMPARE(m_answers.size(), 3);
    QVERIFY(m_answers.at(0).isAllowed());
    QVERIFY(!m_answers.at(1).isAllowed());
    QVERIFY(!m_answers.at(2).isAllowed());
}

QTEST_GUILESS_MAIN(TestAuthorizer)
#include "tst_authorizer.moc"
