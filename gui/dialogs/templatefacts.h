// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace boxyard {

/// One option of an LXC template, as CreateSpec::options has it.
struct TemplateOption {
    QString key; ///< "release"
    QString label; ///< translated
    QStringList proposals; ///< the first is the default; empty: left to the template
    bool required = false;
};

/// What is known of a template beside its name.
struct TemplateFacts {
    QString title; ///< "Debian"
    QString note; ///< one translated sentence: what comes out, and whether it needs the network
    QList<TemplateOption> options;
    bool unprivileged = true; ///< whether it can make containers with an id map
};

/// For a template that is not known: its name, and no more.
[[nodiscard]] TemplateFacts templateFacts(const QString &templateName);
/// Releases of a distribution that the image server is known to have, the usual one first; a proposal only.
[[nodiscard]] QStringList releasesOf(const QString &distribution);
/// Whether a value can be given to a template: `[A-Za-z0-9][A-Za-z0-9._+-]{0,63}`.
[[nodiscard]] bool isTemplateValue(const QString &value);

} // namespace boxyard
