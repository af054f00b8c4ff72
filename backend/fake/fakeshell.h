// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QByteArray>
#include <QObject>

class QSocketNotifier;

namespace boxyard {

/// A pretended root shell behind a real pseudo terminal, without a process: the kernel's line discipline
/// edits and echoes, this answers to whole lines. It ends, and deletes itself, at `exit` or when the other
/// end is closed.
class FakeShell final : public QObject
{
    Q_OBJECT

public:
    /// The descriptor of the terminal's other end, the receiver's to close; Failed with the kernel's reason.
    [[nodiscard]] static Result<int> open(const ShellSpec &spec, QObject *parent);
    ~FakeShell() override;
    Q_DISABLE_COPY_MOVE(FakeShell)

private:
    FakeShell(int descriptor, QString hostname, QObject *parent);
    void read();
    void answer(const QByteArray &line);
    void write(const QByteArray &text) const;
    void prompt() const;

    int m_descriptor;
    QString m_hostname;
    QByteArray m_input;
    QSocketNotifier *m_notifier;
};

} // namespace boxyard
