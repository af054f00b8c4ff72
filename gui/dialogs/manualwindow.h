// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QTextBrowser;

namespace boxyard {

/// Shows the manual: its pages, with a way back. A window of its own, which no dialog blocks, so that both
/// can be seen; it does not keep the program running.
class ManualWindow final : public QWidget
{
    Q_OBJECT

public:
    /// `page`: see manualPage(). `parent`: with which it closes.
    explicit ManualWindow(const QString &page, QWidget *parent = nullptr);

    /// Shows the page of a topic, in the window that is open already if there is one. Without a manual:
    /// nothing.
    static void open(const QString &topic);
    /// The open one, or nullptr.
    [[nodiscard]] static ManualWindow *opened();

    void showPage(const QString &page);
    [[nodiscard]] QString page() const; ///< the path of the one that is shown

private:
    void addButtons();

    QTextBrowser *m_browser;
    QString m_first;
};

/// F1 in a dialog opens the page of the manual that tells of it.
void addManualKey(QWidget *dialog, const QString &topic);

} // namespace boxyard
