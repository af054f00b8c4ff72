// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

std::atomic<bool> cameTerm = false;
static_assert(std::atomic<bool>::is_always_lock_free);
std::array<int, 2> selfPipe = {-1, -1};

void onTerm(int)
{
    const int saved = errno;
    cameTerm = true;
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(selfPipe[1], &byte, 1);
    errno = saved;
}

void defaultSignals()
{
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        sigaction(signal, &action, nullptr);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

} // namespace

void catchCancel()
{
    defaultSignals();
    if (pipe2(selfPipe.data(), O_CLOEXEC | O_NONBLOCK) < 0)
        selfPipe = {-1, -1};
    struct sigaction action = {};
    action.sa_handler = onTerm;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
}

bool cancelled()
{
    return cameTerm;
}

int cancelDescriptor()
{
    return selfPipe[0];
}

Status checkCancelled()
{
    if (cancelled())
        return refuse(Word::Cancelled);
    return {};
}

void forgetCancel()
{
    defaultSignals();
    for (int &end : selfPipe) {
        if (end >= 0)
            close(end);
        end = -1;
    }
    cameTerm = false;
}

} // namespace boxyard::worker
