// SPDX-License-Identifier: GPL-2.0-or-later

#include "clonedialog.h"

#include "gui/words.h"
#include "nameproblem.h"
#include "nameseries.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

CloneDialog::CloneDialog(Engine &engine, QList<ContainerRef> sources, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_sources(std::move(sources))
    , m_name(new QLineEdit(this))
    , m_nameHint(newHint())
    , m_count(new QSpinBox(this))
    , m_location(new QComboBox(this))
    , m_mode(new QComboBox(this))
    , m_modeHint(newHint())
{
    setHeading(u"clone"_s,
               isSeries() ? tr("Clone %1").arg(m_sources.first().name)
                          : tr("Clone %n container(s)", nullptr, static_cast<int>(m_sources.size())));
    addFields();
    fillModes();
    propose();
    connect(m_name, &QLineEdit::textChanged, this, &CloneDialog::followPattern);
    connect(m_count, &QSpinBox::valueChanged, this, &CloneDialog::propose);
    connect(m_location, &QComboBox::currentIndexChanged, this, [this] {
        fillModes();
        check();
    });
    connect(m_mode, &QComboBox::currentIndexChanged, this, &CloneDialog::check);
    connect(&m_engine, &Engine::changed, this, &CloneDialog::check);
    connect(&m_engine, &Engine::linkChanged, this, &CloneDialog::check);
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 78);
    m_name->setFocus();
    m_name->selectAll();
}

void CloneDialog::addFields()
{
    m_name->setObjectName(u"name"_s);
    m_count->setObjectName(u"count"_s);
    m_count->setRange(1, LongestSeries);
    m_count->setAccessibleName(tr("Number of clones"));
    m_mode->setObjectName(u"mode"_s);
    m_mode->setAccessibleName(tr("How"));
    m_location->setObjectName(u"location"_s);
    m_location->setAccessibleName(tr("Container path"));
    for (const LocationInfo &location : m_engine.snapshot().host.locations)
        m_location->addItem(location.path, location.path);
    m_location->setCurrentIndex(std::max(m_location->findData(m_sources.first().location), 0));

    QFormLayout *form = addForm();
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
    addField(form, tr("&How:"), m_mode, m_modeHint);
}

void CloneDialog::fillModes()
{
    const QVariant wanted = m_mode->currentData();
    const QSignalBlocker quiet(m_mode);
    m_mode->clear();
    m_mode->addItem(canSnapshot() ? tr("Automatic (snapshot)") : tr("Automatic (full copy)"),
                    static_cast<int>(CloneMode::Auto));
    m_mode->addItem(tr("Snapshot"), static_cast<int>(CloneMode::Snapshot));
    m_mode->addItem(tr("Full copy"), static_cast<int>(CloneMode::Copy));
    qobject_cast<QStandardItemModel *>(m_mode->model())->item(1)->setEnabled(canSnapshot());
    if (const int index = m_mode->findData(wanted); index >= 0 && (canSnapshot() || index != 1))
        m_mode->setCurrentIndex(index);
    setHint(m_modeHint,
            canSnapshot() ? QString()
                          : tr("A snapshot needs source and clone in one container path on Btrfs."));
    m_modeHint->setVisible(!canSnapshot());
}

bool CloneDialog::canSnapshot() const
{
    const auto &locations = m_engine.snapshot().host.locations;
    return std::all_of(m_sources.cbegin(), m_sources.cend(), [this, &locations](const ContainerRef &source) {
        const ContainerEntry *entry = m_engine.find(source);
        const auto info =
            std::find_if(locations.cbegin(), locations.cend(),
                         [&source](const LocationInfo &known) { return known.path == source.location; });
        return targetLocation(source) == source.location && info != locations.cend() && info->snapshots
            && entry != nullptr && entry->container.store == u"btrfs";
    });
}

QString CloneDialog::targetLocation(const ContainerRef &source) const
{
    return isSeries() && m_location->count() > 0 ? m_location->currentData().toString() : source.location;
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
        specs.append({source,
                      {targetLocation(source), names->at(i)},
                      static_cast<CloneMode>(m_mode->currentData().toInt())});
    }
    return specs;
}

void CloneDialog::check()
{
    const auto wanted = specs();
    QString trouble;
    if (!wanted && wanted.error().code == ErrorCode::InvalidArgument)
        trouble =
            tr("Write a range as web{03..05}, counting up, of at most %n name(s).", nullptr, LongestSeries);
    else if (!wanted)
        trouble = nameProblem(m_engine, {m_sources.first().location, wanted.error().object});
    for (const CloneSpec &spec : wanted.value_or(QList<CloneSpec>())) {
        if (trouble.isEmpty())
            trouble = nameProblem(m_engine, spec.target);
    }
    const QString rule =
        isSeries() ? tr("Several at once: web{03..05} stands for web03, web04 and web05.") : nameRule();
    setHint(m_nameHint, trouble.isEmpty() ? rule : trouble, trouble.isEmpty() ? Tone::Neutral : Tone::Bad);

    const int count = wanted ? static_cast<int>(wanted->size()) : 0;
    setVerb(count > 1 ? tr("Clone %n container(s)", "the button: how many are made", count) : tr("Clone"));
    if (m_engine.link() != Engine::Link::Ready)
        return setSentence(tr("There is no connection at the moment."), false);
    if (const auto gone =
            std::find_if(m_sources.cbegin(), m_sources.cend(),
                         [this](const ContainerRef &source) { return m_engine.find(source) == nullptr; });
        gone != m_sources.cend())
        return setSentence(explain({ErrorCode::NotFound, gone->name, {}}), false);
    setSentence(trouble.isEmpty() ? whatHappens(targetNames().value()) : QString(), trouble.isEmpty());
}

QString CloneDialog::whatHappens(const QStringList &names) const
{
    const auto mode = static_cast<CloneMode>(m_mode->currentData().toInt());
    const bool snapshot = mode == CloneMode::Snapshot || (mode == CloneMode::Auto && canSnapshot());
    QStringList sourceNames;
    for (const ContainerRef &source : m_sources)
        sourceNames.append(source.name);
    const QString from = Words::names(sourceNames);
    const QString to = Words::names(names);
    return snapshot
        ? tr("%1 will share its unchanged files with %2, at once and without taking space, "
             "and get a hostname and MAC addresses of its own.",
             "clones, sources", static_cast<int>(names.size()))
              .arg(to, from)
        : tr("All files of %2 will be copied to %1, with a hostname and MAC addresses of its own.",
             "clones, sources", static_cast<int>(names.size()))
              .arg(to, from);
}

void CloneDialog::accept()
{
    check();
    const auto wanted = specs();
    if (!verbButton()->isEnabled() || !wanted)
        return;
    for (const CloneSpec &spec : *wanted)
        Q_EMIT begun(m_engine.clone(spec));
    QDialog::accept();
}

} // namespace boxyard
