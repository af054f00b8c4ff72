// SPDX-License-Identifier: GPL-2.0-or-later

#include "powerdialog.h"

#include "gui/words.h"
#include "manualwindow.h"

#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

PowerDialog::PowerDialog(Engine &engine, Wish wish, QList<ContainerRef> refs, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_wish(wish)
    , m_refs(std::move(refs))
{
    addManualKey(this, u"power"_s);
    const int count = static_cast<int>(m_refs.size());
    const QString name = m_refs.first().name;
    switch (wish) {
    case Wish::Kill:
        setHeading(u"kill"_s,
                   count == 1 ? tr("Kill %1?").arg(name) : tr("Kill %n container(s)?", nullptr, count));
        setVerb(count == 1 ? tr("Kill") : tr("Kill %n container(s)", "the button", count), true);
        break;
    case Wish::Restart:
        setHeading(u"restart"_s, tr("Restart %n container(s)?", nullptr, count));
        setVerb(tr("Restart %n container(s)", "the button", count));
        break;
    default:
        setHeading(u"stop"_s, tr("Stop %n container(s)?", nullptr, count));
        setVerb(tr("Stop %n container(s)", "the button", count));
        break;
    }
    if (wish == Wish::Kill)
        setEnter(Enter::Cancel); // what is lost can't come back
    connect(&m_engine, &Engine::linkChanged, this, &PowerDialog::check);
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
}

QString PowerDialog::consequence() const
{
    QStringList list;
    for (const ContainerRef &ref : m_refs)
        list.append(ref.name);
    const QString names = Words::names(list);
    switch (m_wish) {
    case Wish::Kill:
        return tr("Everything that runs in %1 will be ended at once. Unsaved data will be lost.").arg(names);
    case Wish::Restart:
        return tr("%1 will be asked to shut down, and then started again. Their services are unavailable "
                  "until then.")
            .arg(names);
    default:
        return tr("%1 will be asked to shut down. Their services are unavailable until they are started "
                  "again.")
            .arg(names);
    }
}

void PowerDialog::check()
{
    const bool ready = m_engine.link() == Engine::Link::Ready;
    setSentence(ready ? consequence() : tr("There is no connection at the moment."), ready);
}

void PowerDialog::accept()
{
    if (!verbButton()->isEnabled())
        return;
    const QList<ContainerRef> refs = m_refs;
    for (const ContainerRef &ref : refs) {
        if (m_wish == Wish::Restart)
            Q_EMIT begun(m_engine.restart({ref}));
        else
            Q_EMIT begun(m_engine.stop({ref, m_wish == Wish::Kill ? StopMode::Kill : StopMode::Ask}));
    }
    QDialog::accept();
}

} // namespace boxyard
