// SPDX-License-Identifier: GPL-2.0-or-later

#include "auditlog.h"

#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int RefusalsAMinute = 10;
constexpr int Notice = 5; // syslog(3)
constexpr int Warning = 4;
constexpr qsizetype MostUids = 1'000;

QString userName(uint uid)
{
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return u"?"_s;
    return QString::fromLocal8Bit(found->pw_name);
}

void writeLine(int priority, const QString &line)
{
    const QByteArray bytes = '<' + QByteArray::number(priority) + '>' + line.toUtf8() + '\n';
    // One write a line; there is nobody to tell that it failed.
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, bytes.constData(), static_cast<size_t>(bytes.size()));
}

} // namespace

QString escapedForLog(const QString &text, qsizetype longest)
{
    QString escaped;
    for (const QChar c : QStringView(text).left(longest)) {
        if (c == u'\\') {
            escaped += u"\\\\"_s;
        } else if (c.isPrint() || c == u' ') {
            escaped += c;
        } else if (c.isSurrogate()) {
            escaped += c; // half of a character; writing it as UTF-8 mends what is broken
        } else {
            escaped += u"\\x%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        }
    }
    return text.size() > longest ? escaped + u'…' : escaped;
}

AuditLog::AuditLog()
{
    m_writer.setMaxThreadCount(1); // keeps the order
}

AuditLog::~AuditLog()
{
    m_writer.waitForDone(2'000);
}

void AuditLog::write(const Entry &entry)
{
    post(entry, Notice, 0);
}

void AuditLog::writeRefusal(const Entry &entry)
{
    const auto now = std::chrono::steady_clock::now();
    if (m_refusals.size() > MostUids)
        m_refusals.clear();
    Refusals &refusals = m_refusals[entry.uid];
    if (now - refusals.since > 60s) {
        refusals.since = now;
        refusals.written = 0;
    }
    if (refusals.written >= RefusalsAMinute) {
        ++refusals.left;
        return;
    }
    ++refusals.written;
    post(entry, Warning, std::exchange(refusals.left, 0));
}

void AuditLog::post(const Entry &entry, int priority, int left)
{
    m_writer.start([entry, priority, left] {
        QString line = u"boxyard-helper: user %1 (%2) %3 %4: %5"_s.arg(
            escapedForLog(userName(entry.uid)), QString::number(entry.uid), escapedForLog(entry.verb),
            escapedForLog(entry.target), escapedForLog(entry.result));
        if (left > 0)
            line += u" (%1 more refusals were not logged)"_s.arg(left);
        writeLine(priority, line);
    });
}

} // namespace boxyard
