// SPDX-License-Identifier: GPL-2.0-or-later

#include "clonedialog.h"

#include "costwords.h"
#include "gui/icons.h"
#include "gui/words.h"
#include "hints.h"
#include "manualwindow.h"
#include "nameproblem.h"
#include "nameseries.h"
#include "startafter.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

CloneDialog::CloneDialog(Engine &engine, QList<ContainerRef> sources, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_sources(std::move(sources))
    , m_plans(new ClonePlans(engine, this))
    , m_name(new QLineEdit(this))
    , m_nameHint(newHint())
    , m_count(new QSpinBox(this))
    , m_location(new QComboBox(this))
    , m_start(new QCheckBox(this))
    , m_moreButton(new QToolButton(this))
    , m_more(new QWidget(this))
    , m_hooks(new QCheckBox(tr("Run the container's own clone &hooks"), this))
    , m_hooksHint(newHint())
{
    setHeading(u"clone"_s,
               isSeries() ? tr("Clone %1").arg(m_sources.first().name)
                          : tr("Clone %n container(s)", nullptr, static_cast<int>(m_sources.size())));
    addManualKey(this, u"clone"_s);
    addFields();
    propose();
    askPlans();
    connectFields();
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 88);
    m_name->setFocus();
    m_name->selectAll();
}

void CloneDialog::connectFields()
{
    connect(m_name, &QLineEdit::textChanged, this, &CloneDialog::followPattern);
    connect(m_count, &QSpinBox::valueChanged, this, &CloneDialog::propose);
    connect(m_location, &QComboBox::currentIndexChanged, this, [this] {
        askPlans();
        check();
    });
    connect(m_start, &QCheckBox::toggled, this, &CloneDialog::check);
    connect(m_hooks, &QCheckBox::toggled, this, &CloneDialog::check);
    connect(m_plans, &ClonePlans::changed, this, &CloneDialog::check);
    connect(&m_engine, &Engine::changed, this, [this] {
        askPlans();
        check();
    });
    connect(&m_engine, &Engine::linkChanged, this, [this] {
        askPlans();
        check();
    });
}

void CloneDialog::addFields()
{
    QFormLayout *form = addForm();
    addNameFields(form);
    addKinds(form);
    m_start->setObjectName(u"start"_s);
    form->addRow(QString(), m_start);
    addMore(form);
}

void CloneDialog::addNameFields(QFormLayout *form)
{
    m_name->setObjectName(u"name"_s);
    m_count->setObjectName(u"count"_s);
    m_count->setRange(1, LongestSeries);
    m_count->setAccessibleName(tr("Number of clones"));
    m_location->setObjectName(u"location"_s);
    m_location->setAccessibleName(tr("Container path"));
    for (const LocationInfo &location : m_engine.snapshot().host.locations)
        m_location->addItem(location.path, location.path);
    m_location->setCurrentIndex(std::max(m_location->findData(m_sources.first().location), 0));
    if (isSeries()) {
        m_name->setAccessibleName(tr("Name"));
        addField(form, tr("&Name:"), m_name, m_nameHint);
        form->addRow(tr("N&umber:"), m_count);
    } else {
        m_name->setAccessibleName(tr("Ending of the names"));
        m_name->setText(u"-copy"_s);
        m_count->hide();
        addField(form, tr("&Ending of the names:"), m_name, m_nameHint);
    }
    if (isSeries() && m_location->count() > 1)
        form->addRow(tr("Container &path:"), m_location);
    else
        m_location->hide();
}

