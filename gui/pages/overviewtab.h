// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/containerrow.h"

#include <QScrollArea>

class QFormLayout;
class QLabel;

namespace boxyard {

/// The facts of a container: those of the list at once, the others when the engine has answered.
class OverviewTab final : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewTab(Engine &engine, QWidget *parent = nullptr);

    void setRow(const ContainerRow &row);

protected:
    void changeEvent(QEvent *event) override;

private:
    /// A heading with lines of facts under it.
    struct Section {
        QWidget *widget = nullptr;
        QLabel *heading = nullptr;
        QFormLayout *lines = nullptr;
    };

    struct Fact {
        QString label;
        QString value;
        QString toolTip;
        bool operator==(const Fact &) const = default;
    };

    using Facts = QList<QPair<QString, QList<Fact>>>;

    void inspect();
    void update();
    [[nodiscard]] Facts facts() const;
    [[nodiscard]] QList<Fact> general() const;
    [[nodiscard]] QList<Fact> network() const;
    [[nodiscard]] QList<Fact> storage() const;
    [[nodiscard]] QList<Fact> isolation() const;
    void fill(const Facts &facts);
    [[nodiscard]] bool sameLabels(const Facts &fresh) const;
    QLabel *addFact(const Section &section, const Fact &fact, int labelWidth);
    void addCopying(QLabel *value, const QString &label);
    [[nodiscard]] QString asText() const;
    void showUnmade();
    Section makeSection(const QString &title);

    Engine &m_engine;
    ContainerRow m_row;
    Result<ContainerDetails> m_details;
    bool m_asked = false;
    Facts m_shown;
    QWidget *m_content = nullptr;
    QList<QLabel *> m_values; ///< in the order of the facts
};

} // namespace boxyard
