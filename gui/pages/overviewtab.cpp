// SPDX-License-Identifier: GPL-2.0-or-later

#include "overviewtab.h"

#include "gui/icons.h"
#include "gui/models/containermodel.h"
#include "gui/tones.h"
#include "gui/widgets/emptypage.h"
#include "gui/words.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString yesNo(bool yes)
{
    return yes ? OverviewTab::tr("Yes") : OverviewTab::tr("No");
}

/// One line a fact, so that none is broken in the middle.
QString nicText(const Nic &nic)
{
    QStringList lines;
    if (nic.type.isEmpty() || nic.link.isEmpty())
        lines.append(nic.type + nic.link);
    else
        lines.append(
            OverviewTab::tr("%1 on %2", "kind of network interface, its bridge").arg(nic.type, nic.link));
    lines.append(nic.mac.isEmpty() ? OverviewTab::tr("MAC address chosen at each start") : nic.mac);
    lines.append(nic.addresses);
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace

OverviewTab::OverviewTab(Engine &engine, QWidget *parent)
    : QScrollArea(parent)
    , m_engine(engine)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Overview"));
}

void OverviewTab::setRow(const ContainerRow &row)
{
    const bool other = row.ref != m_row.ref || row.exists != m_row.exists;
    // Running or not, a config may have been edited: what was asked is asked again when the state changes.
    const bool again =
        other || row.state() != m_row.state() || row.entry.container.problem != m_row.entry.container.problem;
    m_row = row;
    if (other) {
        m_details = ContainerDetails();
        m_asked = false;
    }
    if (again && row.exists)
        inspect();
    update();
}

void OverviewTab::inspect()
{
    m_engine.inspect(m_row.ref, this, [this, ref = m_row.ref](const Result<ContainerDetails> &details) {
        if (ref != m_row.ref)
            return;
        m_asked = true;
        m_details = details;
        update();
    });
}

void OverviewTab::update()
{
    Facts fresh = facts();
    if (fresh == m_shown)
        return;
    const bool sameShape = sameLabels(fresh);
    m_shown = std::move(fresh);
    if (!sameShape)
        return fill(m_shown);
    // Only what changed is written, so that a reader's selection and place stay.
    qsizetype place = 0;
    for (const auto &[title, lines] : std::as_const(m_shown)) {
        for (const Fact &fact : lines) {
            QLabel *value = m_values.at(place++);
            if (value->text() != fact.value)
                value->setText(fact.value);
        }
    }
}

bool OverviewTab::sameLabels(const Facts &fresh) const
{
    const auto labels = [](const Facts &facts) {
        QStringList all;
        for (const auto &[title, lines] : facts) {
            all.append(title);
            for (const Fact &fact : lines)
                all.append(fact.label);
        }
        return all;
    };
    return m_content != nullptr && labels(fresh) == labels(m_shown);
}

void OverviewTab::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_content != nullptr)
        fill(m_shown);
    QScrollArea::changeEvent(event);
}

OverviewTab::Facts OverviewTab::facts() const
{
    if (!m_row.exists)
        return {{m_row.work ? u"making"_s : u"failed"_s, {}}};
    Facts all;
    all.append({tr("General"), general()});
    all.append({tr("Network"), network()});
    all.append({tr("Storage"), storage()});
    all.append({tr("Isolation"), isolation()});
    return all;
}

QList<OverviewTab::Fact> OverviewTab::general() const
{
    const Container &container = m_row.entry.container;
    const ContainerDetails details = m_details.value_or(ContainerDetails());
    QList<Fact> facts;
    facts.append({tr("State"), stateText(m_row, m_engine), {}});
    if (m_row.isAlive() && container.since > 0)
        facts.append(
            {tr("Running since"),
             QLocale().toString(QDateTime::fromMSecsSinceEpoch(container.since), QLocale::ShortFormat),
             Words::since(container.since)});
    if (!details.hostname.isEmpty())
        facts.append({tr("Hostname"), details.hostname, {}});
    if (!details.arch.isEmpty())
        facts.append({tr("Architecture"), details.arch, {}});
    facts.append({tr("Starts with the host"), yesNo(container.autostart), {}});
    if (container.initPid > 0)
        facts.append({tr("Init PID"), QString::number(container.initPid),
                      tr("The init process as the host numbers it")});
    if (!details.dependants.isEmpty())
        facts.append({tr("Needed by"), QLocale().createSeparatedList(details.dependants),
                      tr("Their files lie on top of this container's")});
    if (!m_details)
        facts.append({tr("Details"), explain(m_details.error()), {}});
    return facts;
}

QList<OverviewTab::Fact> OverviewTab::network() const
{
    const ContainerDetails details = m_details.value_or(ContainerDetails());
    QList<Fact> facts;
    const QStringList &addresses = m_row.entry.addresses;
    const QString none = m_row.isAlive() ? tr("None yet") : tr("None while stopped");
    facts.append({tr("Addresses"), addresses.isEmpty() ? none : addresses.join(u'\n'), {}});
    for (const Nic &nic : details.nics)
        facts.append({tr("Interface %1", "network interface").arg(nic.index), nicText(nic), {}});
    if (m_asked && m_details && details.nics.isEmpty())
        facts.append({tr("Interfaces", "network interfaces"), tr("None in its configuration"), {}});
    return facts;
}