void CloneDialog::addKinds(QFormLayout *form)
{
    auto *column = new QWidget(this);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    const int indent = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
        + style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing);
    for (const CloneMode kind : {CloneMode::Auto, CloneMode::Copy, CloneMode::Snapshot, CloneMode::Overlay}) {
        Kind line{new QRadioButton(CostWords::kind(kind), column), newHint()};
        line.button->setObjectName(u"kind-"_s + cloneModeWord(kind));
        line.hint->setContentsMargins(indent, 0, 0, 4);
        layout->addWidget(line.button);
        layout->addWidget(line.hint);
        connect(line.button, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                check();
        });
        m_kinds.insert(kind, line);
    }
    const QSignalBlocker quiet(m_kinds[CloneMode::Auto].button);
    m_kinds[CloneMode::Auto].button->setChecked(true);
    form->addRow(tr("How:"), column);
    if (auto *label = qobject_cast<QLabel *>(form->labelForField(column))) {
        const int lower =
            m_kinds[CloneMode::Auto].button->sizeHint().height() - label->fontMetrics().height();
        label->setAlignment(Qt::AlignRight | Qt::AlignTop);
        label->setContentsMargins(0, std::max(lower / 2, 0), 0, 0);
    }
}

void CloneDialog::addMore(QFormLayout *form)
{
    m_moreButton->setText(tr("More"));
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setCheckable(true);
    m_moreButton->setAutoRaise(true);
    m_moreButton->setObjectName(u"more"_s);
    m_moreButton->setToolTip(tr("What the clone gets of its own, and hooks"));
    connect(m_moreButton, &QToolButton::toggled, this, &CloneDialog::showMore);
    m_hooks->setObjectName(u"hooks"_s);
    auto *own = newHint();
    own->setObjectName(u"own"_s);
    setHint(own,
            tr("Each clone has its own host name and line in /etc/hosts, machine-id, SSH host keys (created "
               "at its first start), random seed, DHCP leases and MAC addresses."));
    auto *layout = new QVBoxLayout(m_more);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(own);
    layout->addSpacing(6);
    layout->addWidget(hinted(m_hooks, m_hooksHint));
    form->addRow(QString(), m_moreButton);
    form->addRow(QString(), m_more);
    showMore(false);
}

void CloneDialog::showMore(bool open)
{
    m_moreButton->setIcon(symbolicIcon(open ? u"down"_s : u"right"_s));
    m_more->setVisible(open);
    fit();
}

CloneMode CloneDialog::kind() const
{
    for (auto line = m_kinds.cbegin(); line != m_kinds.cend(); ++line) {
        if (line->button->isChecked())
            return line.key();
    }
    return CloneMode::Auto;
}

CloneMode CloneDialog::outcome() const
{
    if (kind() != CloneMode::Auto)
        return kind();
    const auto &whole = m_plans->whole();
    return whole && !whole->isMixed() ? whole->plan.automatic : CloneMode::Auto;
}

QString CloneDialog::targetLocation(const ContainerRef &source) const
{
    return isSeries() && m_location->count() > 0 ? m_location->currentData().toString() : source.location;
}

QString CloneDialog::sourceNames() const
{
    QStringList names;
    for (const ContainerRef &source : m_sources)
        names.append(source.name);
    return Words::names(names);
}

void CloneDialog::askPlans()
{
    QList<PlanSpec> specs;
    for (const ContainerRef &source : m_sources)
        specs.append({source, targetLocation(source)});
    m_plans->ask(specs);
}

void CloneDialog::propose()
{
    if (!isSeries())
        return;
    const ContainerRef &source = m_sources.first();
    const QSignalBlocker quiet(m_name);
    m_name->setText(
        proposeSeries(source.name, m_count->value(), takenNames(m_engine, targetLocation(source))));
    check();
}

void CloneDialog::followPattern()
{
    if (const auto names = expandSeries(m_name->text()); names && isSeries()) {
        const QSignalBlocker quiet(m_count);
        m_count->setValue(static_cast<int>(names->size()));
    }
    check();
}

Result<QStringList> CloneDialog::targetNames() const
{
    if (isSeries())
        return expandSeries(m_name->text());
    QStringList names;
    for (const ContainerRef &source : m_sources)
        names.append(source.name + m_name->text());
    return names;
}

Result<QList<CloneSpec>> CloneDialog::specs() const
{
    const auto names = targetNames();
    if (!names)
        return refuse(names.error());
    QList<CloneSpec> specs;
    for (qsizetype i = 0; i < names->size(); ++i) {
        const ContainerRef &source = isSeries() ? m_sources.first() : m_sources.at(i);
        CloneSpec spec;
        spec.source = source;
        spec.target = {targetLocation(source), names->at(i)};
        spec.mode = kind();
        spec.hooks = m_hooks->isChecked();
        specs.append(spec);
    }
    return specs;
}

