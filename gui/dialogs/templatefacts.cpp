// SPDX-License-Identifier: GPL-2.0-or-later

#include "templatefacts.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(boxyard::TemplateFacts)
};

QStringList architectures()
{
    return {u"amd64"_s, u"arm64"_s, u"i386"_s, u"armhf"_s};
}

QList<TemplateOption> releaseAndArch(const QStringList &releases)
{
    return {{u"release"_s, Texts::tr("Release"), releases, false},
            {u"arch"_s, Texts::tr("Architecture"), {}, false}};
}

/// Those of LXC's own templates that say they "can't be used for unprivileged containers".
bool needsRoot(const QString &templateName)
{
    static const QStringList known = {u"alpine"_s,    u"altlinux"_s, u"archlinux"_s,    u"centos"_s,
                                      u"debian"_s,    u"devuan"_s,   u"fedora"_s,       u"fedora-legacy"_s,
                                      u"gentoo"_s,    u"kali"_s,     u"opensuse"_s,     u"oracle"_s,
                                      u"plamo"_s,     u"pld"_s,      u"openmandriva"_s, u"sabayon"_s,
                                      u"slackware"_s, u"sshd"_s,     u"sparclinux"_s,   u"ubuntu"_s};
    return known.contains(templateName);
}

TemplateFacts download()
{
    return {Texts::tr("Ready-made image"),
            Texts::tr(
                "Downloads an image of one of many distributions from the image server. Needs the network."),
            {{u"dist"_s,
              Texts::tr("Distribution"),
              {u"debian"_s, u"ubuntu"_s, u"alpine"_s, u"fedora"_s, u"archlinux"_s, u"rockylinux"_s},
              true},
             {u"release"_s, Texts::tr("Release"), releasesOf(u"debian"_s), true},
             {u"arch"_s, Texts::tr("Architecture"), architectures(), true},
             {u"variant"_s, Texts::tr("Variant"), {}, false}},
            true};
}

} // namespace

TemplateFacts templateFacts(const QString &templateName)
{
    if (templateName == u"busybox")
        return {Texts::tr("BusyBox"),
                Texts::tr("A tiny system from this machine's own BusyBox. Needs no network."),
                {},
                true};
    if (templateName == u"download")
        return download();
    if (templateName == u"debian")
        return {Texts::tr("Debian"), Texts::tr("Installs Debian by debootstrap. Needs the network."),
                releaseAndArch(releasesOf(templateName)), false};
    if (templateName == u"ubuntu")
        return {Texts::tr("Ubuntu"), Texts::tr("Installs Ubuntu by debootstrap. Needs the network."),
                releaseAndArch(releasesOf(templateName)), false};
    if (templateName == u"alpine")
        return {Texts::tr("Alpine"), Texts::tr("Installs Alpine Linux by apk. Needs the network."),
                releaseAndArch({u"v3.22"_s, u"v3.21"_s, u"edge"_s}), false};
    return {templateName,
            Texts::tr("The LXC template “lxc-%1” of this machine.").arg(templateName),
            {},
            !needsRoot(templateName)};
}

QStringList releasesOf(const QString &distribution)
{
    static const QHash<QString, QStringList> known = {
        {u"debian"_s, {u"trixie"_s, u"bookworm"_s, u"sid"_s}},
        {u"ubuntu"_s, {u"noble"_s, u"jammy"_s}},
        {u"alpine"_s, {u"3.22"_s, u"3.21"_s, u"edge"_s}},
        {u"fedora"_s, {u"42"_s, u"41"_s}},
        {u"archlinux"_s, {u"current"_s}},
        {u"rockylinux"_s, {u"9"_s, u"8"_s}},
    };
    return known.value(distribution);
}

bool isTemplateValue(const QString &value)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}"_s));
    return form.match(value).hasMatch();
}

} // namespace boxyard
