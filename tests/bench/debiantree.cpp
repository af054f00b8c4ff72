// SPDX-License-Identifier: GPL-2.0-or-later
#include "debiantree.h"

#include "fleet.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <functional>
#include <set>
#include <tuple>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace boxyard::bench {

namespace fs = std::filesystem;
using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t WantedBytes = 278'000'000;
constexpr std::uint64_t WantedFiles = 10'000;
constexpr std::size_t HardLinks = 60;
constexpr std::size_t Symlinks = 900;

/// How many files of a Debian root file system have up to so many bytes.
struct Bucket {
    std::uint64_t largest = 0;
    std::size_t files = 0;
};

constexpr std::array<Bucket, 7> Buckets{{{0, 90},
                                         {1U << 10U, 2500},
                                         {4U << 10U, 3330},
                                         {16U << 10U, 1780},
                                         {64U << 10U, 840},
                                         {256U << 10U, 360},
                                         {1U << 20U, 95}}};
constexpr std::uint64_t LargestFile = 24U << 20U;

struct Candidate {
    std::uint64_t order = 0; ///< by folder, so that those that are taken lie together as on a real system
    std::string path;
    std::uint64_t size = 0;

    bool operator<(const Candidate &other) const
    {
        return std::tie(order, path) < std::tie(other.order, other.path);
    }
};

/// FNV-1a: the same on every machine.
std::uint64_t hashOf(const std::string &text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

struct Pool {
    std::vector<Candidate> files;
    std::vector<Candidate> symlinks;
};

Pool findCandidates()
{
    Pool pool;
    std::error_code error;
    for (const char *top : {"/usr/bin", "/usr/lib", "/usr/sbin", "/usr/share"}) {
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator at(top, options, error), end; !error && at != end;
             at.increment(error)) {
            const std::string path = at->path();
            const std::uint64_t order = hashOf(at->path().parent_path());
            std::error_code unreadable;
            if (at->is_symlink(unreadable))
                pool.symlinks.push_back({order, path, 0});
            else if (at->is_regular_file(unreadable))
                pool.files.push_back({order, path, at->file_size(unreadable)});
        }
    }
    std::ranges::sort(pool.files, std::less<Candidate>());
    std::ranges::sort(pool.symlinks, std::less<Candidate>());
    return pool;
}

std::size_t bucketOf(std::uint64_t size)
{
    std::size_t bucket = 0;
    while (bucket < Buckets.size() && size > Buckets.at(bucket).largest)
        ++bucket;
    return bucket;
}

/// As many of each size as there are to be; then large ones until the bytes are there; then any.
std::vector<Candidate> choose(const std::vector<Candidate> &all)
{
    std::vector<Candidate> chosen;
    std::set<std::string> taken;
    std::array<std::size_t, Buckets.size()> counts{};
    std::uint64_t bytes = 0;
    const auto take = [&](const Candidate &file) {
        taken.insert(file.path);
        chosen.push_back(file);
        bytes += file.size;
    };
    for (const Candidate &file : all) {
        const std::size_t bucket = bucketOf(file.size);
        if (bucket < Buckets.size() && counts.at(bucket)++ < Buckets.at(bucket).files)
            take(file);
    }
    for (const Candidate &file : all) {
        if (file.size > Buckets.back().largest && file.size <= LargestFile
            && bytes + file.size <= WantedBytes)
            take(file);
    }
    for (const Candidate &file : all) {
        if (chosen.size() >= WantedFiles - HardLinks - Symlinks)
            break;
        if (file.size <= Buckets.at(2).largest && !taken.contains(file.path))
            take(file);
    }
    return chosen;
}

[[noreturn]] void failed(const std::string &path)
{
    giveUp(u"%1: %2"_s.arg(QString::fromStdString(path), QString::fromLocal8Bit(std::strerror(errno))));
}

void check(bool done, const std::string &path)
{
    if (!done)
        failed(path);
}

void setAttribute(const std::string &path, const char *name, const char *hexValue)
{
    const QByteArray value = QByteArray::fromHex(hexValue);
    check(::setxattr(path.c_str(), name, value.constData(), static_cast<std::size_t>(value.size()), 0) == 0,
          path);
}

