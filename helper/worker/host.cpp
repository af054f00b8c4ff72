// SPDX-License-Identifier: GPL-2.0-or-later
#include "idmap.h"
#include "place.h"
#include "templates.h"
#include "verbs.h"

#include <lxc/lxccontainer.h>
#include <nlohmann/json.hpp>
#include <sys/statvfs.h>

namespace boxyard::worker {

namespace {

using Json = nlohmann::json;

Json describe(const std::string &path)
{
    Json entry = {{"path", path}, {"fileSystem", ""}, {"snapshots", false}, {"problem", ""}};
    const Result<Fd> location = openLocation(path);
    if (!location) {
        entry["problem"] = wordText(location.error().word);
        return entry;
    }
    entry["fileSystem"] = fileSystemName(location->get());
    entry["snapshots"] = isBtrfs(location->get());
    struct statvfs fs = {};
    if (fstatvfs(location->get(), &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0)
        entry["problem"] = wordText(Word::ReadOnlyStore);
    return entry;
}

} // namespace

Status host(Job &job)
{
    Json locations = Json::array();
    for (const std::string &path : job.request.locations)
        locations.push_back(describe(path));
    const Result<Idmap> idmap = rootIdmap();
    const char *version = lxc_get_version();
    job.report.host({{"lxcVersion", version == nullptr ? "" : version},
                     {"templates", installedTemplates()},
                     {"idmapProblem", idmap ? "" : idmap.error().detail},
                     {"locations", locations}});
    return {};
}

} // namespace boxyard::worker
