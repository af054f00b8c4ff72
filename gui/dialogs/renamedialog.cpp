// SPDX-License-Identifier: GPL-2.0-or-later

#include "renamedialog.h"

#include "gui/models/dependants.h"
#include "gui/words.h"
#include "manualwindow.h"
#include "nameproblem.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

RenameDialog::RenameDialog(Engine &engine, ContainerRef ref, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_ref(std::move(ref))
    , m_name(new QLineEdit(m_ref.name, this))
    , m_hint(newHint())
{
    setHeading(u"rename"_s, tr("Rename %1").arg(m_ref.name));
    addManualKey(this, u"delete"_s);
    setVerb(tr("Rename"));
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("New name"));
    addField(addForm(), tr("&New name:"), m_name, m_hint);
    connect(m_name, &QLineEdit::textChanged, this, &RenameDialog::check);
    connect(&m_engine, &Engine::changed, this, &RenameDialog::check);
    connect(&m_engine, &Engine::linkChanged, this, &RenameDialog::check);
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    m_name->setFocus();
    m_name->selectAll();
}

RenameSpec RenameDialog::spec() const
{
    return {m_ref, m_name->text()};
}

void RenameDialog::check()
{
    const bool same = m_name->text() == m_ref.name;
    const QString trouble = same ? QString() : nameProblem(m_engine, {m_ref.location, m_name->text()});
    setHint(m_hint, trouble.isEmpty() ? nameRule() : trouble, trouble.isEmpty() ? Tone::Neutral : Tone::Bad);
    if (m_engine.link() != Engine::Link::Ready)
        return setSentence(tr("There is no connection at the moment."), false);
    const ContainerEntry *entry = m_engine.find(m_ref);
    if (entry == nullptr)
        return setSentence(explain({ErrorCode::NotFound, m_ref.name, {}}), false);
    if (isAlive(entry->container.state))
        return setSentence(explain({ErrorCode::MustBeStopped, m_ref.name, {}}), false);
    if (const QStringList others = Overlays(m_engine.snapshot()).namesOn(entry->container); !others.isEmpty())
        return setSentence(explain({ErrorCode::HasDependants, m_ref.name, Words::names(others)}), false);
    if (same)
        return setSentence(tr("Type another name."), false);
    if (!trouble.isEmpty())
        return setSentence(m_name->text().isEmpty() ? trouble : tr("Choose another name."), false);
    setSentence(tr("%1 will be called %2. Its folder becomes %3.", "old name, new name, path")
                    .arg(m_ref.name, m_name->text(), m_ref.location + u'/' + m_name->text()),
                true);
}

void RenameDialog::accept()
{
    check();
    if (!verbButton()->isEnabled())
        return;
    Q_EMIT begun(m_engine.rename(spec()));
    QDialog::accept();
}

} // namespace boxyard
