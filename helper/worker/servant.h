// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "child.h"
#include "failure.h"
#include "fd.h"

#include <chrono>
#include <functional>
#include <string>

#include <sys/types.h>

namespace boxyard::worker {

/// A forked child that does one kind of work again and again: what inChild does, for less than a fork each
/// time. It is forked at the first question, which may not come while threads run; later ones may.
class Servant
{
public:
    /// Runs in the child; fills `answer`.
    using Work = std::function<Status(const std::string &question, std::string &answer)>;

    /// `object`: whose name the failures bear.
    Servant(std::string object, Work work);
    /// Ends the child.
    ~Servant();
    Servant(const Servant &) = delete;
    Servant &operator=(const Servant &) = delete;
    Servant(Servant &&) = delete;
    Servant &operator=(Servant &&) = delete;

    /// The failures of inChild; after one of them that ended the child, the next question has a new one.
    [[nodiscard]] Result<std::string> ask(const std::string &question, std::chrono::milliseconds deadline);

    /// Ends the child; the next question has a new one.
    void rest() { end(); }

private:
    [[nodiscard]] Status start();
    [[noreturn]] void serve(pid_t parent, int socket) const;
    /// Kills it, unless it has ended already: a dead one keeps how it ended, which comes back. waitpid(2).
    int end();

    std::string m_object;
    Work m_work;
    Fd m_socket;
    Fd m_paper; ///< what is asked, and then what is answered; the socket only says that it is there
    pid_t m_pid = -1;
};

} // namespace boxyard::worker
