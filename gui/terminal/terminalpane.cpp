// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalpane.h"

#include "findbar.h"
#include "gui/widgets/banner.h"
#include "terminalview.h"

#include <QBoxLayout>
#include <QPushButton>

namespace boxyard {

TerminalPane::TerminalPane(QWidget *parent)
    : QWidget(parent)
    , m_view(new TerminalView(this))
    , m_find(new FindBar(*m_view, this))
    , m_over(new Banner(this))
    , m_again(m_over->addButton(tr("Open a new one")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_find);
    auto *over = new QVBoxLayout;
    over->setContentsMargins(8, 6, 8, 6);
    over->addWidget(m_over);
    layout->addLayout(over);
    m_over->hide();
    setFocusProxy(m_view);
    connect(m_view, &TerminalView::searchWanted, m_find, &FindBar::open);
    connect(m_again, &QPushButton::clicked, this, &TerminalPane::againWanted);
    connect(m_view, &TerminalView::ended, this, [this] {
        m_hasEnded = true;
        m_over->say(Tone::Neutral, tr("This shell has ended."));
        Q_EMIT ended();
    });
}

void TerminalPane::setAgainEnabled(bool enabled)
{
    m_again->setEnabled(enabled);
}

} // namespace boxyard
