// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QTextBrowser;

namespace boxyard {

/// Shows the manual: its pages, with a way back. A window of its own, so that both can be seen.
class ManualWindow final : public QWidget
{
    Q_OBJECT

public:
    /// `page`: see manualPage().
    explicit ManualWindow(const QString &page, QWidget *parent = nullptr);

private:
    void addButtons();

    QTextBrowser *m_browser;
    QString m_first;
};

} // namespace boxyard
