// SPDX-License-Identifier: GPL-2.0-or-later

#include "createdialog.h"

#include "gui/icons.h"
#include "gui/models/eligibility.h"
#include "gui/words.h"
#include "manualwindow.h"
#include "nameproblem.h"
#include "startafter.h"
#include "templatefacts.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

CreateDialog::CreateDialog(Engine &engine, QWidget *parent)
    : VerbDialog(parent)
    , m_engine(engine)
    , m_host(engine.snapshot().host)
    , m_name(new QLineEdit(this))
    , m_nameHint(newHint())
    , m_location(new QComboBox(this))
    , m_template(new QComboBox(this))
    , m_templateHint(newHint())
    , m_moreButton(new QToolButton(this))
    , m_store(new QComboBox(this))
    , m_storeHint(newHint())
    , m_start(new QCheckBox(tr("&Start it afterwards"), this))
    , m_privileged(new QCheckBox(tr("Privileged container"), this))
    , m_privilegedHint(newHint())
{
    setHeading(u"create"_s, tr("Create a container"));
    setVerb(tr("Create"));
    if (m_host.locations.isEmpty())
        m_host.locations.append(LocationInfo());
    addManualKey(this, u"create"_s);
    addMainFields();
    addMoreFields();
    fillTemplates();
    showTemplate();
    showStores();
    connect(m_name, &QLineEdit::textChanged, this, &CreateDialog::check);
    connect(m_template, &QComboBox::currentIndexChanged, this, &CreateDialog::showTemplate);
    connect(m_location, &QComboBox::currentIndexChanged, this, &CreateDialog::showStores);
    connect(m_store, &QComboBox::currentIndexChanged, this, &CreateDialog::check);
    connect(m_start, &QCheckBox::toggled, this, &CreateDialog::check);
    connect(m_privileged, &QCheckBox::clicked, this, [this](bool wanted) {
        m_wantsPrivileged = wanted;
        check();
    });
    connect(&m_engine, &Engine::changed, this, &CreateDialog::check);
    connect(&m_engine, &Engine::linkChanged, this, &CreateDialog::check);
    check();
    setMinimumWidth(fontMetrics().averageCharWidth() * 78);
    m_name->setFocus();
}

void CreateDialog::addMainFields()
{
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("for example web1"));
    m_template->setObjectName(u"template"_s);
    m_template->setAccessibleName(tr("Template"));
    m_location->setObjectName(u"location"_s);
    m_location->setAccessibleName(tr("Container path"));
    for (const LocationInfo &location : std::as_const(m_host.locations))
        m_location->addItem(location.path, location.path);

    m_form = addForm();
    addField(m_form, tr("&Name:"), m_name, m_nameHint);
    if (m_host.locations.size() > 1)
        m_form->addRow(tr("Container &path:"), m_location);
    else
        m_location->hide();
    addField(m_form, tr("&Template:"), m_template, m_templateHint);
    m_start->setObjectName(u"start"_s);
    m_form->addRow(QString(), m_start);
}

void CreateDialog::addMoreFields()
{
    m_moreButton->setText(tr("More"));
    m_moreButton->setIcon(symbolicIcon(u"right"_s));
    m_moreButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_moreButton->setCheckable(true);
    m_moreButton->setObjectName(u"more"_s);
    m_moreButton->setAutoRaise(true);
    m_moreButton->setToolTip(tr("Storage and privileges"));
    connect(m_moreButton, &QToolButton::toggled, this, &CreateDialog::showMore);

    m_store->setObjectName(u"store"_s);
    m_store->setAccessibleName(tr("Storage"));
    m_store->addItem(tr("Automatic"), static_cast<int>(Store::Auto));
    m_store->addItem(Words::store(u"dir"_s), static_cast<int>(Store::Directory));
    m_store->addItem(Words::store(u"btrfs"_s), static_cast<int>(Store::Btrfs));
    m_privileged->setObjectName(u"privileged"_s);

    m_form->addRow(QString(), m_moreButton);
    m_more = {addField(m_form, tr("&Storage:"), m_store, m_storeHint),
              addField(m_form, tr("Privileges:"), m_privileged, m_privilegedHint)};
    showMore(false);
}

void CreateDialog::showMore(bool open)
{
    m_moreButton->setIcon(symbolicIcon(open ? u"down"_s : u"right"_s));
    for (QWidget *row : std::as_const(m_more))
        m_form->setRowVisible(row, open);
    check();
    fit();
}

void CreateDialog::fillTemplates()
{
    QStringList names = m_host.templates;
    // What most people want comes first.
    const QStringList first = {u"busybox"_s, u"download"_s, u"debian"_s, u"ubuntu"_s, u"alpine"_s};
    const auto place = [&first](const QString &name) {
        const auto index = first.indexOf(name);
        return index < 0 ? first.size() : index;
    };
    std::stable_sort(names.begin(), names.end(), [&place](const QString &one, const QString &other) {
        return place(one) < place(other);
    });
    for (const QString &name : std::as_const(names))
        m_template->addItem(templateFacts(name).title, name);
}

void CreateDialog::showTemplate()
{
    for (QComboBox *field : std::as_const(m_options))
        m_form->removeRow(field);
    m_options.clear();
    const TemplateFacts facts = templateFacts(m_template->currentData().toString());
    for (const TemplateOption &option : facts.options) {
        auto *field = new QComboBox(this);
        field->setEditable(true);
        field->addItems(option.proposals);
        field->setObjectName(u"option-"_s + option.key);
        field->setAccessibleName(option.label);
        if (!option.required) {
            field->setCurrentIndex(-1);
            field->lineEdit()->setPlaceholderText(tr("The template's default"));
        }
        m_form->insertRow(optionRow(), tr("%1:", "label of a field").arg(option.label), field);
        m_options.insert(option.key, field);
        connect(field, &QComboBox::currentTextChanged, this, &CreateDialog::check);
    }
    if (QComboBox *distribution = m_options.value(u"dist"_s)) {
        connect(distribution, &QComboBox::currentTextChanged, this, [this](const QString &name) {
            m_options.value(u"release"_s)->clear();
            m_options.value(u"release"_s)->addItems(releasesOf(name));
        });
    }
    check();
    fit();
}

