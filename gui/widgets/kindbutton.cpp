// SPDX-License-Identifier: GPL-2.0-or-later

#include "kindbutton.h"

#include "gui/icons.h"
#include "gui/models/containermodel.h"

#include <QActionGroup>
#include <QLocale>
#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <array>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array Kinds = {Kind::All,     Kind::Running, Kind::Frozen,
                              Kind::Stopped, Kind::Working, Kind::Trouble};

QString wordOf(Kind kind)
{
    switch (kind) {
    case Kind::Running:
        return KindButton::tr("Running", "containers");
    case Kind::Frozen:
        return KindButton::tr("Frozen", "containers");
    case Kind::Stopped:
        return KindButton::tr("Stopped", "containers");
    case Kind::Working:
        return KindButton::tr("At work", "containers that a task works on");
    case Kind::Trouble:
        return KindButton::tr("In trouble", "containers with a problem or a failure");
    case Kind::All:
        break;
    }
    return KindButton::tr("All", "containers");
}

} // namespace

KindButton::KindButton(const ContainerModel &model, QWidget *parent)
    : QToolButton(parent)
    , m_model(model)
    , m_group(new QActionGroup(this))
{
    setObjectName(u"kind"_s);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setIconSize(QSize(16, 16));
    setIcon(symbolicIcon(u"filter"_s));
    setPopupMode(QToolButton::InstantPopup);
    auto *choices = new QMenu(this);
    for (const Kind kind : Kinds) {
        QAction *action = choices->addAction(wordOf(kind));
        action->setCheckable(true);
        action->setData(static_cast<int>(kind));
        m_group->addAction(action);
        connect(action, &QAction::triggered, this, [this, kind] { setKind(kind); });
        if (kind == Kind::All)
            choices->addSeparator();
    }
    setMenu(choices);
    connect(choices, &QMenu::aboutToShow, this, &KindButton::count);
    update();
}

QString KindButton::word() const
{
    return wordOf(m_kind);
}

void KindButton::setKind(Kind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    update();
    Q_EMIT kindChanged(kind);
}

/// Without the arrow of a menu, for which a small icon has no room.
void KindButton::paintEvent(QPaintEvent * /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionToolButton::HasMenu;
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
}

void KindButton::count()
{
    const auto actions = m_group->actions();
    for (QAction *action : actions) {
        const auto kind = static_cast<Kind>(action->data().toInt());
        int many = 0;
        for (int row = 0; row < m_model.rowCount(); ++row)
            many += isOfKind(m_model.row(row), kind) ? 1 : 0;
        action->setText(
            tr("%1 (%2)", "kind of containers, how many").arg(wordOf(kind), QLocale().toString(many)));
        // What there is none of stays visible.
        action->setEnabled(many > 0 || kind == Kind::All || kind == m_kind);
    }
}

void KindButton::update()
{
    const bool all = m_kind == Kind::All;
    setText(word());
    setToolButtonStyle(all ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    setToolTip(all ? tr("Show only some of the containers, by their state")
                   : tr("Shown: %1. Others are left out.").arg(word()));
    setAccessibleName(tr("Show: %1", "kind of containers").arg(word()));
    setIcon(symbolicIcon(u"filter"_s, all ? Tone::Neutral : Tone::Busy));
    const auto actions = m_group->actions();
    for (QAction *action : actions)
        action->setChecked(action->data().toInt() == static_cast<int>(m_kind));
}

} // namespace boxyard
