// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace boxyard {

/// What a page shows when it has nothing: a large icon, a title, a sentence, and the button that changes it.
class EmptyPage final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyPage(QWidget *parent = nullptr);

    void setTexts(const QString &icon, const QString &title, const QString &text);

    /// The button; hidden without a text.
    [[nodiscard]] QPushButton *button() const { return m_button; }

    [[nodiscard]] QString title() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace boxyard
