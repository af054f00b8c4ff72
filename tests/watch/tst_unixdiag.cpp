// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/watch/unixdiag.h"

#include <QTest>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace boxyard;

namespace {

class Socket
{
public:
    explicit Socket(const std::string &name, bool listens = true)
        : m_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path + 1, name.data(), name.size());
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
        isReady = ::bind(m_fd, reinterpret_cast<sockaddr *>(&address), length) == 0
            && (!listens || ::listen(m_fd, 1) == 0);
    }

    ~Socket() { ::close(m_fd); }

    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    bool isReady = false;

private:
    int m_fd;
};

std::optional<UnixListener> find(const std::string &name)
{
    std::vector<UnixListener> listeners;
    if (listUnixListeners(listeners) != 0)
        return std::nullopt;
    for (const auto &listener : listeners)
        if (listener.name == name)
            return listener;
    return std::nullopt;
}

/// A netlink message with these attributes, made by hand.
struct Attribute {
    std::uint16_t type;
    std::string value;
};

std::string bytesOf(const auto &value)
{
    return {reinterpret_cast<const char *>(&value), sizeof(value)};
}

std::string padded(std::string text)
{
    text.resize(NLMSG_ALIGN(text.size()), '\0');
    return text;
}

std::string message(std::uint16_t type, const std::string &payload, std::uint16_t flags = NLM_F_MULTI,
                    std::uint32_t sequence = 1)
{
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_HDRLEN + payload.size());
    header.nlmsg_type = type;
    header.nlmsg_flags = flags;
    header.nlmsg_seq = sequence;
    return padded(bytesOf(header) + payload);
}

std::string socketPayload(const std::vector<Attribute> &attributes, std::uint8_t state = TCP_LISTEN)
{
    unix_diag_msg socket{};
    socket.udiag_family = AF_UNIX;
    socket.udiag_state = state;
    socket.udiag_ino = 77;
    std::string payload = bytesOf(socket);
    for (const auto &attribute : attributes) {
        nlattr header{};
        header.nla_len = static_cast<std::uint16_t>(NLA_HDRLEN + attribute.value.size());
        header.nla_type = attribute.type;
        payload += padded(bytesOf(header) + attribute.value);
    }
    return payload;
}

} // namespace

Q_DECLARE_METATYPE(UnixDiagPart::End)

class TestUnixDiag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownSocket();
    void replacedSocket();
    void notListening();
    void oddNames_data();
    void oddNames();
    void otherUser();
    void manySockets();
    void commandSocketName_data();
    void commandSocketName();
    void parse_data();
    void parse();
};

void TestUnixDiag::ownSocket()
{
    const std::string name = "/boxyard-test/own/command";
    QVERIFY(!find(name));
    {
        const Socket socket(name);
        QVERIFY(socket.isReady);
        const auto found = find(name);
        QVERIFY(found);
        QCOMPARE(found->owner, ::geteuid());
        QVERIFY(found->inode != 0);
    }
    QVERIFY(!find(name));
}

void TestUnixDiag::replacedSocket()
{
    const std::string name = "/boxyard-test/replaced/command";
    std::optional<UnixListener> first;
    {
        const Socket socket(name);
        first = find(name);
    }
    const Socket socket(name);
    const auto second = find(name);
    QVERIFY(first && second);
    QVERIFY(first->inode != second->inode);
}

void TestUnixDiag::notListening()
{
    const Socket socket("/boxyard-test/bound/command", false);
    QVERIFY(socket.isReady);
    QVERIFY(!find("/boxyard-test/bound/command"));
}

void TestUnixDiag::oddNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("one letter") << QByteArray("x-boxyard");
    QTest::newRow("newline") << QByteArray("boxyard\nname");
    QTest::newRow("a NUL inside") << QByteArray("boxyard\0name", 12);
    QTest::newRow("a NUL at the end") << QByteArray("boxyard\0", 8);
    QTest::newRow("no text") << QByteArray("boxyard\xff\xfe");
    QTest::newRow("the longest") << QByteArray(107, 'b');
}