int CloneDialog::copies() const
{
    const auto names = targetNames();
    return isSeries() && names ? static_cast<int>(names->size()) : 1;
}

QString CloneDialog::example() const
{
    const QString pattern = proposeSeries(m_sources.first().name, 3, {m_sources.first().name});
    return tr("Several at once: %1 stands for %2.", "a pattern, names")
        .arg(pattern, Words::names(expandSeries(pattern).value_or(QStringList())));
}

QString CloneDialog::nameTrouble(const Result<QList<CloneSpec>> &wanted) const
{
    if (!wanted && wanted.error().code == ErrorCode::InvalidArgument)
        return tr("Write a range as %1, counting up, of at most %n name(s).", "a pattern", LongestSeries)
            .arg(proposeSeries(m_sources.first().name, 3, {m_sources.first().name}));
    if (!wanted)
        return nameProblem(m_engine, {m_sources.first().location, wanted.error().object});
    for (const CloneSpec &spec : *wanted) {
        if (const QString trouble = nameProblem(m_engine, spec.target); !trouble.isEmpty())
            return trouble;
    }
    return {};
}

QString CloneDialog::spaceTrouble(int times) const
{
    const auto &whole = m_plans->whole();
    const CloneCost *cost = whole ? whole->cost(kind()) : nullptr;
    if (cost == nullptr)
        return {};
    if (cost->obstacle != Obstacle::None)
        return CostWords::obstacle(*cost, whole->plan, sourceNames());
    if (times < 2 || cost->bytes * static_cast<quint64>(times) <= whole->plan.free)
        return {};
    return tr("There is not enough space for that: %1 would be needed, and %2 are free.")
        .arg(QLocale().formattedDataSize(static_cast<qint64>(cost->bytes) * times, 1),
             QLocale().formattedDataSize(static_cast<qint64>(whole->plan.free), 1));
}

void CloneDialog::showKinds()
{
    for (auto line = m_kinds.cbegin(); line != m_kinds.cend(); ++line)
        showKind(line.key());
    // One that turned out to be impossible can't stay chosen.
    if (!m_kinds[kind()].button->isEnabled()) {
        const QSignalBlocker quiet(m_kinds[CloneMode::Auto].button);
        m_kinds[CloneMode::Auto].button->setChecked(true);
    }
    const auto &whole = m_plans->whole();
    const bool none = whole && !whole->plan.hooks;
    m_hooks->setEnabled(!none);
    if (none)
        m_hooks->setChecked(false);
    setHint(m_hooksHint,
            none ? tr("The configuration has none.")
                 : tr("They run as root on this machine, outside the container. Leave this off unless you "
                      "know them."),
            m_hooks->isChecked() && !none ? Tone::Warning : Tone::Neutral);
    m_hooks->setAccessibleDescription(m_hooksHint->text());
}

/// What a kind costs, or why it can't be had.
QString CloneDialog::kindText(CloneMode kind) const
{
    const auto &whole = m_plans->whole();
    const CloneCost *cost = whole ? whole->cost(kind) : nullptr;
    if (m_plans->isAsking())
        return tr("Looking at what it costs…");
    if (m_plans->error()) {
        return kind == CloneMode::Auto ? tr("What it costs is not known: %1").arg(explain(*m_plans->error()))
                                       : QString();
    }
    if (cost == nullptr)
        return {};
    if (cost->obstacle != Obstacle::None) {
        return CostWords::obstacle(*cost, whole->plan,
                                   Words::names(whole->blamed.value(kind, {m_sources.first().name})));
    }
    if (kind == CloneMode::Auto && whole->isMixed())
        return CostWords::parts(*whole);
    return CostWords::cost(times(*cost, copies()), whole->plan.complete, sourceNames());
}

