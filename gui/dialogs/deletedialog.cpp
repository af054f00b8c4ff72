// SPDX-License-Identifier: GPL-2.0-or-later

#include "deletedialog.h"

#include "gui/icons.h"
#include "gui/models/dependants.h"
#include "gui/words.h"
#include "manualwindow.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

DeleteDialog::DeleteDialog(Engine &engine, QList<ContainerRef> refs, QList<Kept> kept, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_refs(std::move(refs))
    , m_kept(std::move(kept))
    , m_losesData(losesData())
    , m_question(new QWidget(this))
    , m_list(new QListWidget(this))
    , m_answer(new QLineEdit(this))
    , m_reason(new QLabel(this))
    , m_others(buttons()->addButton(QString(), QDialogButtonBox::ActionRole))
{
    const int count = static_cast<int>(m_refs.size());
    setVerb(count == 1 ? tr("Delete") : tr("Delete %n container(s)", "the button", count), true);
    addManualKey(this, u"delete"_s);
    auto *layout = new QVBoxLayout(m_question);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    addList(layout);
    addQuestion(layout);
    body()->addWidget(m_question);
    addReason();
    connect(m_answer, &QLineEdit::textChanged, this, &DeleteDialog::check);
    connect(&m_engine, &Engine::changed, this, [this] {
        if (!m_dependants.isEmpty())
            inspectAll();
        check();
    });
    connect(&m_engine, &Engine::linkChanged, this, &DeleteDialog::check);
    inspectAll();
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    if (m_losesData)
        m_answer->setFocus();
}

void DeleteDialog::addList(QVBoxLayout *layout)
{
    // Not %n: the number is not said.
    auto *what = new QLabel(m_refs.size() == 1 ? tr("This folder and everything in it will be gone:")
                                               : tr("These folders and everything in them will be gone:"),
                            this);
    what->setWordWrap(true);
    layout->addWidget(what);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setAccessibleName(what->text());
    m_list->setIconSize(QSize(16, 16));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setTextElideMode(Qt::ElideMiddle);
    for (const ContainerRef &ref : std::as_const(m_refs)) {
        const QString folder = ref.location + u'/' + ref.name;
        // Nothing else: a root file system that lies elsewhere stays.
        m_list->addItem(new QListWidgetItem(symbolicIcon(u"container"_s), folder));
    }
    const int rows = std::clamp(m_list->count(), 1, 7);
    m_list->setFixedHeight(rows * std::max(m_list->sizeHintForRow(0), 18) + 2 * m_list->frameWidth());
    layout->addWidget(m_list);
}

/// Whether any of them has files that can't come back. A container whose root file system is gone already is
/// only a config.
bool DeleteDialog::losesData() const
{
    return std::any_of(m_refs.cbegin(), m_refs.cend(), [this](const ContainerRef &ref) {
        const ContainerEntry *entry = m_engine.find(ref);
        return entry == nullptr || entry->container.problem != errorWord(ErrorCode::RootfsMissing);
    });
}

void DeleteDialog::addQuestion(QVBoxLayout *layout)
{
    m_answer->setObjectName(u"answer"_s);
    if (confirmation().isEmpty())
        return m_answer->hide();
    auto *question = new QLabel(m_refs.size() == 1 ? tr("Type the name %1 to confirm:").arg(confirmation())
                                                   : tr("Type the number %1 to confirm:").arg(confirmation()),
                                this);
    question->setWordWrap(true);
    question->setBuddy(m_answer);
    m_answer->setAccessibleName(question->text());
    auto *both = new QVBoxLayout;
    both->setSpacing(5);
    both->addWidget(question);
    both->addWidget(m_answer);
    layout->addLayout(both);
}

void DeleteDialog::addReason()
{
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    m_reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    body()->addWidget(m_reason);
    m_others->setObjectName(u"others"_s);
    m_others->setAutoDefault(false);
    connect(m_others, &QPushButton::clicked, this, [this] {
        const QList<ContainerRef> first = m_first;
        reject();
        Q_EMIT deleteWanted(first);
    });
}

QString DeleteDialog::confirmation() const
{
    if (!m_losesData)
        return {};
    return m_refs.size() == 1 ? m_refs.first().name
                              : QLocale().toString(static_cast<qlonglong>(m_refs.size()));
}

void DeleteDialog::inspectAll()
{
    for (const ContainerRef &ref : std::as_const(m_refs)) {
        m_engine.inspect(ref, this, [this, ref](const Result<ContainerDetails> &details) {
            if (details && !details->dependants.isEmpty())
                m_dependants.insert(ref, details->dependants);
            else
                m_dependants.remove(ref);
            check();
        });
    }
}

QStringList DeleteDialog::neededBy(const ContainerRef &ref) const
{
    const ContainerEntry *entry = m_engine.find(ref);
    QStringList names = m_dependants.value(ref);
    if (entry != nullptr)
        names += Overlays(m_engine.snapshot()).namesOn(entry->container);
    names.removeDuplicates();
    names.sort();
    return names;
}

/// Those others, where they are known and could be deleted.
QList<ContainerRef> DeleteDialog::helpful(const QStringList &others) const
{
    QList<ContainerRef> found;
    for (const QString &name : others) {
        const ContainerRef ref{m_refs.first().location, name};
        const ContainerEntry *entry = m_engine.find(ref);
        if (entry == nullptr || isAlive(entry->container.state))
            return {};
        found.append(ref);
    }
    return found;
}

QString DeleteDialog::obstacle() const
{
    if (m_engine.link() != Engine::Link::Ready)
        return tr("There is no connection at the moment.");
    for (const ContainerRef &ref : m_refs) {
        const ContainerEntry *entry = m_engine.find(ref);
        if (entry == nullptr)
            return explain({ErrorCode::NotFound, ref.name, {}});
        if (isAlive(entry->container.state))
            return explain({ErrorCode::MustBeStopped, ref.name, {}});
        if (const QStringList others = neededBy(ref); !others.isEmpty() && m_refs.size() > 1)
            return explain({ErrorCode::HasDependants, ref.name, Words::names(others)});
    }
    return {};
}

QString DeleteDialog::keptText() const
{
    if (m_kept.isEmpty())
        return {};
    if (m_kept.size() == 1)
        return tr("%1 It will be kept.", "why one container is not deleted: a sentence")
            .arg(m_kept.first().why);
    QStringList names;
    for (const Kept &kept : m_kept)
        names.append(kept.name);
    return tr("%1 can't be deleted now and will be kept.", "several containers").arg(Words::names(names));
}

void DeleteDialog::showNeeded(const QStringList &others)
{
    const bool needed = !others.isEmpty();
    const bool isNew = needed && !verbButton()->isHidden();
    const QString name = m_refs.first().name;
    const int count = static_cast<int>(m_refs.size());
    if (needed)
        setHeading(u"warning"_s, tr("%1 can't be deleted").arg(name));
    else
        setHeading(u"delete"_s,
                   count == 1 ? tr("Delete %1?").arg(name) : tr("Delete %n container(s)?", nullptr, count));
    m_question->setVisible(!needed);
    m_reason->setVisible(needed);
    verbButton()->setVisible(!needed);
    cancelButton()->setText(needed ? tr("Close") : tr("Cancel"));
    // Where nothing has to be typed, Enter alone must not delete.
    setEnter(needed || !m_losesData ? Enter::Cancel : Enter::Verb);
    m_first = needed ? helpful(others) : QList<ContainerRef>();
    m_others->setVisible(!m_first.isEmpty());
    if (!needed)
        return;
    const QString names = Words::names(others);
    const auto many = static_cast<int>(others.size());
    m_reason->setText(many == 1 ? tr("%1 is an overlay on it and needs its files.").arg(names)
                                : tr("%1 are overlays on it and need its files.").arg(names));
    m_others->setText(many == 1 ? tr("Delete %1…").arg(names)
                                : tr("Delete %n container(s)…", "the button", many));
    if (isNew)
        cancelButton()->setFocus();
}

void DeleteDialog::check()
{
    const QStringList others = m_refs.size() == 1 ? neededBy(m_refs.first()) : QStringList();
    const QString trouble = obstacle();
    showNeeded(trouble.isEmpty() ? others : QStringList());
    m_answer->setEnabled(trouble.isEmpty());
    if (!trouble.isEmpty())
        return setSentence(trouble, false, Tone::Warning);
    if (others.size() == 1)
        return setSentence(tr("Delete %1 first. To keep what is in it, make a full clone of it before that.")
                               .arg(others.first()),
                           false);
    if (!others.isEmpty())
        return setSentence(
            tr("Delete them first. To keep what is in one, make a full clone of it before that."), false);
    QStringList names;
    for (const ContainerRef &ref : std::as_const(m_refs))
        names.append(ref.name);
    QString sentence = m_losesData
        ? tr("Everything in %1 will be deleted. This can't be undone.").arg(Words::names(names))
        : tr("Only a configuration will be deleted: the root file system is missing already.");
    if (const QString kept = keptText(); !kept.isEmpty())
        sentence += u' ' + kept;
    setSentence(sentence, m_answer->text().trimmed() == confirmation());
}

void DeleteDialog::accept()
{
    check();
    if (!verbButton()->isEnabled())
        return;
    const QList<ContainerRef> refs = m_refs; // an engine may answer at once, and the list is then another
    for (const ContainerRef &ref : refs)
        Q_EMIT begun(m_engine.remove(ref));
    QDialog::accept();
}

} // namespace boxyard
