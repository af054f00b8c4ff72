// SPDX-License-Identifier: GPL-2.0-or-later
// What the desktop's style leaves too narrow or too faint, on Fusion, which is what a desktop without a style
// of its own gets.

#include "gui/appstyle.h"
#include "gui/tones.h"

#include <QApplication>
#include <QCheckBox>
#include <QPushButton>
#include <QRadioButton>
#include <QStyleFactory>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestAppStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wordsOfButtonsHaveRoom_data();
    void wordsOfButtonsHaveRoom();
    void marksAreSeenOnDark_data();
    void marksAreSeenOnDark();
    void disabledWordsAreDrawnOnce();
};

void TestAppStyle::initTestCase()
{
    QApplication::setStyle(new AppStyle(QStyleFactory::create(u"Fusion"_s)));
}

void TestAppStyle::wordsOfButtonsHaveRoom_data()
{
    QTest::addColumn<QString>("words");
    for (const auto &words : {u"OK"_s, u"Clone 20 containers"_s, u"立即重新连接系统服务"_s})
        QTest::newRow(qPrintable(words)) << words;
}

void TestAppStyle::wordsOfButtonsHaveRoom()
{
    QFETCH(QString, words);
    const QPushButton button(words);
    QVERIFY(button.sizeHint().width() - button.fontMetrics().horizontalAdvance(words) >= 24);
    QPushButton withIcon(words);
    withIcon.setIcon(QApplication::style()->standardIcon(QStyle::SP_DialogOkButton));
    QVERIFY(withIcon.sizeHint().width() >= button.sizeHint().width());
}

void TestAppStyle::marksAreSeenOnDark_data()
{
    QTest::addColumn<bool>("isRadio");
    QTest::newRow("check box") << false;
    QTest::newRow("radio button") << true;
}

void TestAppStyle::marksAreSeenOnDark()
{
    QFETCH(bool, isRadio);
    QPalette dark(QColor(0x36, 0x39, 0x3d), QColor(0x2b, 0x2d, 0x30));
    dark.setColor(QPalette::Base, QColor(0x1e, 0x1f, 0x22));
    QRadioButton radio;
    QCheckBox check;
    QAbstractButton &mark = isRadio ? static_cast<QAbstractButton &>(radio) : check;
    mark.setPalette(dark);
    mark.resize(mark.sizeHint());
    const QImage drawn = mark.grab().toImage();
    double highest = 0;
    for (int y = 0; y < drawn.height(); ++y) {
        for (int x = 0; x < drawn.width(); ++x)
            highest = std::max(highest, contrastRatio(drawn.pixelColor(x, y), dark.color(QPalette::Window)));
    }
    QVERIFY2(highest >= 3, qPrintable(QString::number(highest)));
}

void TestAppStyle::disabledWordsAreDrawnOnce()
{
    QCOMPARE(QApplication::style()->styleHint(QStyle::SH_EtchDisabledText), 0);
}

QTEST_MAIN(TestAppStyle)
#include "tst_appstyle.moc"
