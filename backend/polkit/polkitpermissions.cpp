// SPDX-License-Identifier: GPL-2.0-or-later

#include "polkitpermissions.h"

#include <chrono>

#include <PolkitQt1/Authority>
#include <PolkitQt1/Subject>
#include <polkit/polkit.h>
#include <unistd.h>

namespace boxyard {

using namespace std::chrono_literals;
using PolkitQt1::Authority;

namespace {

/// How long until a polkit that could not be reached is looked for again.
constexpr auto RetryPause = 10s;
/// polkit-qt tells nothing of a check that failed: its error state is looked at this often.
constexpr auto ErrorPause = 1s;

const QList<Action> &interesting()
{
    static const QList<Action> actions = {Action::View,   Action::Power,   Action::Shell,
                                          Action::Manage, Action::EditRaw, Action::ShellPrivileged,
                                          Action::Import};
    return actions;
}

Permission permissionOf(Authority::Result result)
{
    switch (result) {
    case Authority::Challenge:
        return Permission::Password;
    case Authority::No:
        return Permission::Refused;
    case Authority::Yes:
    case Authority::Unknown:
        break;
    }
    return Permission::Granted;
}

} // namespace

/// The way to polkit-qt's authority. Left to itself it would look for polkit with calls that wait, and GLib
/// would end the program when the bus goes away; so GLib's parts are fetched first, asynchronously, and
/// handed to it.
struct PolkitPermissions::Opening {
    explicit Opening(PolkitPermissions *asker)
        : owner(asker)
        , cancellable(g_cancellable_new())
    {
    }

    ~Opening()
    {
        if (authority != nullptr)
            g_signal_handler_disconnect(authority, handler);
        g_cancellable_cancel(cancellable);
        g_object_unref(cancellable);
        if (bus != nullptr)
            g_object_unref(bus);
    }

    Q_DISABLE_COPY_MOVE(Opening)

    void begin() { g_bus_get(G_BUS_TYPE_SYSTEM, cancellable, &Opening::onBus, this); }

    static bool wasCancelled(GError *error)
    {
        const bool cancelled = error != nullptr && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_clear_error(&error);
        return cancelled;
    }

    static void onBus(GObject * /*source*/, GAsyncResult *result, gpointer data)
    {
        GError *error = nullptr;
        GDBusConnection *found = g_bus_get_finish(result, &error);
        if (found == nullptr) {
            if (!wasCancelled(error)) // else `data` is gone
                static_cast<Opening *>(data)->owner->opened(nullptr);
            return;
        }
        g_dbus_connection_set_exit_on_close(found, FALSE);
        auto *self = static_cast<Opening *>(data);
        self->bus = found;
        polkit_authority_get_async(self->cancellable, &Opening::onAuthority, self);
    }

    static void onAuthority(GObject * /*source*/, GAsyncResult *result, gpointer data)
    {
        GError *error = nullptr;
        PolkitAuthority *found = polkit_authority_get_finish(result, &error);
        if (found == nullptr) {
            if (!wasCancelled(error))
                static_cast<Opening *>(data)->owner->opened(nullptr);
            return;
        }
        auto *self = static_cast<Opening *>(data);
        self->authority = found;
        self->handler = g_signal_connect_swapped(found, "notify::owner", G_CALLBACK(&Opening::onOwner), self);
        self->owner->opened(Authority::instance(found)); // which keeps the reference
    }

    /// Another polkit may go by other rules, and does not say "changed" for it.
    static void onOwner(Opening *self)
    {
        gchar *name = polkit_authority_get_owner(self->authority);
        if (name != nullptr)
            self->owner->lookAgain();
        g_free(name);
    }

    PolkitPermissions *owner;
    GCancellable *cancellable;
    /// Kept: polkit's thread asks for the bus later, and without this one would get a fresh connection, which
    /// ends the program when it is closed.
    GDBusConnection *bus = nullptr;
    PolkitAuthority *authority = nullptr;
    gulong handler = 0;
};

PolkitPermissions::PolkitPermissions(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PolkitPermissions::checkStuck);
    QMetaObject::invokeMethod(this, &PolkitPermissions::open, Qt::QueuedConnection);
}

PolkitPermissions::~PolkitPermissions() = default;

void PolkitPermissions::open()
{
    m_opening = std::make_unique<Opening>(this);
    m_opening->begin();
}

void PolkitPermissions::opened(Authority *authority)
{
    if (authority == nullptr || authority->polkitAuthority() == nullptr) {
        m_timer.start(RetryPause);
        return;
    }
    m_authority = authority;
    connect(authority, &Authority::configChanged, this, &PolkitPermissions::lookAgain);
    connect(authority, &Authority::checkAuthorizationFinished, this,
            [this](Authority::Result result) { onAnswer(result); });
    lookAgain();
}

void PolkitPermissions::lookAgain()
{
    if (m_authority == nullptr)
        return;
    // polkit-qt's answers carry no question: one check at a time, and none is forgotten while it may answer.
    m_again = m_asking;
    m_open = interesting();
    m_fresh.clear();
    if (!m_asking)
        askNext();
}

void PolkitPermissions::askNext()
{
    if (m_open.isEmpty()) {
        m_timer.stop();
        if (m_fresh == m_permissions)
            return;
        m_permissions = m_fresh;
        Q_EMIT changed();
        return;
    }
    m_authority->clearError();
    m_asking = true;
    m_timer.start(ErrorPause);
    m_authority->checkAuthorization(actionId(m_open.first()), PolkitQt1::UnixProcessSubject(getpid()),
                                    Authority::None);
}

void PolkitPermissions::onAnswer(int result)
{
    if (!m_asking)
        return;
    m_asking = false;
    if (m_again)
        m_again = false; // an answer by the old rules
    else
        m_fresh.insert(m_open.takeFirst(), permissionOf(static_cast<Authority::Result>(result)));
    askNext();
}

void PolkitPermissions::checkStuck()
{
    if (m_authority == nullptr)
        return open();
    if (!m_authority->hasError()) {
        m_timer.start(ErrorPause); // it still thinks
        return;
    }
    m_authority->clearError();
    m_asking = false;
    // It failed: polkit is gone, or does not know the action. What was known stays; polkit tells of its
    // return and of new actions.
    if (std::exchange(m_again, false))
        askNext();
}

} // namespace boxyard
