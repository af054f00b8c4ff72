// SPDX-License-Identifier: GPL-2.0-or-later
// The worker's requests: whatever comes, an answer; and what is accepted has the shape that root's work
// relies on.
#include "bytes.h"
#include "helper/worker/request.h"
#include "helper/worker/text.h"

using namespace boxyard::worker;
using boxyard::fuzz::demand;

namespace {

void check(const Request &request, bool nested)
{
    const bool recover = request.verb == Verb::Recover || request.verb == Verb::Settle;
    demand(!recover || (!nested && request.intent), "a recovery has an intent, which is none");
    if (recover)
        return check(*request.intent, true);
    const bool host = request.verb == Verb::Host;
    const bool named = !host && request.verb != Verb::Inspect;
    demand(host ? request.location.empty() : isLocation(request.location), "the location is a clean path");
    demand(named ? isContainerName(request.name) : request.name.empty(), "the name is one");
    demand(request.verb != Verb::Clone || isContainerName(request.targetName), "the target's name is one");
    demand(request.verb != Verb::Clone || isLocation(request.targetLocation), "the target's location too");
    demand(request.verb != Verb::Rename || isContainerName(request.newName), "the new name is one");
    for (const auto &[key, value] : request.options)
        demand(!hasControlCharacter(key) && !hasControlCharacter(value), "options are plain");
    for (const std::string &name : request.containers)
        demand(!name.empty() && name != ".." && name.find('/') == std::string::npos, "a file name");
    for (const std::string &path : request.locations)
        demand(isLocation(path), "locations are clean paths");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    if (const Result<Request> request = parseRequest(text); request)
        check(*request, false);
    return 0;
}
