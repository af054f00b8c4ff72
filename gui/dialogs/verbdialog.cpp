// SPDX-License-Identifier: GPL-2.0-or-later

#include "verbdialog.h"

#include "gui/icons.h"
#include "gui/models/eligibility.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

VerbDialog::VerbDialog(QWidget *parent)
    : QDialog(parent)
    , m_body(new QVBoxLayout)
    , m_headingIcon(new QLabel(this))
    , m_heading(new QLabel(this))
    , m_sentence(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);

    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setWeight(QFont::DemiBold);
    m_heading->setFont(large);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    auto *heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(m_headingIcon);
    heading->addWidget(m_heading, 1);

    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumHeight(m_sentence->fontMetrics().lineSpacing() * 2);
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignBottom);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    m_verb = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_verb->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    m_body->setSpacing(12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(14);
    layout->addLayout(heading);
    layout->addLayout(m_body);
    layout->addStretch(1);
    layout->addWidget(m_sentence);
    layout->addWidget(buttons);
}

void VerbDialog::watchPermission(const Engine &engine, Action action)
{
    connect(&engine, &Engine::permissionsChanged, this,
            [this, &engine, action] { showPermission(engine.permission(action)); });
    showPermission(engine.permission(action));
}

void VerbDialog::showPermission(Permission permission)
{
    m_verb->setIcon(permission == Permission::Granted ? QIcon() : symbolicIcon(u"lock"_s));
    m_verb->setToolTip(permissionHint(permission));
}

QString VerbDialog::sentence() const
{
    return m_sentence->text();
}

QFormLayout *VerbDialog::addForm()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignRight);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    m_body->addLayout(form);
    return form;
}

QWidget *VerbDialog::addField(QFormLayout *form, const QString &label, QWidget *field, QLabel *hint)
{
    auto *both = new QWidget(this);
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 2);
    column->setSpacing(3);
    column->addWidget(field);
    column->addWidget(hint);
    form->addRow(label, both);
    if (auto *words = qobject_cast<QLabel *>(form->labelForField(both))) {
        words->setBuddy(field);
        words->setAlignment(Qt::AlignRight | Qt::AlignTop);
        words->setContentsMargins(0, (field->sizeHint().height() - words->fontMetrics().height()) / 2, 0, 0);
    }
    return both;
}

QLabel *VerbDialog::newHint()
{
    auto *hint = new QLabel(this);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    QFont small = hint->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    hint->setFont(small);
    hint->setMinimumHeight(hint->fontMetrics().lineSpacing());
    return hint;
}

void VerbDialog::setHint(QLabel *hint, const QString &text, Tone tone)
{
    QPalette colors = hint->parentWidget()->palette();
    const QColor plain = blend(colors.color(QPalette::WindowText), colors.color(QPalette::Window), 0.72);
    const QColor color =
        tone == Tone::Neutral ? plain : readableOn(colors.color(QPalette::Window), toneColor(tone, colors));
    colors.setColor(QPalette::WindowText, color);
    hint->setPalette(colors);
    if (hint->text() == text)
        return;
    hint->setText(text);
    fit();
}

void VerbDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    fit();
}

void VerbDialog::fit()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            layout()->activate();
            resize(width(),
                   std::max(layout()->totalHeightForWidth(width()), layout()->totalMinimumSize().height()));
        },
        Qt::QueuedConnection);
}

void VerbDialog::setHeading(const QString &icon, const QString &text)
{
    m_headingIcon->setPixmap(symbolicIcon(icon).pixmap(QSize(24, 24), devicePixelRatioF()));
    m_heading->setText(text);
    setWindowTitle(text);
}

void VerbDialog::setSentence(const QString &sentence, bool possible)
{
    if (m_sentence->text() != sentence) {
        m_sentence->setText(sentence);
        fit();
    }
    m_verb->setEnabled(possible);
    m_verb->setAccessibleDescription(sentence);
}

void VerbDialog::setVerb(const QString &verb, bool destructive)
{
    m_verb->setText(verb);
    if (destructive) {
        QPalette colors = palette();
        const QColor bad = readableOn(colors.color(QPalette::Button), toneColor(Tone::Bad, colors));
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            colors.setColor(group, QPalette::ButtonText, bad);
        m_verb->setPalette(colors);
    }
}

} // namespace boxyard