int CreateDialog::optionRow() const
{
    int row = 0;
    QFormLayout::ItemRole role = QFormLayout::FieldRole;
    m_form->getWidgetPosition(m_start, &row, &role);
    return row;
}

void CreateDialog::showStores()
{
    const bool btrfs = location().fileSystem == u"btrfs";
    auto *items = qobject_cast<QStandardItemModel *>(m_store->model());
    items->item(2)->setEnabled(btrfs);
    if (!btrfs && m_store->currentIndex() == 2)
        m_store->setCurrentIndex(0);
    check();
}

void CreateDialog::proposeStore(Store store)
{
    m_store->setCurrentIndex(std::max(m_store->findData(static_cast<int>(store)), 0));
    showStores();
}

const LocationInfo &CreateDialog::location() const
{
    return m_host.locations.at(std::max(m_location->currentIndex(), 0));
}

QString CreateDialog::unprivilegedProblem() const
{
    const QString name = m_template->currentData().toString();
    if (!templateFacts(name).unprivileged)
        return tr("This template can only create privileged containers.");
    if (!m_host.idmapProblem.isEmpty())
        return tr("Unprivileged containers are not possible on this machine: %1").arg(m_host.idmapProblem);
    return {};
}

QString CreateDialog::templateProblem() const
{
    const TemplateFacts facts = templateFacts(m_template->currentData().toString());
    for (const TemplateOption &option : facts.options) {
        const QString value = m_options.value(option.key)->currentText().trimmed();
        if (value.isEmpty() ? option.required : !isTemplateValue(value))
            return value.isEmpty() ? tr("%1 is missing.").arg(option.label)
                                   : tr("%1: “%2” is not allowed.", "label, value").arg(option.label, value);
    }
    return {};
}

void CreateDialog::check()
{
    const QString nameTrouble = nameProblem(m_engine, spec().ref);
    const bool untouched = m_name->text().isEmpty();
    setHint(m_nameHint, nameTrouble.isEmpty() || untouched ? nameRule() : nameTrouble,
            nameTrouble.isEmpty() || untouched ? Tone::Neutral : Tone::Bad);

    const QString optionTrouble = templateProblem();
    setHint(m_templateHint, optionTrouble.isEmpty() ? templateFacts(spec().templateName).note : optionTrouble,
            optionTrouble.isEmpty() ? Tone::Neutral : Tone::Bad);

    const bool btrfs = location().fileSystem == u"btrfs";
    setHint(m_storeHint,
            btrfs ? tr("Automatic: a Btrfs subvolume, so that clones take no time and no space.")
                  : tr("A Btrfs subvolume needs a container path on Btrfs; this one is on %1.")
                        .arg(location().fileSystem.isEmpty() ? u"?"_s : location().fileSystem));

    const QString onlyPrivileged = unprivilegedProblem();
    m_privileged->setEnabled(onlyPrivileged.isEmpty());
    m_privileged->setChecked(m_wantsPrivileged || !onlyPrivileged.isEmpty());
    setHint(m_privilegedHint,
            onlyPrivileged.isEmpty()
                ? tr("Root inside it would be root on the host. Leave this off unless you need it.")
                : onlyPrivileged,
            onlyPrivileged.isEmpty() ? Tone::Neutral : Tone::Warning);

    const QString general = createRefusal(m_engine);
    if (!general.isEmpty())
        return setSentence(general, false);
    if (!nameTrouble.isEmpty())
        return setSentence(untouched ? nameTrouble : tr("Choose another name."), false);
    if (!optionTrouble.isEmpty())
        return setSentence(optionTrouble, false);
    setSentence(whatHappens(onlyPrivileged), true, m_privileged->isChecked() ? Tone::Warning : Tone::Neutral);
}

QString CreateDialog::whatHappens(const QString &onlyPrivileged) const
{
    QStringList sentences;
    if (!m_privileged->isChecked()) {
        sentences += tr("%1 will be created as an unprivileged container.").arg(m_name->text());
    } else {
        sentences += tr("%1 will be created as a privileged container: root inside it is root on the host.")
                         .arg(m_name->text());
        // Unfolded, the reason stands beside the box.
        if (!m_moreButton->isChecked() && !onlyPrivileged.isEmpty())
            sentences += onlyPrivileged;
    }
    if (m_start->isChecked())
        sentences += tr("It starts afterwards.");
    return sentences.join(tr(" ", "between two sentences"));
}

CreateSpec CreateDialog::spec() const
{
    CreateSpec spec;
    spec.ref = {location().path, m_name->text()};
    spec.templateName = m_template->currentData().toString();
    for (auto option = m_options.cbegin(); option != m_options.cend(); ++option) {
        const QString value = option.value()->currentText().trimmed();
        if (!value.isEmpty())
            spec.options.insert(option.key(), value);
    }
    spec.store = static_cast<Store>(m_store->currentData().toInt());
    spec.privileged = m_privileged->isChecked();
    return spec;
}

void CreateDialog::accept()
{
    check();
    if (!verbButton()->isEnabled())
        return;
    Task *task = m_engine.create(spec());
    if (m_start->isChecked())
        startAfter(*task, m_engine);
    Q_EMIT begun(task);
    QDialog::accept();
}

} // namespace boxyard
