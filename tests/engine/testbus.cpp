// SPDX-License-Identifier: GPL-2.0-or-later

#include "testbus.h"

#include <QFile>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

// No service folder: nothing on it is started by being called.
constexpr const char *Config =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>%1</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

} // namespace

TestBus::TestBus()
{
    QFile config(m_folder.filePath(u"bus.conf"_s));
    if (config.open(QIODevice::WriteOnly))
        config.write(QString::fromLatin1(Config).arg(address()).toUtf8());
    m_daemon.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

TestBus::~TestBus()
{
    kill();
}

QString TestBus::address() const
{
    return u"unix:path="_s + m_folder.filePath(u"bus"_s);
}

bool TestBus::start()
{
    QFile::remove(m_folder.filePath(u"bus"_s));
    m_daemon.start(u"dbus-daemon"_s,
                   {u"--config-file="_s + m_folder.filePath(u"bus.conf"_s), u"--nofork"_s, u"--nopidfile"_s,
                    u"--print-address=1"_s});
    return m_daemon.waitForReadyRead(10'000) && m_daemon.readAllStandardOutput().startsWith("unix:");
}

void TestBus::kill()
{
    m_daemon.kill();
    m_daemon.waitForFinished();
}

} // namespace boxyard
