// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/tones.h"

#include <QFrame>

class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace boxyard {

/// A message in the window: an icon, what happened in bold, what to do, and the buttons that help. It never
/// takes the focus.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget *parent = nullptr);

    /// Shows it. Info for a state, Warning for what needs a look, Bad for a failure. Buttons stay.
    void say(Tone tone, const QString &title, const QString &text = {});
    /// A button at the right; hidden ones cost nothing.
    QPushButton *addButton(const QString &text);
    /// Whether a ✕ is shown, which hides the banner and emits `dismissed`.
    void setClosable(bool closable);

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    Tone m_tone = Tone::Neutral;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QVBoxLayout *m_texts;
    QHBoxLayout *m_row;
    QWidget *m_buttons;
    QToolButton *m_close;
};

} // namespace boxyard