void CloneDialog::showKind(CloneMode kind)
{
    const Kind &line = m_kinds[kind];
    const auto &whole = m_plans->whole();
    const CloneCost *cost = whole ? whole->cost(kind) : nullptr;
    const bool possible = cost == nullptr || cost->obstacle == Obstacle::None;
    const QString text = kindText(kind);
    // What Auto is stands in its name, and what that costs beside that kind.
    const bool elsewhere = kind == CloneMode::Auto && whole && !whole->isMixed() && possible;
    if (kind == CloneMode::Auto && whole)
        line.button->setText(
            CostWords::automatic(whole->isMixed() ? CloneMode::Auto : whole->plan.automatic));
    line.button->setEnabled(possible || kind == CloneMode::Auto);
    line.button->setAccessibleDescription(text);
    setHint(line.hint, text);
    line.hint->setVisible(!text.isEmpty() && !elsewhere);
}

void CloneDialog::check()
{
    showKinds();
    const auto wanted = specs();
    const QString trouble = nameTrouble(wanted);
    const QString rule = isSeries() ? example() : nameRule();
    setHint(m_nameHint, trouble.isEmpty() ? rule : trouble, trouble.isEmpty() ? Tone::Neutral : Tone::Bad);

    const int count = wanted ? static_cast<int>(wanted->size()) : 0;
    setVerb(count > 1 ? tr("Clone %n container(s)", "the button: how many are made", count) : tr("Clone"));
    m_start->setText(count > 1 ? tr("&Start %n container(s) afterwards", nullptr, count)
                               : tr("&Start it afterwards"));
    if (m_engine.link() != Engine::Link::Ready)
        return setSentence(tr("There is no connection at the moment."), false);
    if (const auto gone =
            std::find_if(m_sources.cbegin(), m_sources.cend(),
                         [this](const ContainerRef &source) { return m_engine.find(source) == nullptr; });
        gone != m_sources.cend())
        return setSentence(explain({ErrorCode::NotFound, gone->name, {}}), false);
    if (!trouble.isEmpty())
        return setSentence(m_name->text().isEmpty() ? trouble : tr("Choose another name."), false);
    if (const QString space = spaceTrouble(isSeries() ? count : 1); !space.isEmpty())
        return setSentence(space, false);
    setSentence(whatHappens(targetNames().value()), true);
}

QString CloneDialog::whatHappens(const QStringList &names) const
{
    const int count = static_cast<int>(names.size());
    const QString from = sourceNames();
    const QString to = Words::names(names);
    const auto &whole = m_plans->whole();
    QString text;
    switch (outcome()) {
    case CloneMode::Snapshot:
        text = tr("%1 will share its unchanged files with %2, at once and without taking space.",
                  "clones, sources", count)
                   .arg(to, from);
        break;
    case CloneMode::Overlay:
        text = tr("%1 will lie over the files of %2, which can't be started, renamed or deleted while it "
                  "exists.",
                  "clones, sources", count)
                   .arg(to, from);
        break;
    case CloneMode::Copy:
        text = whole
            ? tr("All files of %2 will be copied to %1: %3.", "clones, sources, size and time", count)
                  .arg(to, from,
                       CostWords::total(times(*whole->cost(CloneMode::Copy), copies()), whole->plan.complete))
            : tr("All files of %2 will be copied to %1.", "clones, sources", count).arg(to, from);
        break;
    case CloneMode::Auto:
        if (whole) {
            text = tr("%1 will be created: %2.", "clones, how").arg(to, CostWords::parts(*whole));
            break;
        }
        text = tr("%2 will be cloned to %1, by a snapshot where that is possible, else all files will be "
                  "copied.",
                  "clones, sources", count)
                   .arg(to, from);
        break;
    }
    return m_start->isChecked() ? text + u' ' + tr("It starts afterwards.", "the clones", count) : text;
}

void CloneDialog::accept()
{
    check();
    const auto wanted = specs();
    if (!verbButton()->isEnabled() || !wanted)
        return;
    const QList<Task *> tasks = m_engine.cloneSeries(*wanted);
    for (Task *task : tasks) {
        if (m_start->isChecked())
            startAfter(*task, m_engine);
        Q_EMIT begun(task);
    }
    QDialog::accept();
}

} // namespace boxyard
