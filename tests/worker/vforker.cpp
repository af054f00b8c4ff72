// SPDX-License-Identifier: GPL-2.0-or-later
// Waits for a vfork(2) child most of the time, and is about to begin with that the rest of it.

#include <unistd.h>

int main()
{
    for (;;) {
        const pid_t child = vfork();
        if (child == 0) {
            usleep(300);
            _exit(0);
        }
        if (child < 0)
            return 1;
        usleep(100);
    }
}
