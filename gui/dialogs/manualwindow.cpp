// SPDX-License-Identifier: GPL-2.0-or-later

#include "manualwindow.h"

#include "gui/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QDesktopServices>
#include <QTextBrowser>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

ManualWindow::ManualWindow(const QString &page, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_browser(new QTextBrowser(this))
    , m_first(page)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Boxyard's manual"));
    m_browser->setAccessibleName(tr("Manual"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(22);
    // Pages of ours here, everything else in the browser.
    m_browser->setOpenLinks(false);
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        const QUrl target = m_browser->source().resolved(link);
        if (target.isLocalFile())
            m_browser->setSource(target);
        else
            QDesktopServices::openUrl(target);
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addButtons();
    layout->addWidget(m_browser, 1);
    m_browser->setSource(QUrl::fromLocalFile(m_first));
    resize(820, 680);
    m_browser->setFocus();
    auto *leave = new QAction(tr("Close"), this);
    leave->setShortcuts({QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Close)});
    connect(leave, &QAction::triggered, this, &QWidget::close);
    addAction(leave);
}

void ManualWindow::addButtons()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    const auto add = [this, row](const QString &icon, const QString &text, const QKeySequence &keys,
                                 auto slot) {
        auto *action = new QAction(symbolicIcon(icon), text, this);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(button);
        return action;
    };
    QAction *back = add(u"collapse"_s, tr("Back"), QKeySequence::Back, [this] { m_browser->backward(); });
    add(u"overview"_s, tr("Contents"), Qt::ALT | Qt::Key_Home,
        [this] { m_browser->setSource(QUrl::fromLocalFile(m_first)); });
    row->addStretch(1);
    back->setEnabled(false);
    connect(m_browser, &QTextBrowser::backwardAvailable, back, &QAction::setEnabled);
    qobject_cast<QVBoxLayout *>(layout())->addLayout(row);
}

} // namespace boxyard
