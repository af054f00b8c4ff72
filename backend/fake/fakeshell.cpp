// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakeshell.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

Result<int> FakeShell::open(const ShellSpec &spec, QObject *parent)
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    std::array<char, 64> path = {};
    int slave = -1;
    if (master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0
        && ptsname_r(master, path.data(), path.size()) == 0)
        slave = ::open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (slave < 0) {
        const QString why = QString::fromStdString(std::generic_category().message(errno));
        if (master >= 0)
            ::close(master);
        return refuse(ErrorCode::Failed, spec.ref.name, why);
    }
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(spec.columns);
    size.ws_row = static_cast<unsigned short>(spec.rows);
    ioctl(slave, TIOCSWINSZ, &size);
    new FakeShell(slave, spec.ref.name, parent);
    return master;
}

FakeShell::FakeShell(int descriptor, QString hostname, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_hostname(std::move(hostname))
    , m_notifier(new QSocketNotifier(descriptor, QSocketNotifier::Read, this))
{
    connect(m_notifier, &QSocketNotifier::activated, this, &FakeShell::read);
    write("This is a demonstration: nothing runs here.\nTry \"help\".\n");
    prompt();
}

FakeShell::~FakeShell()
{
    ::close(m_descriptor);
}

void FakeShell::read()
{
    std::array<char, 4096> buffer = {};
    const ssize_t count = ::read(m_descriptor, buffer.data(), buffer.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        m_notifier->setEnabled(false);
        deleteLater();
        return;
    }
    m_input.append(buffer.data(), count);
    for (auto end = m_input.indexOf('\n'); end >= 0; end = m_input.indexOf('\n')) {
        const QByteArray line = m_input.left(end).trimmed();
        m_input.remove(0, end + 1);
        answer(line);
    }
}

void FakeShell::answer(const QByteArray &line)
{
    if (line == "exit") {
        m_notifier->setEnabled(false);
        deleteLater();
        return;
    }
    winsize size = {};
    ioctl(m_descriptor, TIOCGWINSZ, &size);
    if (line == "help")
        write("help  hostname  size  colours  exit\n");
    else if (line == "hostname")
        write(m_hostname.toUtf8() + '\n');
    else if (line == "size")
        write(QByteArray::number(size.ws_row) + ' ' + QByteArray::number(size.ws_col) + '\n');
    else if (line == "colours" || line == "colors")
        write("\x1b[31mred \x1b[32mgreen \x1b[33myellow \x1b[34mblue \x1b[35mmagenta \x1b[36mcyan "
              "\x1b[0;1mbold\x1b[0m "
              "\x1b[4munderlined\x1b[0m \x1b[7mreverse\x1b[0m\n");
    else if (!line.isEmpty())
        write("sh: " + line + ": not found\n");
    prompt();
}

void FakeShell::write(const QByteArray &text) const
{
    // A terminal that nobody reads is full one day; what does not fit is lost, as nobody misses it.
    [[maybe_unused]] const ssize_t written =
        ::write(m_descriptor, text.constData(), static_cast<size_t>(text.size()));
}

void FakeShell::prompt() const
{
    write("\x1b[1;32mroot@" + m_hostname.toUtf8() + "\x1b[0m:\x1b[1;34m~\x1b[0m# ");
}

} // namespace boxyard
