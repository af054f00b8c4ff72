// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakesteps.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QList<FakeStep> createSteps(const QString &name)
{
    return {{0.02, u"preparing"_s, u"Checking the container path"_s},
            {0.10, u"template"_s, u"Starting the template for %1"_s.arg(name)},
            {0.25, u"template"_s, u"Copying rootfs to the container's folder"_s},
            {0.45, u"template"_s, u"Installing packages"_s},
            {0.65, u"template"_s, u"Generating locales"_s},
            {0.80, u"configure"_s, u"Writing the configuration"_s},
            {0.95, u"configure"_s, u"Setting the hostname to %1"_s.arg(name)}};
}

QList<FakeStep> cloneSteps(const QString &name)
{
    return {{0.02, u"preparing"_s, u"Reading the configuration of %1"_s.arg(name)},
            // Shares of fakePlan()'s 10,673 files and 278 MiB, which take from 0.05 to 0.90.
            {0.15, u"copy"_s, u"Copying 10,673 files"_s, {1'604, 34'293'678}},
            {0.40, u"copy"_s, {}, {4'291, 120'027'873}},
            {0.65, u"copy"_s, {}, {7'530, 205'762'068}},
            {0.85, u"copy"_s, {}, {10'041, 274'349'424}},
            {0.95, u"configure"_s, u"Copied 278 MiB"_s}};
}

} // namespace

QList<FakeStep> fakeSteps(Verb verb, const QString &name)
{
    switch (verb) {
    case Verb::Create:
        return createSteps(name);
    case Verb::Clone:
        return cloneSteps(name);
    case Verb::Start:
        return {{-1, u"starting"_s, u"Waiting for the init of %1"_s.arg(name)}};
    case Verb::Stop:
        return {{-1, u"stopping"_s, u"Sent SIGPWR to the init of %1"_s.arg(name)}, {-1, u"stopping"_s, {}}};
    case Verb::Restart:
        return {{-1, u"stopping"_s, {}}, {-1, u"starting"_s, {}}};
    case Verb::Delete:
        return {{0.1, u"removing"_s, {}}, {0.7, u"removing"_s, {}}};
    case Verb::Freeze:
    case Verb::Unfreeze:
    case Verb::Rename:
        break;
    }
    return {{-1, u"preparing"_s, {}}};
}

} // namespace boxyard
