// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/models/eligibility.h"

#include <QList>
#include <QWidget>

#include <utility>

class QLabel;

namespace boxyard {

class ActionButton;
class ContainerActions;
class ContainerModel;

/// What stands at the right while several containers are selected: how many are in which state, and what can
/// be done to them.
class SelectionPage final : public QWidget
{
    Q_OBJECT

public:
    SelectionPage(ContainerModel &model, ContainerActions &actions, QWidget *parent = nullptr);

private:
    void update();

    ContainerModel &m_model;
    ContainerActions &m_actions;
    QList<std::pair<Wish, ActionButton *>> m_buttons;
    QLabel *m_title;
    QLabel *m_states;
};

} // namespace boxyard
