// SPDX-License-Identifier: GPL-2.0-or-later
// The copier and the remover: a small hostile tree is made of the input, copied, compared, and removed. A
// canary beside it never changes. As root in mounts of its own, on a tmpfs.
#include "bytes.h"
#include "helper/worker/copier.h"
#include "helper/worker/fd.h"
#include "helper/worker/removetree.h"

#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace boxyard::worker;
using boxyard::fuzz::Bytes;
using boxyard::fuzz::demand;

namespace {

int base = -1; // where everything is made
constexpr const char *Canary = "canary";

std::string procPath(int folder, const std::string &name)
{
    return "/proc/self/fd/" + std::to_string(folder) + '/' + name;
}

/// Makes what the input says in one folder and those below it.
class Maker
{
public:
    explicit Maker(Bytes &bytes)
        : m_bytes(bytes)
    {
    }

    void fill(int folder, int depth)
    {
        for (int i = 0; i < 12 && !m_bytes.isEmpty(); ++i)
            makeOne(folder, depth);
    }

private:
    std::string name()
    {
        constexpr std::array<const char *, 6> Names = {"a", "b", "c", "new\nline", "\xff\xfe", "-rf"};
        const std::uint8_t which = m_bytes.below(Names.size() + 1);
        if (which < Names.size())
            return Names.at(which);
        std::string name = m_bytes.text(30);
        for (char &c : name)
            c = c == '/' || c == '\0' ? '_' : c;
        return name.empty() || name == "." || name == ".." ? "dots" : name;
    }

    void makeOne(int folder, int depth)
    {
        const std::uint8_t kind = m_bytes.below(9);
        const std::string entry = name();
        const mode_t mode = m_bytes.byte() * 17U & 07777U;
        switch (kind) {
        case 0:
        case 1:
            return makeFolder(folder, entry, mode, depth);
        case 2:
        case 3:
            return makeFile(folder, entry, mode);
        case 4:
            symlinkat(m_bytes.below(2) == 0 ? "../../canary" : ".", folder, entry.c_str());
            break;
        case 5:
            mknodat(folder, entry.c_str(), S_IFIFO | mode, 0);
            break;
        case 6:
            mknodat(folder, entry.c_str(), (m_bytes.below(2) == 0 ? S_IFCHR : S_IFBLK) | mode,
                    makedev(m_bytes.byte(), m_bytes.byte()));
            break;
        case 7:
            linkat(folder, name().c_str(), folder, entry.c_str(), 0);
            break;
        default:
            linkat(base, Canary, folder, entry.c_str(), 0); // a file of the host
        }
        decorate(folder, entry);
    }

