// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QTreeView>

class QSettings;

namespace boxyard {

class PlainHeader;

/// The list of containers as a view: its columns, which can be hidden, moved, sorted and resized, and which
/// give way to each other where the list is narrow.
class ContainerView final : public QTreeView
{
    Q_OBJECT

public:
    explicit ContainerView(Engine &engine, QWidget *parent = nullptr);

    /// As a new user has them. The model must be set.
    void resetColumns();
    void saveColumns(QSettings &settings) const;
    void restoreColumns(const QSettings &settings);

private:
    void addDelegates();
    void addHeader();
    void chooseColumns(const QPoint &point);
    /// Of the column "State", with the longest of its words.
    [[nodiscard]] int stateWidth() const;

    Engine &m_engine;
    PlainHeader *m_header;
};

} // namespace boxyard