void TestUnixDiag::oddNames()
{
    QFETCH(const QByteArray, name);
    const Socket socket(name.toStdString());
    QVERIFY(socket.isReady);
    QVERIFY(find(name.toStdString()));
}

void TestUnixDiag::otherUser()
{
    if (::geteuid() != 0)
        QSKIP("only root can make a socket in another user's name");
    const std::string name = "/boxyard-test/impostor/command";
    QCOMPARE(::seteuid(65534), 0);
    const Socket socket(name);
    QCOMPARE(::seteuid(0), 0);
    QVERIFY(socket.isReady);
    const auto found = find(name);
    QVERIFY(found);
    QCOMPARE(found->owner, uid_t(65534));
}

void TestUnixDiag::manySockets()
{
    // More than one buffer of the kernel's.
    std::vector<std::unique_ptr<Socket>> sockets;
    for (int i = 0; i < 900; ++i) {
        sockets.push_back(std::make_unique<Socket>("/boxyard-test/" + std::string(70, 'm') + std::to_string(i)
                                                   + "/command"));
        QVERIFY(sockets.back()->isReady);
    }
    std::vector<UnixListener> listeners;
    QCOMPARE(listUnixListeners(listeners), 0);
    const auto count = std::ranges::count_if(listeners, [](const UnixListener &listener) {
        return listener.name.starts_with("/boxyard-test/mmm");
    });
    QCOMPARE(count, 900);
}

void TestUnixDiag::commandSocketName_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("socket");
    QTest::newRow("usual") << QByteArray("/var/lib/lxc") << QByteArray("web")
                           << QByteArray("/var/lib/lxc/web/command");
    // 105 characters fit: sun_path has 108, less a NUL at either end, less the one that snprintf keeps.
    QTest::newRow("just fits") << QByteArray("/var/lib/lxc") << QByteArray(84, 'n')
                               << "/var/lib/lxc/" + QByteArray(84, 'n') + "/command";
    // FNV-1a, 64 bits, of LOCATION/NAME; computed apart.
    QTest::newRow("too long") << QByteArray("/var/lib/lxc") << QByteArray(85, 'n')
                              << QByteArray("lxc/93a985c644d947d4/command");
}

void TestUnixDiag::commandSocketName()
{
    QFETCH(const QByteArray, location);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, socket);
    QCOMPARE(
        QByteArray::fromStdString(boxyard::commandSocketName(location.toStdString(), name.toStdString())),
        socket);
}

