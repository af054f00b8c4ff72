// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/dialogs/clonedialog.h"
#include "guitest.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>

#include <memory>

namespace boxyard {

/// What the tests of the dialog that asks for clones have in common: one, on an engine with three containers.
class CloneDialogTest : public QObject
{
protected:
    void begin()
    {
        delete m_dialog;
        m_engine = std::make_unique<FakeEngine>();
        guitest::put(*m_engine, {QStringLiteral("web1"), QStringLiteral("web2"), QStringLiteral("db1")});
    }

    void open(const QStringList &sources)
    {
        QList<ContainerRef> refs;
        for (const QString &source : sources)
            refs.append(guitest::ref(source));
        m_dialog = new CloneDialog(*m_engine, refs);
        m_dialog->open();
        QVERIFY(guitest::isActive(m_dialog));
        QTRY_VERIFY(!costOf(CloneMode::Auto).contains(QChar(u'…')));
    }

    [[nodiscard]] QLineEdit *name() const { return m_dialog->findChild<QLineEdit *>(QStringLiteral("name")); }

    [[nodiscard]] QSpinBox *count() const { return m_dialog->findChild<QSpinBox *>(QStringLiteral("count")); }

    [[nodiscard]] QRadioButton *kind(CloneMode mode) const
    {
        return m_dialog->findChild<QRadioButton *>(QStringLiteral("kind-") + cloneModeWord(mode));
    }

    [[nodiscard]] QString costOf(CloneMode mode) const { return kind(mode)->accessibleDescription(); }

    [[nodiscard]] QCheckBox *box(const QString &name) const { return m_dialog->findChild<QCheckBox *>(name); }

    std::unique_ptr<FakeEngine> m_engine;
    QPointer<CloneDialog> m_dialog;
};

} // namespace boxyard
