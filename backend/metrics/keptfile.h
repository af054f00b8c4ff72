// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boxyard {

/// A file of the kernel's that is read again and again: kept open and read by pread. Only for files of
/// cgroups: an open file of a network namespace would keep that alive. Where this process may not have many
/// files open, it is opened for each reading, so that a quarter of what it may have remains for others.
class KeptFile
{
public:
    KeptFile() = default;
    ~KeptFile();
    KeptFile(const KeptFile &) = delete;
    KeptFile &operator=(const KeptFile &) = delete;
    KeptFile(KeptFile &&) = delete;
    KeptFile &operator=(KeptFile &&) = delete;

    /// False where it can't be opened, with errno.
    bool open(const std::string &path);
    void close();

    [[nodiscard]] bool isOpen() const { return m_fd >= 0 || !m_path.empty(); }

    /// Its text, in `buffer`; what is longer is cut off. Nothing with errno: ENODEV where the cgroup is gone.
    [[nodiscard]] std::optional<std::string_view> read(std::vector<char> &buffer) const;

    /// Opens, reads, and closes. The buffer grows for a long text, to 256 KiB at most.
    [[nodiscard]] static std::optional<std::string_view> readOnce(const char *path,
                                                                  std::vector<char> &buffer);

private:
    int m_fd = -1;
    std::string m_path; ///< of one that is not kept open
};

/// Three files a container are kept: raises the soft limit of open files as far as this process may.
/// getrlimit(2)
void allowManyFiles();

} // namespace boxyard