void setTimes(const std::string &path, std::uint64_t seed)
{
    const auto seconds = static_cast<time_t>(1'600'000'000 + seed % 100'000'000);
    const std::array<timespec, 2> times{timespec{seconds, static_cast<long>(seed % 1'000'000'000)},
                                        timespec{seconds, static_cast<long>(seed % 999'999'937)}};
    check(::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0, path);
}

void copyOne(const std::string &from, const std::string &to)
{
    std::error_code error;
    fs::create_directories(fs::path(to).parent_path(), error);
    fs::copy_file(from, to, error);
    if (error)
        giveUp(u"%1: %2"_s.arg(QString::fromStdString(to), QString::fromStdString(error.message())));
    setTimes(to, hashOf(from));
}

/// What a Debian system has a little of.
void addRarities(const std::string &path, const std::vector<Candidate> &files)
{
    for (std::size_t i = 0; i < files.size(); i += 50) {
        const std::string file = path + files[i].path;
        const auto owner = static_cast<uid_t>(100 + i / 50 % 20);
        check(::chown(file.c_str(), owner, owner) == 0, file);
        if (i % 500 == 0)
            check(::chmod(file.c_str(), 04755) == 0, file);
        if (i % 500 == 100) // VFS_CAP_REVISION_2, effective, CAP_NET_RAW; linux/capability.h
            setAttribute(file, "security.capability", "0100000200200000000000000000000000000000");
        if (i % 500 == 200) // u::rw- g::r-- g:4:r-x m::r-x o::---; acl(5)
            setAttribute(file, "system.posix_acl_access",
                         "0200000001000600ffffffff04000400ffffffff080005000400000010000500ffffffff20000000fff"
                         "fffff");
    }
    const std::string devices = path + "/dev";
    check(::mkdir(devices.c_str(), 0755) == 0, devices);
    for (const unsigned minor : {3U, 5U, 7U, 8U, 9U}) {
        const std::string device = devices + "/mem" + std::to_string(minor);
        check(::mknod(device.c_str(), S_IFCHR | 0666U, makedev(1, minor)) == 0, device);
    }
    const std::string journal = path + "/var/log/journal";
    std::error_code error;
    fs::create_directories(journal, error);
    setAttribute(journal, "system.posix_acl_default",
                 "0200000001000700ffffffff04000500ffffffff080005000400000010000500ffffffff20000500ffffffff");
}

void addLinks(const std::string &path, const std::vector<Candidate> &files,
              const std::vector<Candidate> &symlinks)
{
    for (std::size_t i = 0; i < std::min(Symlinks, symlinks.size()); ++i) {
        const std::string link = path + symlinks[i].path;
        std::error_code error;
        fs::create_directories(fs::path(link).parent_path(), error);
        fs::copy_symlink(symlinks[i].path, link, error);
        if (error)
            giveUp(u"%1: %2"_s.arg(QString::fromStdString(link), QString::fromStdString(error.message())));
        setTimes(link, hashOf(symlinks[i].path));
    }
    const std::size_t step = std::max<std::size_t>(files.size() / HardLinks, 1);
    for (std::size_t i = 1; i < files.size() && i / step < HardLinks; i += step) {
        const std::string file = path + files[i].path;
        check(::link(file.c_str(), (file + ".link").c_str()) == 0, file);
    }
}

TreeSize measure(const std::string &path)
{
    TreeSize size;
    std::error_code error;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        struct stat st = {};
        check(::lstat(at->path().c_str(), &st) == 0, at->path());
        ++(S_ISDIR(st.st_mode) ? size.folders : size.files);
        if (S_ISREG(st.st_mode))
            size.bytes += static_cast<std::uint64_t>(st.st_size);
    }
    return size;
}

} // namespace

TreeSize makeDebianTree(const std::string &path)
{
    const Pool pool = findCandidates();
    const std::vector<Candidate> files = choose(pool.files);
    check(::mkdir(path.c_str(), 0755) == 0, path);
    for (const Candidate &file : files)
        copyOne(file.path, path + file.path);
    addLinks(path, files, pool.symlinks);
    addRarities(path, files);
    return measure(path);
}

} // namespace boxyard::bench
