// SPDX-License-Identifier: GPL-2.0-or-later
#include "fleet.h"
#include "program.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

Role::Role(const QString &argument, const QString &user)
    : Role(QCoreApplication::applicationFilePath(), {argument}, user)
{
}

Role::Role(const QString &program, const QStringList &arguments, const QString &user)
{
    const passwd *entry = ::getpwnam(qPrintable(user));
    if (!entry)
        giveUp(u"there is no user %1: this program runs in the test bed"_s.arg(user));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([uid = entry->pw_uid, gid = entry->pw_gid] {
        if (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0)
            ::_exit(126);
    });
    m_process.start(program, arguments);
    m_readyAt = expect(u"ready"_s).value(1).toLongLong();
}

Role::~Role()
{
    m_process.kill();
    m_process.waitForFinished();
}

void Role::send(const QString &line)
{
    m_process.write(line.toUtf8() + '\n');
    while (m_process.bytesToWrite() > 0)
        m_process.waitForBytesWritten();
}

QStringList Role::expect(const QString &word, std::chrono::milliseconds patience)
{
    QElapsedTimer passed;
    passed.start();
    while (!m_process.canReadLine()) {
        const auto left = static_cast<int>(patience.count() - passed.elapsed());
        if (left <= 0 || (!m_process.waitForReadyRead(left) && m_process.state() == QProcess::NotRunning))
            giveUp(u"no “%1” came from the program"_s.arg(word));
    }
    const QStringList words = QString::fromUtf8(m_process.readLine()).trimmed().split(u' ');
    if (words.front() != word)
        giveUp(u"the program said “%1”, not “%2”"_s.arg(words.join(u' '), word));
    return words;
}

QStringList Role::ask(const QString &line, const QString &word, std::chrono::milliseconds patience)
{
    send(line);
    return expect(word, patience);
}

} // namespace boxyard::bench
