// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fd.h"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace boxyard::worker {

/// A folder of the source with its copy. Knows its way from the topmost one, so that it can be closed and
/// opened again.
struct FolderPair {
    std::shared_ptr<FolderPair> parent; ///< none for the topmost one
    std::string name;
    std::unique_ptr<const struct statx> meta; ///< of the source; there since it was first opened
    double share = 1; ///< of the whole work, for the progress
    /// Parts of its own work that are not done, each folder in it one until it is made; at 0 it gets its
    /// owner and times.
    std::atomic<std::size_t> pending = 0;

    // The rest belongs to FolderPairs.
    Fd source;
    Fd target;
    std::uint64_t targetInode = 0;
    int users = 0;
    std::list<FolderPair *>::iterator idle;
    bool isIdle = false;
};

/// The way from the topmost folder, for a person.
[[nodiscard]] std::string pathOf(const FolderPair &pair);

/// Keeps a bounded number of folder pairs open. Those not in use are closed first, oldest first, and are
/// opened again by walking down from the nearest open one: never through a symlink, and only if each is still
/// the same folder. From any thread; two may open at the same time.
class FolderPairs
{
public:
    explicit FolderPairs(std::size_t limit)
        : m_limit(limit)
    {
    }

    /// The topmost pair; its descriptors are the caller's and stay open.
    [[nodiscard]] std::shared_ptr<FolderPair> makeTop(int source, int target);
    /// A pair whose copy does not exist yet: the first use makes it, and is one thread's.
    [[nodiscard]] std::shared_ptr<FolderPair> make(std::shared_ptr<FolderPair> parent, std::string name);

    /// While it lives both descriptors of the pair are open. None of them may outlive the FolderPairs.
    class Lease
    {
    public:
        Lease() = default;

        Lease(FolderPairs *pairs, std::shared_ptr<FolderPair> pair)
            : m_pairs(pairs)
            , m_pair(std::move(pair))
        {
        }

        Lease(Lease &&other) noexcept = default;
        Lease &operator=(Lease &&other) = delete;
        Lease(const Lease &) = delete;
        Lease &operator=(const Lease &) = delete;

        ~Lease()
        {
            if (m_pair)
                m_pairs->release(*m_pair);
        }

        [[nodiscard]] int source() const { return m_pair->source.get(); }

        [[nodiscard]] int target() const { return m_pair->target.get(); }

        explicit operator bool() const { return m_pair != nullptr; }

    private:
        FolderPairs *m_pairs = nullptr;
        std::shared_ptr<FolderPair> m_pair;
    };

    /// Opens it if need be. None, and an errno, otherwise: ENOENT or ESTALE where it is not there any more,
    /// ELOOP or ENOTDIR where something else has its name, EEXIST where a folder was found twice.
    [[nodiscard]] Lease use(const std::shared_ptr<FolderPair> &pair, int &error);

private:
    FolderPair &nearestOpen(FolderPair &pair, std::vector<FolderPair *> &way);
    void pin(FolderPair &pair);
    void unpin(FolderPair &pair);
    void release(FolderPair &pair);
    void forget(FolderPair *pair);
    void closeIdle();
    [[nodiscard]] std::shared_ptr<FolderPair> adopt(FolderPair *pair);

    std::mutex m_mutex;
    std::size_t m_limit;
    std::size_t m_open = 0;
    std::list<FolderPair *> m_idle; // open and not in use, oldest first
};

} // namespace boxyard::worker