    void makeFolder(int folder, const std::string &entry, mode_t mode, int depth)
    {
        if (depth > 40 || mkdirat(folder, entry.c_str(), 0700) != 0)
            return;
        const Fd fd(openat(folder, entry.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        fill(fd.get(), depth + 1);
        fchmod(fd.get(), mode);
        setFlags(fd.get());
    }

    void makeFile(int folder, const std::string &entry, mode_t mode)
    {
        const Fd fd(openat(folder, entry.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!fd)
            return;
        const std::string content = m_bytes.text(60);
        const off_t offset = m_bytes.byte() << m_bytes.below(20);
        [[maybe_unused]] const ssize_t written = pwrite(fd.get(), content.data(), content.size(), offset);
        if (m_bytes.below(3) == 0)
            ftruncate(fd.get(), m_bytes.byte() << m_bytes.below(24));
        fchmod(fd.get(), mode);
        const std::string value = m_bytes.text(20);
        fsetxattr(fd.get(), "trusted.x", value.data(), value.size(), 0);
        setFlags(fd.get());
    }

    void setFlags(int fd)
    {
        constexpr std::array<int, 4> Flags = {0, FS_IMMUTABLE_FL, FS_APPEND_FL, FS_NODUMP_FL};
        int flags = Flags.at(m_bytes.below(Flags.size()));
        if (flags != 0)
            ioctl(fd, FS_IOC_SETFLAGS, &flags);
    }

    void decorate(int folder, const std::string &entry)
    {
        // Not the host's file.
        struct stat st = {};
        if (fstatat(folder, entry.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0 || S_ISREG(st.st_mode))
            return;
        fchownat(folder, entry.c_str(), m_bytes.byte(), m_bytes.byte(), AT_SYMLINK_NOFOLLOW);
        const std::array<timespec, 2> times = {timespec{m_bytes.byte(), m_bytes.byte()},
                                               timespec{m_bytes.byte(), m_bytes.byte()}};
        utimensat(folder, entry.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
    }

    Bytes &m_bytes;
};

using Links = std::map<ino_t, std::string>;

std::string contentOf(int folder, const std::string &name)
{
    const Fd fd(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NOATIME | O_CLOEXEC));
    std::string content;
    std::vector<char> buffer(65536);
    for (off_t at = lseek(fd.get(), 0, SEEK_DATA); at >= 0; at = lseek(fd.get(), at, SEEK_DATA)) {
        const ssize_t got = pread(fd.get(), buffer.data(), buffer.size(), at);
        if (got <= 0)
            break;
        content += std::to_string(at) + ':';
        content.append(buffer.data(), static_cast<std::size_t>(got));
        at += got;
    }
    int flags = 0;
    ioctl(fd.get(), FS_IOC_GETFLAGS, &flags);
    return content + " flags " + std::to_string(flags & (FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL));
}

std::string described(int folder, const std::string &path, Links &links);

std::string describedEntry(int folder, const std::string &name, const std::string &path, Links &links)
{
    struct stat st = {};
    fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW);
    std::string text = std::to_string(st.st_mode) + ' ' + std::to_string(st.st_uid) + ':'
        + std::to_string(st.st_gid) + ' ' + std::to_string(st.st_rdev) + ' '
        + std::to_string(st.st_mtim.tv_sec) + '.' + std::to_string(st.st_mtim.tv_nsec) + ' ';
    std::array<char, 256> value = {};
    const ssize_t size = lgetxattr(procPath(folder, name).c_str(), "trusted.x", value.data(), value.size());
    text.append(value.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (S_ISDIR(st.st_mode)) {
        const Fd sub(openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOATIME));
        return text + described(sub.get(), path, links);
    }
    const ssize_t length =
        S_ISLNK(st.st_mode) ? readlinkat(folder, name.c_str(), value.data(), value.size()) : 0;
    text.append(value.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    if (S_ISREG(st.st_mode))
        text += contentOf(folder, name) + ' ' + std::to_string(st.st_size);
    return text + ' ' + std::to_string(st.st_nlink) + links.try_emplace(st.st_ino, path).first->second;
}

/// One text for all that is in a folder, in the order of the names.
std::string described(int folder, const std::string &path, Links &links)
{
    std::set<std::string> names;
    DIR *dir = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOATIME));
    while (const dirent *entry = dir != nullptr ? readdir(dir) : nullptr)
        names.insert(entry->d_name);
    if (dir != nullptr)
        closedir(dir);
    names.erase(".");
    names.erase("..");
    std::string all;
    for (const std::string &name : names)
        all += '{' + name + ' ' + describedEntry(folder, name, path + '/' + name, links) + '}';
    return all;
}

std::string canaryState()
{
    struct stat st = {};
    fstatat(base, Canary, &st, AT_SYMLINK_NOFOLLOW);
    return std::to_string(st.st_mode) + ' ' + std::to_string(st.st_uid) + ' ' + std::to_string(st.st_size)
        + ' ' + std::to_string(st.st_mtim.tv_nsec) + ' ' + contentOf(base, Canary);
}

int makeFolderIn(const char *name)
{
    mkdirat(base, name, 0755);
    return openat(base, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    std::array<char, 32> path = {"/tmp/boxyard-fuzz-XXXXXX"};
    demand(mkdtemp(path.data()) != nullptr, "a folder can be made");
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0) {
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
        mount("tmpfs", path.data(), "tmpfs", 0, "size=512m");
    }
    base = open(path.data(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Fd canary(openat(base, Canary, O_WRONLY | O_CREAT | O_CLOEXEC, 0640));
    demand(write(canary.get(), "secret", 6) == 6, "the canary can be made");
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Bytes bytes(data, size);
    CopyOptions options;
    options.threads = 1U + bytes.below(3);
    options.openFolders = 1U + bytes.below(4);
    const std::string canary = canaryState();
    {
        const Fd source(makeFolderIn("from"));
        const Fd target(makeFolderIn("to"));
        Maker(bytes).fill(source.get(), 0);
        std::size_t lines = 0;
        const auto copied = copyTree(source.get(), target.get(), options,
                                     {[](const CopyProgress &) {}, [&](const std::string &) { ++lines; }});
        demand(copied.has_value(), "it is copied");
        demand(lines == 0, "nothing is left out");
        struct stat st = {};
        fstatat(base, Canary, &st, AT_SYMLINK_NOFOLLOW);
        Links links;
        const std::string expected = described(source.get(), {}, links);
        links.clear();
        const std::string actual = described(target.get(), {}, links);
        // The host's file has one name more than its copy.
        if (st.st_nlink == 1 && expected != actual) {
            const std::string both = "source: " + expected + "\ncopy:   " + actual + '\n';
            std::fwrite(both.data(), 1, both.size(), stderr);
            demand(false, "the copy is like the source");
        }
        demand(canaryState() == canary, "the host's file is as it was");
    }
    demand(removeTree(base, "to").has_value() && removeTree(base, "from").has_value(), "both can be removed");
    demand(canaryState() == canary, "the host's file is as it was");
    return 0;
}
