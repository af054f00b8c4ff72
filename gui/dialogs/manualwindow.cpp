// SPDX-License-Identifier: GPL-2.0-or-later

#include "manualwindow.h"

#include "gui/icons.h"
#include "gui/manual.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QDesktopServices>
#include <QImage>
#include <QTextBrowser>
#include <QToolButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 22; ///< around the text, in device-independent pixels
constexpr QSize Size(820, 680);
constexpr int WidestPicture = Size.width() - 2 * Margin - 30; ///< a scroll bar fits in too

/// Text and pictures; these no wider than the window is at first.
class Pages final : public QTextBrowser
{
public:
    using QTextBrowser::QTextBrowser;

    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override
    {
        const QVariant found = QTextBrowser::loadResource(type, name);
        QImage image;
        if (type != QTextDocument::ImageResource || !image.loadFromData(found.toByteArray()))
            return found;
        const auto widest = static_cast<int>(WidestPicture * devicePixelRatioF());
        if (image.width() > WidestPicture) {
            image = image.scaledToWidth(std::min(image.width(), widest), Qt::SmoothTransformation);
            image.setDevicePixelRatio(static_cast<qreal>(image.width()) / WidestPicture);
        }
        return image;
    }
};

} // namespace

ManualWindow::ManualWindow(const QString &page, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_browser(new Pages(this))
    , m_first(page.section(u'/', 0, -2) + u"/index."_s + page.section(u'.', -1))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_QuitOnClose, false);
    setWindowTitle(tr("Boxyard's manual"));
    m_browser->setAccessibleName(tr("Manual"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(Margin);
    // Pages of ours here, everything else in the browser.
    m_browser->setOpenLinks(false);
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        const QUrl target = m_browser->source().resolved(link);
        if (target.isLocalFile() && !target.path().endsWith(u".png"))
            m_browser->setSource(target);
        else
            QDesktopServices::openUrl(target);
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addButtons();
    layout->addWidget(m_browser, 1);
    showPage(page);
    resize(Size);
    m_browser->setFocus();
    auto *leave = new QAction(tr("Close"), this);
    leave->setShortcuts({QKeySequence(Qt::Key_Escape), QKeySequence(QKeySequence::Close)});
    connect(leave, &QAction::triggered, this, &QWidget::close);
    addAction(leave);
}

void ManualWindow::open(const QString &topic)
{
    const QString page = manualPage(topic);
    if (page.isEmpty())
        return;
    ManualWindow *window = opened();
    if (window == nullptr)
        window = new ManualWindow(page); // deletes itself
    else if (window->page() != page)
        window->showPage(page);
    window->show();
    window->raise();
    window->activateWindow();
}

ManualWindow *ManualWindow::opened()
{
    const auto windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        auto *manual = qobject_cast<ManualWindow *>(window);
        if (manual != nullptr && manual->isVisible())
            return manual;
    }
    return nullptr;
}

void ManualWindow::showPage(const QString &page)
{
    m_browser->setSource(QUrl::fromLocalFile(page));
}

QString ManualWindow::page() const
{
    return m_browser->source().toLocalFile();
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

void addManualKey(QWidget *dialog, const QString &topic)
{
    setManualTopic(dialog, topic);
    auto *help = new QAction(ManualWindow::tr("Manual"), dialog);
    help->setShortcut(QKeySequence::HelpContents);
    QObject::connect(help, &QAction::triggered, dialog, [dialog] {
        const QWidget *focus = dialog->focusWidget();
        ManualWindow::open(manualTopic(focus == nullptr ? dialog : focus));
    });
    dialog->addAction(help);
}

} // namespace boxyard
