// SPDX-License-Identifier: GPL-2.0-or-later

#include "selectionpage.h"

#include "gui/containeractions.h"
#include "gui/models/containermodel.h"
#include "gui/widgets/actionbutton.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QLocale>

namespace boxyard {

using namespace Qt::StringLiterals;

SelectionPage::SelectionPage(ContainerModel &model, ContainerActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_actions(actions)
    , m_title(new QLabel(this))
    , m_states(new QLabel(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_states}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }

    auto *column = new QVBoxLayout;
    column->setSpacing(6);
    for (const Wish wish :
         {Wish::Start, Wish::Stop, Wish::Freeze, Wish::Unfreeze, Wish::Clone, Wish::Delete}) {
        auto *button = new ActionButton(this);
        button->setAction(actions.of(wish));
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        column->addWidget(button);
        m_buttons.append({wish, button});
    }
    auto *middle = new QHBoxLayout;
    middle->addStretch(2);
    middle->addLayout(column, 3);
    middle->addStretch(2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_states);
    layout->addSpacing(12);
    layout->addLayout(middle);
    layout->addStretch(3);
    connect(&actions, &ContainerActions::updated, this, &SelectionPage::update);
}

void SelectionPage::update()
{
    const auto &refs = m_actions.selection();
    if (refs.size() < 2)
        return;
    // In the order in which the list sorts them.
    QMap<std::pair<int, QString>, int> states;
    for (const ContainerRef &ref : refs) {
        const QModelIndex state = m_model.indexOf(ref, ContainerModel::State);
        ++states[{state.data(ContainerModel::SortRole).toInt(), state.data().toString()}];
    }
    QStringList words;
    for (auto state = states.cbegin(); state != states.cend(); ++state)
        words.append(
            tr("%1: %2", "state, how many").arg(state.key().second, QLocale().toString(state.value())));
    for (const auto &[wish, button] : std::as_const(m_buttons)) {
        const int able = m_actions.able(wish);
        const QString what = m_actions.of(wish)->text();
        // "Stop (3)", where it is not possible for all.
        button->setWords(
            able == 0 || able == refs.size()
                ? what
                : tr("%1 (%2)", "action, for how many containers").arg(what, QLocale().toString(able)));
        button->setVisible(wish != Wish::Unfreeze || able > 0);
    }
    m_title->setText(tr("%n container(s) selected", nullptr, static_cast<int>(refs.size())));
    m_states->setText(words.join(u"  ·  "_s));
}

} // namespace boxyard
