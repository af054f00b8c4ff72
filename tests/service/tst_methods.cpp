// SPDX-License-Identifier: GPL-2.0-or-later
#include "clones1adaptor.h"
#include "containers1adaptor.h"
#include "helper/service/methods.h"
#include "host1adaptor.h"
#include "jobs1adaptor.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestMethods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMethodHasItsRow();
    void aMissingRowIsNoticed();
    void aRowTooManyIsNoticed();
    void actions_data();
    void actions();
    void changesAreLogged();

private:
    QList<const QMetaObject *> m_adaptors = {
        &Containers1Adaptor::staticMetaObject, &Clones1Adaptor::staticMetaObject,
        &Host1Adaptor::staticMetaObject, &Jobs1Adaptor::staticMetaObject};
};

void TestMethods::everyMethodHasItsRow()
{
    QCOMPARE(mismatches(methods(), m_adaptors), QStringList());
}

void TestMethods::aMissingRowIsNoticed()
{
    for (const Method &removed : methods()) {
        QList<Method> table = methods();
        table.removeIf(
            [&](const Method &m) { return m.interface == removed.interface && m.member == removed.member; });
        QCOMPARE(mismatches(table, m_adaptors),
                 QStringList(removed.interface + u'.' + removed.member + u" has no row"_s));
    }
}

void TestMethods::aRowTooManyIsNoticed()
{
    QList<Method> table = methods();
    table.append({"org.boxyard.Host1"_L1, "Explode"_L1, {}, {}, false, "", ""});
    QCOMPARE(mismatches(table, m_adaptors), QStringList(u"org.boxyard.Host1.Explode is not a method"_s));
    table = methods();
    table.append(table.constFirst());
    QCOMPARE(mismatches(table, m_adaptors).size(), 1);
    // An interface that nobody exports.
    QCOMPARE(mismatches(methods(), m_adaptors.mid(1)).size(), 11);
}

void TestMethods::actions_data()
{
    QTest::addColumn<QString>("interface");
    QTest::addColumn<QString>("member");
    QTest::addColumn<Facts>("facts");
    QTest::addColumn<QList<Action>>("actions");
    Facts privileged;
    privileged.privileged = true;
    Facts others;
    others.others = true;
    Facts foreign;
    foreign.foreign = true;
    Facts both = privileged;
    both.foreign = true;
    Facts raw;
    raw.raw = true;
    const QString containers = u"org.boxyard.Containers1"_s;
    const QString jobs = u"org.boxyard.Jobs1"_s;
    QTest::newRow("start") << containers << u"Start"_s << Facts() << QList{Action::Power};
    QTest::newRow("start of a privileged one")
        << containers << u"Start"_s << privileged << QList{Action::Power};
    QTest::newRow("create") << containers << u"Create"_s << Facts() << QList{Action::Manage};
    QTest::newRow("create, privileged") << containers << u"Create"_s << privileged << QList{Action::EditRaw};
    QTest::newRow("create, foreign") << containers << u"Create"_s << foreign << QList{Action::Import};
    QTest::newRow("create, both") << containers << u"Create"_s << both
                                  << QList{Action::EditRaw, Action::Import};
    QTest::newRow("shell") << containers << u"OpenShell"_s << Facts() << QList{Action::Shell};
    QTest::newRow("shell, privileged")
        << containers << u"OpenShell"_s << privileged << QList{Action::ShellPrivileged};
    QTest::newRow("delete") << containers << u"Delete"_s << privileged << QList{Action::Manage};
    QTest::newRow("clone") << u"org.boxyard.Clones1"_s << u"Clone"_s << Facts() << QList{Action::Manage};
    QTest::newRow("clone with hooks")
        << u"org.boxyard.Clones1"_s << u"Clone"_s << raw << QList{Action::EditRaw};
    QTest::newRow("subscribe") << u"org.boxyard.Host1"_s << u"Subscribe"_s << Facts() << QList{Action::View};
    QTest::newRow("list") << containers << u"List"_s << Facts() << QList<Action>();
    QTest::newRow("own jobs") << jobs << u"List"_s << Facts() << QList<Action>();
    QTest::newRow("others' jobs") << jobs << u"List"_s << others << QList{Action::ControlOthers};
    QTest::newRow("cancel an own job") << jobs << u"Cancel"_s << Facts() << QList<Action>();
    QTest::newRow("cancel another's job") << jobs << u"Cancel"_s << others << QList{Action::ControlOthers};
    QTest::newRow("cancel an own series") << jobs << u"CancelSeries"_s << Facts() << QList<Action>();
    QTest::newRow("cancel another's series")
        << jobs << u"CancelSeries"_s << others << QList{Action::ControlOthers};
    QTest::newRow("plan") << u"org.boxyard.Clones1"_s << u"Plan"_s << Facts() << QList<Action>();
    QTest::newRow("another's log") << jobs << u"Log"_s << others << QList{Action::ControlOthers};
}

void TestMethods::actions()
{
    QFETCH(QString, interface);
    QFETCH(QString, member);
    QFETCH(Facts, facts);
    QFETCH(QList<Action>, actions);
    const Method *method = findMethod(interface, member);
    QVERIFY(method != nullptr);
    QCOMPARE(actionsFor(*method, facts), actions);
}

void TestMethods::changesAreLogged()
{
    for (const Method &method : methods()) {
        // Who may do more than look leaves a line.
        const bool changes = method.base && *method.base != Action::View;
        if (changes)
            QVERIFY2(*method.verb != '\0', method.member.data());
        // What can't be asked for by anybody but a subscriber, or the owner, has no action.
        if (!method.base && method.elevated.isEmpty())
            QVERIFY2(method.needsSubscription || method.member == "Unsubscribe"_L1, method.member.data());
    }
}

QTEST_GUILESS_MAIN(TestMethods)
#include "tst_methods.moc"
