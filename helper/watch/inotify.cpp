// SPDX-License-Identifier: GPL-2.0-or-later
#include "inotify.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard {
namespace {

constexpr std::size_t BufferSize = 16384;
/// What tells that a watched folder itself is another one now.
constexpr uint SelfGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED;

} // namespace

Inotify::Inotify(QObject *parent)
    : QObject(parent)
    , m_fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
{
    if (m_fd < 0) {
        qWarning("inotify_init1: %s", std::strerror(errno));
        return;
    }
    m_notifier = new QSocketNotifier(m_fd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &Inotify::read);
}

Inotify::~Inotify()
{
    delete std::exchange(m_notifier, nullptr); // before its descriptor
    if (m_fd >= 0)
        ::close(m_fd);
}

Inotify::Token Inotify::add(const QByteArray &path, uint mask, Handler handler)
{
    const int watch = ::inotify_add_watch(m_fd, path.constData(), mask | IN_MASK_ADD);
    if (watch < 0)
        return 0;
    const Token token = ++m_lastToken;
    m_watches[watch].push_back({token, mask, std::move(handler)});
    m_watchOf.insert(token, watch);
    return token;
}

void Inotify::remove(Token token)
{
    const auto found = m_watchOf.constFind(token);
    if (found == m_watchOf.constEnd())
        return;
    const int watch = found.value();
    m_watchOf.erase(found);
    auto &subscribers = m_watches[watch];
    std::erase_if(subscribers, [token](const Subscriber &subscriber) { return subscriber.token == token; });
    if (subscribers.empty()) {
        m_watches.remove(watch);
        ::inotify_rm_watch(m_fd, watch);
    }
}

void Inotify::read()
{
    alignas(inotify_event) std::array<char, BufferSize> buffer{};
    for (;;) {
        const ssize_t length = ::read(m_fd, buffer.data(), buffer.size());
        if (length <= 0)
            return;
        for (ssize_t at = 0; at < length;) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof(event));
            const char *name = buffer.data() + at + sizeof(event);
            at += static_cast<ssize_t>(sizeof(event) + event.len);
            if ((event.mask & IN_Q_OVERFLOW) != 0)
                Q_EMIT overflowed();
            else
                deliver(event.wd, event.mask, event.len > 0 ? QByteArray(name) : QByteArray());
        }
    }
}

void Inotify::deliver(int watch, uint mask, const QByteArray &name)
{
    const auto subscribers = m_watches.value(watch); // a copy: handlers add and remove watches
    if ((mask & IN_IGNORED) != 0) {
        for (const auto &subscriber : subscribers)
            m_watchOf.remove(subscriber.token);
        m_watches.remove(watch);
    }
    for (const auto &subscriber : subscribers) {
        if ((mask & (subscriber.mask | IN_IGNORED | IN_UNMOUNT)) == 0)
            continue;
        if ((mask & IN_IGNORED) != 0 || m_watchOf.contains(subscriber.token))
            subscriber.handler(name, mask);
    }
}

FolderWatch::FolderWatch(Inotify &inotify, QByteArray path, uint mask, Inotify::Handler handler)
    : m_inotify(inotify)
    , m_path(std::move(path))
    , m_mask(mask)
    , m_handler(std::move(handler))
{
    arm();
}

FolderWatch::~FolderWatch()
{
    m_inotify.remove(m_token);
}

void FolderWatch::arm()
{
    m_inotify.remove(std::exchange(m_token, 0));
    // Between the look at a missing folder and the watch on its parent it may appear: so look again.
    for (int attempt = 0; attempt < 8; ++attempt) {
        m_token = m_inotify.add(m_path, m_mask | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
                                [this](const QByteArray &name, uint mask) {
                                    if ((mask & SelfGone) == 0) {
                                        m_handler(name, mask);
                                        return;
                                    }
                                    arm();
                                    m_handler({}, mask);
                                });
        if (m_token != 0 || armAncestor())
            return;
    }
}

bool FolderWatch::armAncestor()
{
    QByteArray child = m_path;
    while (child.size() > 1) {
        const qsizetype slash = child.lastIndexOf('/');
        const QByteArray parent = slash > 0 ? child.left(slash) : QByteArray("/");
        const QByteArray wanted = child.mid(slash + 1);
        m_token = m_inotify.add(parent, IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
                                [this, wanted](const QByteArray &name, uint mask) {
                                    if (name != wanted && (mask & SelfGone) == 0)
                                        return;
                                    arm();
                                    m_handler({}, mask);
                                });
        if (m_token != 0) {
            struct stat found {
            };

            if (::stat(child.constData(), &found) != 0 || !S_ISDIR(found.st_mode))
                return true;
            m_inotify.remove(std::exchange(m_token, 0));
            return false;
        }
        child = parent;
    }
    return false;
}

} // namespace boxyard
