// SPDX-License-Identifier: GPL-2.0-or-later
// boxyard-worker: one operation on containers, as docs/worker-protocol.md has it.

#include "cancel.h"
#include "child.h"
#include "handover.h"
#include "report.h"
#include "request.h"
#include "verbs.h"

#include <cstdlib>
#include <exception>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace boxyard::worker;

Status work(Report &report)
{
    const Result<Request> request = parseRequest(readAll(RequestDescriptor));
    if (!request)
        return refuse(request.error());
    Job job{*request, report};
    return run(job);
}

} // namespace

int main()
{
    if (!awaitHandover())
        return 0;
    for (const int fd : {RequestDescriptor, ReportDescriptor, ShellDescriptor})
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    catchCancel();
    umask(022);
    if (std::getenv("PATH") == nullptr)
        setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
    if (chdir("/") != 0)
        return 1;

    Report report(ReportDescriptor);
    report.pid(getpid());
    try {
        report.finished(work(report));
    } catch (const std::exception &error) {
        report.finished(refuse(Word::Failed, "worker", error.what()));
    }
    return 0;
}
