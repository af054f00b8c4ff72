// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalpane.h"

#include "findbar.h"
#include "gui/dialogs/confirmdialog.h"
#include "gui/widgets/banner.h"
#include "terminalview.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

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
    over->setContentsMargins(0, 0, 0, 0); // nothing while there is nothing to say
    over->addWidget(m_over);
    layout->addLayout(over);
    m_over->hide();
    setFocusProxy(m_view);
    connect(m_view, &TerminalView::searchWanted, m_find, &FindBar::open);
    connect(m_view, &TerminalView::linesPasted, this, &TerminalPane::askAboutLines);
    connect(m_again, &QPushButton::clicked, this, &TerminalPane::againWanted);
    connect(m_view, &TerminalView::ended, this, [this, over] {
        over->setContentsMargins(8, 6, 8, 6);
        m_hasEnded = true;
        m_over->say(Tone::Neutral, tr("This shell has ended."));
        Q_EMIT ended();
    });
}

/// Each line would be run as soon as it is there, and the person may not know what a page put on the
/// clipboard.
void TerminalPane::askAboutLines(const QString &text)
{
    QString content = text.trimmed();
    content.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    const auto lines = static_cast<int>(content.count(u'\n')) + 1;
    auto *question = new ConfirmDialog(this, u"shell"_s, tr("Paste %n line(s)?", nullptr, lines));
    constexpr qsizetype mostShown = 4000;
    question->quote(content.size() > mostShown ? content.left(mostShown) + u'…' : content,
                    tr("What will be pasted"), m_view->settings().font());
    const QCheckBox *never = question->offerNever();
    question->ask(tr("The shell runs each line as soon as it is pasted."), tr("Paste"), false);
    connect(question, &QDialog::accepted, m_view,
            [this, text, never] { m_view->pasteUnasked(text, never->isChecked()); });
    connect(m_view, &TerminalView::ended, question, &QDialog::reject);
    question->open();
}

void TerminalPane::setAgainEnabled(bool enabled)
{
    m_again->setEnabled(enabled);
}

} // namespace boxyard
