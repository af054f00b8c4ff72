// SPDX-License-Identifier: GPL-2.0-or-later

#include "deletedialog.h"

#include "gui/icons.h"
#include "manualwindow.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString sentences(const Error &error)
{
    return explain(error) + u' ' + advice(error);
}

} // namespace

DeleteDialog::DeleteDialog(Engine &engine, QList<ContainerRef> refs, int left, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_refs(std::move(refs))
    , m_left(left)
    , m_losesData(losesData())
    , m_list(new QListWidget(this))
    , m_answer(new QLineEdit(this))
{
    const int count = static_cast<int>(m_refs.size());
    setHeading(u"delete"_s,
               count == 1 ? tr("Delete %1?").arg(m_refs.first().name)
                          : tr("Delete %n container(s)?", nullptr, count));
    setVerb(count == 1 ? tr("Delete") : tr("Delete %n container(s)", "the button", count), true);
    addManualKey(this, u"delete"_s);
    addList();
    addQuestion();
    connect(m_answer, &QLineEdit::textChanged, this, &DeleteDialog::check);
    connect(&m_engine, &Engine::changed, this, &DeleteDialog::check);
    connect(&m_engine, &Engine::linkChanged, this, &DeleteDialog::check);
    inspectAll();
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 72);
    m_answer->setFocus();
}

void DeleteDialog::addList()
{
    auto *what = new QLabel(tr("These folders and all that is in them, snapshots too, will be gone:"), this);
    what->setWordWrap(true);
    body()->addWidget(what);
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
    m_list->setFixedHeight(rows * std::max(m_list->sizeHintForRow(0), 18) + 2 * m_list->frameWidth() + 4);
    body()->addWidget(m_list);
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

void DeleteDialog::addQuestion()
{
    m_answer->setObjectName(u"answer"_s);
    if (confirmation().isEmpty())
        return m_answer->hide();
    auto *question = new QLabel(
        m_refs.size() == 1 ? tr("This can't be undone. Type the name %1 to confirm:").arg(confirmation())
                           : tr("This can't be undone. Type the number %1 to confirm:").arg(confirmation()),
        this);
    question->setWordWrap(true);
    question->setBuddy(m_answer);
    m_answer->setAccessibleName(question->text());
    auto *both = new QVBoxLayout;
    both->setSpacing(5);
    both->addWidget(question);
    both->addWidget(m_answer);
    body()->addLayout(both);
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
            check();
        });
    }
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
        if (const QStringList others = m_dependants.value(ref); !others.isEmpty())
            return sentences({ErrorCode::HasDependants, ref.name, QLocale().createSeparatedList(others)});
    }
    return {};
}

void DeleteDialog::check()
{
    const QString trouble = obstacle();
    m_answer->setEnabled(trouble.isEmpty());
    QString sentence = trouble;
    if (sentence.isEmpty() && m_left > 0)
        sentence = tr("%n selected container(s) run or are busy, and will be left alone.", nullptr, m_left);
    else if (sentence.isEmpty() && !m_losesData)
        sentence = tr("Only a configuration will be gone: the root file system is missing already.");
    setSentence(sentence, trouble.isEmpty() && m_answer->text().trimmed() == confirmation());
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