void TestUnixDiag::parse_data()
{
    QTest::addColumn<QByteArray>("buffer");
    QTest::addColumn<UnixDiagPart::End>("end");
    QTest::addColumn<int>("error");
    QTest::addColumn<bool>("interrupted");
    QTest::addColumn<QByteArray>("names"); ///< of the listeners, with their owners

    using End = UnixDiagPart::End;
    const std::string name("\0abc", 4);
    const std::string uid = bytesOf(std::uint32_t(1000));
    const std::string good =
        message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, name}, {UNIX_DIAG_UID, uid}}));
    const std::string done = message(NLMSG_DONE, bytesOf(int(0)));
    const auto row = [](const char *title, const std::string &buffer, End end, int error, const char *names,
                        bool interrupted = false) {
        QTest::newRow(title) << QByteArray::fromStdString(buffer) << end << error << interrupted
                             << QByteArray(names);
    };
    row("nothing", {}, End::More, 0, "");
    row("one", good, End::More, 0, "abc=1000 ");
    row("one, and the end", good + done, End::Done, 0, "abc=1000 ");
    row("what follows the end", done + good, End::Done, 0, "");
    row("no owner", message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, name}})), End::More, 0,
        "abc=-1 ");
    row("no name", message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_UID, uid}})), End::More, 0, "");
    row("a path", message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, "/run/x"}})), End::More, 0,
        "");
    row("only the NUL", message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, std::string(1, '\0')}})),
        End::More, 0, "");
    row("connected", message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, name}}, TCP_ESTABLISHED)),
        End::More, 0, "");
    row("unknown attribute",
        message(SOCK_DIAG_BY_FAMILY, socketPayload({{99, "xyz"}, {UNIX_DIAG_NAME, name}})), End::More, 0,
        "abc=-1 ");
    row("unknown message", message(0x1234, "????") + good, End::More, 0, "abc=1000 ");
    row("another attempt's", message(NLMSG_DONE, {}, 0, 7) + good, End::More, 0, "abc=1000 ");
    row("an error", message(NLMSG_ERROR, bytesOf(nlmsgerr{-EPERM, {}})), End::Failed, EPERM, "");
    row("an acknowledgement", message(NLMSG_ERROR, bytesOf(nlmsgerr{0, {}})) + done, End::Done, 0, "");
    row("an error at the end", message(NLMSG_DONE, bytesOf(int(-ENOMEM))), End::Failed, ENOMEM, "");
    row("an error without a number", message(NLMSG_ERROR, "x"), End::Failed, EBADMSG, "");
    row("an end without a number", message(NLMSG_DONE, {}), End::Done, 0, "");
    row("interrupted",
        message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, name}}), NLM_F_MULTI | NLM_F_DUMP_INTR)
            + done,
        End::Done, 0, "abc=-1 ", true);
    row("half a header", good + done.substr(0, 7), End::Failed, EBADMSG, "abc=1000 ");
    row("cut in a message", good.substr(0, good.size() - 4), End::Failed, EBADMSG, "");
    row("cut in the socket", message(SOCK_DIAG_BY_FAMILY, "ab"), End::Failed, EBADMSG, "");
    row("cut in an attribute",
        message(SOCK_DIAG_BY_FAMILY, socketPayload({}) + std::string("\x0c\0\0\0ab", 6)), End::Failed,
        EBADMSG, "");
    row("cut in an attribute's header", message(SOCK_DIAG_BY_FAMILY, socketPayload({}) + "ab"), End::Failed,
        EBADMSG, "");
    row("an attribute of no length", message(SOCK_DIAG_BY_FAMILY, socketPayload({}) + std::string(8, '\0')),
        End::Failed, EBADMSG, "");
    row("a short owner",
        message(SOCK_DIAG_BY_FAMILY, socketPayload({{UNIX_DIAG_NAME, name}, {UNIX_DIAG_UID, "ab"}})),
        End::Failed, EBADMSG, "");
    row("a message of no length", std::string(16, '\0'), End::Failed, EBADMSG, "");
    row("a message that claims 4 GiB", std::string(4, '\xff') + good.substr(4), End::Failed, EBADMSG, "");
}

void TestUnixDiag::parse()
{
    QFETCH(const QByteArray, buffer);
    QFETCH(const UnixDiagPart::End, end);
    QFETCH(const int, error);
    QFETCH(const bool, interrupted);
    QFETCH(const QByteArray, names);
    std::vector<UnixListener> listeners;
    const std::vector<std::byte> exact(
        reinterpret_cast<const std::byte *>(buffer.begin()),
        reinterpret_cast<const std::byte *>(buffer.end())); // a sanitizer sees its end
    const auto part = parseUnixDiag(exact, 1, listeners);
    QCOMPARE(part.end, end);
    QCOMPARE(part.error, error);
    QCOMPARE(part.interrupted, interrupted);
    QByteArray found;
    for (const auto &listener : listeners)
        found += QByteArray::fromStdString(listener.name) + '='
            + QByteArray::number(static_cast<int>(listener.owner)) + ' ';
    QCOMPARE(found, names);
}

QTEST_GUILESS_MAIN(TestUnixDiag)

#include "tst_unixdiag.moc"
