// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

class QLineEdit;
class QListWidget;

namespace boxyard {

/// Says what will be gone, asks for the name (or how many), and deletes. What others need can't be deleted:
/// then it says so, and leads to those others. Who needs what is also looked up while it is open.
class DeleteDialog final : public VerbDialog
{
    Q_OBJECT

public:
    /// One that was selected too and is left alone.
    struct Kept {
        QString name;
        QString why; ///< a sentence
    };

    /// `refs`: what will be deleted, at least one.
    DeleteDialog(Engine &engine, QList<ContainerRef> refs, QList<Kept> kept, QWidget *parent = nullptr);

    /// What is to be typed before the button works; empty where no data would be lost.
    [[nodiscard]] QString confirmation() const;
    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task); ///< once for each container
    void deleteWanted(const QList<boxyard::ContainerRef> &refs); ///< those that need this one, first

private:
    void addList(QVBoxLayout *layout);
    void addQuestion(QVBoxLayout *layout);
    void addReason();
    [[nodiscard]] bool losesData() const;
    void inspectAll();
    void check();
    /// Shows the question, or why there is none.
    void showNeeded(const QStringList &others);
    [[nodiscard]] QStringList neededBy(const ContainerRef &ref) const;
    [[nodiscard]] QList<ContainerRef> helpful(const QStringList &others) const;
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] QString keptText() const;

    Engine &m_engine;
    QList<ContainerRef> m_refs;
    QList<Kept> m_kept;
    bool m_losesData;
    QHash<ContainerRef, QStringList> m_dependants; ///< as the engine told them when it was asked
    QWidget *m_question;
    QListWidget *m_list;
    QLineEdit *m_answer;
    QLabel *m_reason;
    QPushButton *m_others;
    QList<ContainerRef> m_first; ///< what m_others leads to
};

} // namespace boxyard
