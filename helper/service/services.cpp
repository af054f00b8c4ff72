// SPDX-License-Identifier: GPL-2.0-or-later

#include "services.h"

#include "clones1adaptor.h"
#include "containers1adaptor.h"
#include "host1adaptor.h"
#include "jobs1adaptor.h"
#include "methods.h"

namespace boxyard {

using namespace Qt::StringLiterals;

Services::Services(const Parts &parts)
    : m_containers(parts.gate, parts.targets, parts.changes, parts.terminals, parts.watch)
    , m_clones(parts.gate, parts.targets, parts.changes, parts.plans)
    , m_host(parts.gate, parts.subscriptions, parts.hostFacts)
    , m_jobs(parts.gate, parts.jobs, parts.subscriptions, parts.audit)
{
    new Containers1Adaptor(&m_containers);
    new Clones1Adaptor(&m_clones);
    new Host1Adaptor(&m_host);
    new Jobs1Adaptor(&m_jobs);
}

QStringList Services::mismatchesWithTable() const
{
    QList<const QMetaObject *> adaptors;
    for (const QObject *service :
         std::initializer_list<const QObject *>{&m_containers, &m_clones, &m_host, &m_jobs}) {
        const auto children = service->findChildren<QDBusAbstractAdaptor *>();
        for (const QDBusAbstractAdaptor *adaptor : children)
            adaptors.append(adaptor->metaObject());
    }
    return mismatches(methods(), adaptors);
}

bool Services::registerAt(QDBusConnection bus)
{
    const QString root = u"/org/boxyard/Helper1/"_s;
    return bus.registerObject(root + u"Containers"_s, &m_containers)
        && bus.registerObject(root + u"Clones"_s, &m_clones) && bus.registerObject(root + u"Host"_s, &m_host)
        && bus.registerObject(root + u"Jobs"_s, &m_jobs);
}

} // namespace boxyard
