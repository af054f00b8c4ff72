// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "chartscale.h"

#include <QColor>
#include <QWidget>

#include <optional>

class QLabel;
class QStackedLayout;

namespace boxyard {

class ChartCursor;
class ChartPlot;

/// A chart of one or two lines over the last minutes: a title, what the values are now, the plot, and a
/// cursor that mouse or keyboard (arrows, Page, Home, End, Escape) move, which tells the values at its time.
class ChartWidget final : public QWidget
{
    Q_OBJECT

public:
    struct Content {
        QList<QList<float>> lines; ///< oldest first, all equally long; NaN is a gap
        qint64 step = 1; ///< seconds from one value to the next
        qint64 span = 60; ///< seconds that the plot shows
        std::optional<double> limit;
        QList<float> latest; ///< what is said of each line now; NaN: nothing
    };

    ChartWidget(const QString &title, FigureUnit unit, QStringList lines, QWidget *parent = nullptr);

    void setContent(const Content &content);
    /// Shown instead of the plot; an empty one shows the plot.
    void setMessage(const QString &message);
    /// A few words beside the title; the tool tip says what they mean.
    void setNote(const QString &note, const QString &toolTip);

    [[nodiscard]] QString title() const { return m_title; }

    [[nodiscard]] QString message() const;

    /// The value that the cursor stands at, counted from the newest (0); -1: there is no cursor.
    [[nodiscard]] int cursor() const { return m_cursor; }

    void setCursorPosition(int fromNewest);
    /// Time and values at the cursor, in one line; of the newest values without a cursor.
    [[nodiscard]] QString spokenValues() const;
    /// What is to be seen, in a sentence: now, lowest, highest of each line.
    [[nodiscard]] QString summary() const;

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void takeColors();
    void draw();
    void showLegend();
    void fitHead();
    void placeCursor();
    void moveCursor(int fromNewest);
    [[nodiscard]] int count() const;
    [[nodiscard]] int nearest(double x) const;
    [[nodiscard]] QStringList valuesAt(int fromNewest) const;

    QString m_title;
    FigureUnit m_unit;
    QStringList m_names;
    Content m_content;
    QList<QColor> m_colors;
    QLabel *m_heading;
    QLabel *m_note;
    QLabel *m_legend;
    QStringList m_legends; ///< from the longest to the shortest
    QStackedLayout *m_stack;
    QLabel *m_message;
    ChartPlot *m_plot;
    ChartCursor *m_marker = nullptr;
    bool m_showsLimit = false;
    int m_cursor = -1;
    bool m_byKeyboard = false;
    ChartScale m_scale;
};

} // namespace boxyard