QList<OverviewTab::Fact> OverviewTab::storage() const
{
    const Container &container = m_row.entry.container;
    QList<Fact> facts;
    if (!container.store.isEmpty())
        facts.append({tr("Storage type"), Words::store(container.store), {}});
    if (!container.rootfs.isEmpty())
        facts.append({tr("Root file system"), container.rootfs, {}});
    if (m_details && !m_details->configPath.isEmpty())
        facts.append({tr("Configuration"), m_details->configPath, {}});
    facts.append({tr("Container path"), m_row.ref.location, {}});
    return facts;
}

QList<OverviewTab::Fact> OverviewTab::isolation() const
{
    const Container &container = m_row.entry.container;
    QList<Fact> facts;
    facts.append({tr("Privileges"),
                  container.unprivileged ? tr("Unprivileged: root inside is an ordinary user on the host")
                                         : tr("Privileged: root inside is root on the host"),
                  {}});
    if (m_details && !m_details->idmap.isEmpty())
        facts.append({tr("ID map"), QString(m_details->idmap).replace(u", "_s, u"\n"_s),
                      tr("kind, first ID inside, first ID on the host, how many")});
    return facts;
}

OverviewTab::Section OverviewTab::makeSection(const QString &title)
{
    Section section;
    section.widget = new QWidget(m_content);
    section.heading = new QLabel(title, section.widget);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    section.heading->setFont(bold);
    auto *layout = new QVBoxLayout(section.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(section.heading);
    section.lines = new QFormLayout;
    section.lines->setContentsMargins(0, 0, 0, 0);
    section.lines->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    section.lines->setRowWrapPolicy(QFormLayout::DontWrapRows);
    section.lines->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    section.lines->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    section.lines->setHorizontalSpacing(14);
    section.lines->setVerticalSpacing(5);
    layout->addLayout(section.lines);
    return section;
}

void OverviewTab::fill(const Facts &facts)
{
    m_values.clear();
    if (!m_row.exists)
        return showUnmade();
    m_content = new QWidget;
    m_content->setBackgroundRole(QPalette::Base);
    m_content->setAutoFillBackground(true);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(18, 14, 18, 18);
    layout->setSpacing(16);
    int widest = 0;
    for (const auto &[title, lines] : facts) {
        for (const Fact &fact : lines)
            widest = std::max(widest, fontMetrics().horizontalAdvance(fact.label));
    }
    for (const auto &[title, lines] : facts) {
        const Section section = makeSection(title);
        for (const Fact &fact : lines)
            m_values.append(addFact(section, fact, widest + 2));
        layout->addWidget(section.widget);
    }
    layout->addStretch(1);
    setWidget(m_content);
}

void OverviewTab::showUnmade()
{
    auto *page = new EmptyPage(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    if (m_row.work)
        page->setTexts(u"container"_s, tr("It is being created"), tr("Its page fills when it is ready."));
    else
        page->setTexts(u"container"_s, tr("It does not exist"),
                       tr("Creating it failed; nothing of it was kept."));
    m_content = page;
    setWidget(m_content);
}

void OverviewTab::addCopying(QLabel *value, const QString &label)
{
    value->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *one = new QAction(symbolicIcon(u"copy"_s), tr("Copy “%1”", "label of a fact").arg(label), value);
    connect(one, &QAction::triggered, value, [value] {
        const QString chosen = value->selectedText();
        QGuiApplication::clipboard()->setText(chosen.isEmpty() ? value->text() : chosen);
    });
    auto *all = new QAction(tr("Copy everything"), value);
    connect(all, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
    value->addActions({one, all});
}

QString OverviewTab::asText() const
{
    QStringList lines = {m_row.ref.name};
    for (const auto &[title, facts] : m_shown) {
        for (const Fact &fact : facts)
            lines.append(tr("%1: %2", "label of a fact, its value").arg(fact.label, fact.value));
    }
    return lines.join(u'\n');
}

QLabel *OverviewTab::addFact(const Section &section, const Fact &fact, int labelWidth)
{
    auto *label = new QLabel(fact.label, section.widget);
    label->setFixedWidth(labelWidth);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    QPalette faint = palette();
    const QColor gray = blend(faint.color(QPalette::Text), faint.color(QPalette::Base), 0.68);
    faint.setColor(QPalette::Text, gray);
    faint.setColor(QPalette::WindowText, gray);
    label->setPalette(faint);
    auto *value = new QLabel(fact.value, section.widget);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setToolTip(fact.toolTip);
    value->setAccessibleName(fact.label);
    addCopying(value, fact.label);
    section.lines->addRow(label, value);
    return value;
}

} // namespace boxyard
