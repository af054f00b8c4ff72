// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

class QSocketNotifier;

namespace boxyard {

/// The program's end of a pseudo terminal: reads and writes without ever blocking. pty(7).
class Pty final : public QObject
{
    Q_OBJECT

public:
    /// Takes the descriptor over; it is closed with this object, which hangs the other side up.
    explicit Pty(int descriptor, QObject *parent = nullptr);
    ~Pty() override;
    Q_DISABLE_COPY_MOVE(Pty)

    /// What a person typed or pasted: kept, however much, until the other side reads it.
    void write(const QByteArray &bytes);
    /// What answers the other side's questions: dropped where it asks and asks without reading.
    void answer(const QByteArray &bytes);

    /// Bytes that wait for the other side.
    [[nodiscard]] qsizetype pending() const { return m_pending.size() - m_written; }

    /// TIOCSWINSZ: the other side gets SIGWINCH. ioctl_tty(2).
    void resize(int columns, int rows);

Q_SIGNALS:
    void received(const QByteArray &bytes);
    void closed(); ///< the other side is gone; nothing follows

private:
    void read();
    void flush();
    void close();

    int m_descriptor;
    QByteArray m_pending;
    qsizetype m_written = 0; ///< of m_pending
    QByteArray m_buffer;
    QSocketNotifier *m_reader;
    QSocketNotifier *m_writer;
};

} // namespace boxyard
