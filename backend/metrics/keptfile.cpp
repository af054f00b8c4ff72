// SPDX-License-Identifier: GPL-2.0-or-later
#include "keptfile.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace boxyard {

namespace {

/// mountinfo of a machine with many mounts is the longest text that is read.
constexpr std::size_t LongestText = std::size_t(256) * 1024;

/// Whether so few numbers of descriptors are left that no more should be kept.
bool isScarce(int fd)
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && static_cast<rlim_t>(fd) >= limit.rlim_cur / 4 * 3;
}

std::optional<std::string_view> readFrom(int fd, std::vector<char> &buffer, bool onlyOnce)
{
    std::size_t length = 0;
    // The kernel may give a longer text in pieces of a page.
    while (length < buffer.size() || (!onlyOnce && buffer.size() < LongestText)) {
        if (length == buffer.size())
            buffer.resize(std::min(2 * buffer.size(), LongestText));
        const ssize_t part =
            ::pread(fd, buffer.data() + length, buffer.size() - length, static_cast<off_t>(length));
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            return std::nullopt;
        length += static_cast<std::size_t>(part);
        if (part == 0 || onlyOnce)
            break;
    }
    return std::string_view(buffer.data(), length);
}

} // namespace

KeptFile::~KeptFile()
{
    close();
}

bool KeptFile::open(const std::string &path)
{
    close();
    m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_fd < 0 ? errno == EMFILE : isScarce(m_fd)) {
        close();
        m_path = path;
    }
    return isOpen();
}

void KeptFile::close()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
    m_path.clear();
}

std::optional<std::string_view> KeptFile::read(std::vector<char> &buffer) const
{
    if (m_fd < 0)
        return readOnce(m_path.c_str(), buffer);
    // One call: those files are shorter than a page, or made as one piece by the kernel.
    return readFrom(m_fd, buffer, true);
}

std::optional<std::string_view> KeptFile::readOnce(const char *path, std::vector<char> &buffer)
{
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    const auto text = readFrom(fd, buffer, false);
    const int error = errno;
    ::close(fd);
    errno = error;
    return text;
}

void allowManyFiles()
{
    constexpr rlim_t Enough = 65536;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= Enough)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, Enough);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace boxyard
