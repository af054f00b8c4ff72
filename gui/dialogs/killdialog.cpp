// SPDX-License-Identifier: GPL-2.0-or-later

#include "killdialog.h"

#include "gui/words.h"

#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

KillDialog::KillDialog(Engine &engine, QList<ContainerRef> refs, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_refs(std::move(refs))
{
    const int count = static_cast<int>(m_refs.size());
    setHeading(u"kill"_s,
               count == 1 ? tr("Kill %1?").arg(m_refs.first().name)
                          : tr("Kill %n container(s)?", nullptr, count));
    setVerb(count == 1 ? tr("Kill") : tr("Kill %n container(s)", "the button", count), true);
    connect(&m_engine, &Engine::linkChanged, this, &KillDialog::check);
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
}

void KillDialog::check()
{
    QStringList names;
    for (const ContainerRef &ref : std::as_const(m_refs))
        names.append(ref.name);
    const bool ready = m_engine.link() == Engine::Link::Ready;
    setSentence(ready ? tr("Everything that runs in %1 ends at once. What it has not saved is lost.")
                            .arg(Words::names(names))
                      : tr("There is no connection at the moment."),
                ready);
}

void KillDialog::accept()
{
    if (!verbButton()->isEnabled())
        return;
    const QList<ContainerRef> refs = m_refs;
    for (const ContainerRef &ref : refs)
        Q_EMIT begun(m_engine.stop({ref, StopMode::Kill}));
    QDialog::accept();
}

} // namespace boxyard
