// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalsettingswidget.h"

#include "gui/dialogs/hints.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontComboBox>
#include <QFontInfo>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// "9 pt", and "9.5 pt" where there is a half.
class PointSize final : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;

    [[nodiscard]] QString textFromValue(double value) const override
    {
        return locale().toString(value, 'f', qFuzzyCompare(value, std::round(value)) ? 0 : 1);
    }
};

} // namespace

TerminalSettingsWidget::TerminalSettingsWidget(QWidget *parent)
    : QWidget(parent)
    , m_own(new QCheckBox(tr("Use a custom font"), this))
    , m_family(new QFontComboBox(this))
    , m_size(new PointSize(this))
    , m_scheme(new QComboBox(this))
    , m_readable(new QCheckBox(tr("Keep text readable"), this))
    , m_cursor(new QComboBox(this))
    , m_blinks(new QCheckBox(tr("The cursor blinks"), this))
    , m_bell(new QComboBox(this))
    , m_scrollback(new QSpinBox(this))
    , m_warns(new QCheckBox(tr("Ask before pasting several lines"), this))
    , m_copies(new QCheckBox(tr("Programs may write to the clipboard"), this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignRight);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addFont();
    addLooks();
    addBehaviour();
    setSettings({});
    follow();
}

void TerminalSettingsWidget::addFont()
{
    auto *form = static_cast<QFormLayout *>(layout());
    m_family->setFontFilters(QFontComboBox::MonospacedFonts);
    m_family->setObjectName(u"terminalFont"_s);
    m_size->setObjectName(u"terminalFontSize"_s);
    m_size->setRange(4, 96);
    m_size->setDecimals(1);
    m_size->setSuffix(tr(" pt"));
    m_own->setObjectName(u"terminalOwnFont"_s);
    form->addRow(QString(), m_own);
    form->addRow(tr("&Font:"), m_family);
    form->addRow(tr("&Size:"), m_size);
    connect(m_own, &QCheckBox::toggled, this, [this](bool own) {
        m_family->setEnabled(own);
        m_size->setEnabled(own);
    });
}

void TerminalSettingsWidget::addLooks()
{
    auto *form = static_cast<QFormLayout *>(layout());
    m_scheme->setObjectName(u"terminalColours"_s);
    m_scheme->addItems({tr("Same as the desktop"), tr("Light"), tr("Dark"), tr("Black")});
    m_cursor->setObjectName(u"terminalCursor"_s);
    m_cursor->addItems({tr("Block", "cursor"), tr("Underline", "cursor"), tr("Bar", "cursor")});
    form->addRow(tr("&Colours:"), m_scheme);
    m_readable->setObjectName(u"terminalReadable"_s);
    form->addRow(
        QString(),
        hinted(m_readable,
               newHintLabel(this,
                            tr("Colours that are too close to their background become lighter or darker."))));
    form->addRow(tr("C&ursor:"), m_cursor);
    form->addRow(QString(), m_blinks);
}

void TerminalSettingsWidget::addBehaviour()
{
    auto *form = static_cast<QFormLayout *>(layout());
    m_bell->setObjectName(u"terminalBell"_s);
    m_bell->addItems({tr("Nothing", "bell"), tr("Flash the terminal"), tr("Play a sound")});
    m_scrollback->setObjectName(u"terminalScrollback"_s);
    m_scrollback->setRange(0, TerminalSettings::MostScrollback);
    m_scrollback->setSingleStep(1000);
    m_scrollback->setGroupSeparatorShown(true);
    m_scrollback->setSuffix(tr(" lines"));
    form->addRow(tr("&Bell:"), m_bell);
    form->addRow(tr("Scroll&back:"), m_scrollback);
    form->addRow(QString(), m_warns);
    form->addRow(
        QString(),
        hinted(
            m_copies,
            newHintLabel(this, tr("A program in a container could then replace what you paste elsewhere."))));
}

void TerminalSettingsWidget::follow()
{
    for (QCheckBox *box : {m_own, m_readable, m_blinks, m_warns, m_copies})
        connect(box, &QCheckBox::toggled, this, &TerminalSettingsWidget::changed);
    for (QComboBox *box : {m_scheme, m_cursor, m_bell})
        connect(box, &QComboBox::activated, this, &TerminalSettingsWidget::changed);
    connect(m_family, &QFontComboBox::currentFontChanged, this, &TerminalSettingsWidget::changed);
    connect(m_size, &QDoubleSpinBox::valueChanged, this, &TerminalSettingsWidget::changed);
    connect(m_scrollback, &QSpinBox::valueChanged, this, &TerminalSettingsWidget::changed);
}

void TerminalSettingsWidget::setSettings(const TerminalSettings &settings)
{
    const QSignalBlocker quiet(this);
    const QFont font = settings.font();
    const bool own = !settings.family.isEmpty() || settings.pointSize > 0;
    m_own->setChecked(own);
    m_family->setEnabled(own);
    m_size->setEnabled(own);
    m_family->setCurrentFont(QFont(QFontInfo(font).family()));
    m_size->setValue(font.pointSizeF());
    m_scheme->setCurrentIndex(static_cast<int>(settings.scheme));
    m_readable->setChecked(settings.keepsReadable);
    m_cursor->setCurrentIndex(static_cast<int>(settings.cursor));
    m_blinks->setChecked(settings.cursorBlinks);
    m_bell->setCurrentIndex(static_cast<int>(settings.bell));
    m_scrollback->setValue(settings.scrollback);
    m_warns->setChecked(settings.warnsOfLines);
    m_copies->setChecked(settings.letsProgramsCopy);
}

TerminalSettings TerminalSettingsWidget::settings() const
{
    TerminalSettings made;
    if (m_own->isChecked()) {
        made.family = m_family->currentFont().family();
        made.pointSize = m_size->value();
    }
    made.scheme = static_cast<TerminalSettings::Scheme>(m_scheme->currentIndex());
    made.keepsReadable = m_readable->isChecked();
    made.cursor = static_cast<TerminalScreen::Shape>(m_cursor->currentIndex());
    made.cursorBlinks = m_blinks->isChecked();
    made.bell = static_cast<TerminalSettings::Bell>(m_bell->currentIndex());
    made.scrollback = m_scrollback->value();
    made.warnsOfLines = m_warns->isChecked();
    made.letsProgramsCopy = m_copies->isChecked();
    return made;
}

} // namespace boxyard
