// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>

#include <functional>
#include <vector>

class QSocketNotifier;

namespace boxyard {

/// One inotify descriptor with a handler a watch. inotify(7).
class Inotify : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Inotify)

public:
    /// `name` within the watched folder, or empty; `mask` with IN_IGNORED where the watch ended by itself.
    using Handler = std::function<void(const QByteArray &name, uint mask)>;
    using Token = quint64; ///< 0 is none

    explicit Inotify(QObject *parent = nullptr);
    ~Inotify() override;

    /// 0 with errno set where the path can't be watched. Several watches on one folder are kept apart.
    [[nodiscard]] Token add(const QByteArray &path, uint mask, Handler handler);
    /// Unknown tokens and 0 are passed over.
    void remove(Token token);

Q_SIGNALS:
    void overflowed(); ///< events were lost: look at everything

private:
    struct Subscriber {
        Token token;
        uint mask;
        Handler handler;
    };

    void read();
    void deliver(int watch, uint mask, const QByteArray &name);

    int m_fd = -1;
    QSocketNotifier *m_notifier = nullptr;
    Token m_lastToken = 0;
    QHash<int, std::vector<Subscriber>> m_watches; ///< the kernel gives one watch per inode
    QHash<Token, int> m_watchOf;
};

/// Watches a folder that may not exist (yet): its nearest existing ancestor instead, until it appears.
class FolderWatch
{
public:
    /// `name` is empty where the folder itself came or went.
    FolderWatch(Inotify &inotify, QByteArray path, uint mask, Inotify::Handler handler);
    ~FolderWatch();
    Q_DISABLE_COPY_MOVE(FolderWatch)

private:
    void arm();
    bool armAncestor();

    Inotify &m_inotify;
    QByteArray m_path;
    uint m_mask;
    Inotify::Handler m_handler;
    Inotify::Token m_token = 0;
};

} // namespace boxyard
