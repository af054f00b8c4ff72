// SPDX-License-Identifier: GPL-2.0-or-later
#include "handover.h"

#include "child.h"
#include "fd.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t MostDescriptors = 3;
constexpr int OutOfTheWay = 16;

/// What the one message brings; nothing where there is none.
std::vector<Fd> receive(int socket)
{
    char byte = 0;
    iovec part{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(MostDescriptors * sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    ssize_t got = -1;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    std::vector<Fd> descriptors;
    const cmsghdr *header = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
        return descriptors;
    std::array<int, MostDescriptors> numbers{};
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    std::memcpy(numbers.data(), CMSG_DATA(header), count * sizeof(int));
    for (std::size_t i = 0; i < count; ++i) {
        // One that is moved to its place must not overwrite another.
        const Fd low(numbers.at(i));
        descriptors.emplace_back(fcntl(low.get(), F_DUPFD_CLOEXEC, OutOfTheWay));
    }
    return descriptors;
}

} // namespace

bool awaitHandover()
{
    struct stat st = {};
    if (fstat(RequestDescriptor, &st) != 0 || !S_ISSOCK(st.st_mode))
        return true; // they are there
    const std::vector<Fd> descriptors = receive(RequestDescriptor);
    int place = RequestDescriptor;
    for (const Fd &fd : descriptors) {
        if (dup3(fd.get(), place++, O_CLOEXEC) < 0)
            return false;
    }
    return descriptors.size() >= 2;
}

} // namespace boxyard::worker
