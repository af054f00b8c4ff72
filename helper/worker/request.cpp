// SPDX-License-Identifier: GPL-2.0-or-later
#include "request.h"

#include "text.h"

#include <array>
#include <limits>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

namespace boxyard::worker {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 15> VerbWords = {
    "create", "clone", "start",   "stop", "restart", "freeze",  "unfreeze", "rename",
    "delete", "shell", "inspect", "host", "plan",    "recover", "settle",
};

constexpr std::size_t MaxText = 1024;
constexpr std::size_t MaxOptions = 32;
constexpr std::size_t MaxNames = 100000;

tl::unexpected<Failure> invalid(std::string_view key, std::string detail)
{
    return refuse(Word::InvalidArgument, std::string(key), std::move(detail));
}

/// Takes keys out of one JSON object, each once, and remembers the first thing that was wrong.
class Reader
{
public:
    explicit Reader(const Json &object)
        : m_object(object)
    {
    }

    [[nodiscard]] bool has(const char *key) const { return m_object.contains(key); }

    std::string text(const char *key)
    {
        const Json *value = take(key);
        if (value == nullptr)
            return {};
        if (!value->is_string())
            return fail<std::string>(key, "not a text");
        return checked(key, value->get<std::string>());
    }

    std::uint64_t number(const char *key, std::uint64_t least, std::uint64_t most)
    {
        const Json *value = take(key);
        if (value == nullptr)
            return least;
        if (!value->is_number_unsigned())
            return fail(key, "not a number", least);
        const auto number = value->get<std::uint64_t>();
        return number < least || number > most ? fail(key, "out of range", least) : number;
    }

    bool boolean(const char *key)
    {
        const Json *value = take(key);
        if (value == nullptr)
            return false;
        return value->is_boolean() ? value->get<bool>() : fail<bool>(key, "not true or false");
    }

    template <typename Enum, std::size_t N>
    Enum word(const char *key, const std::array<std::string_view, N> &words)
    {
        const std::string given = text(key);
        for (std::size_t i = 0; i < N; ++i) {
            if (words.at(i) == given)
                return static_cast<Enum>(i);
        }
        return fail<Enum>(key, "unknown: " + printable(given, 64));
    }

    std::vector<std::string> texts(const char *key)
    {
        const Json *value = take(key);
        std::vector<std::string> out;
        if (value == nullptr)
            return out;
        if (!value->is_array() || value->size() > MaxNames)
            return fail(key, "not a list of texts", std::move(out));
        for (const Json &entry : *value) {
            if (!entry.is_string())
                return fail(key, "not a list of texts", std::move(out));
            out.push_back(entry.get<std::string>());
        }
        return out;
    }

    std::map<std::string, std::string> map(const char *key)
    {
        const Json *value = take(key);
        std::map<std::string, std::string> out;
        if (value == nullptr)
            return out;
        if (!value->is_object() || value->size() > MaxOptions)
            return fail(key, "not a table of texts", std::move(out));
        for (const auto &[name, entry] : value->items()) {
            if (!entry.is_string())
                return fail(key, "not a table of texts", std::move(out));
            out[checked(key, name)] = checked(key, entry.get<std::string>());
        }
        return out;
    }

    const Json *object(const char *key)
    {
        const Json *value = take(key);
        if (value != nullptr && !value->is_object())
            return fail<const Json *>(key, "not an object");
        return value;
    }

    void require(bool condition, const char *key, const char *detail)
    {
        if (!condition)
            fail<bool>(key, detail);
    }

    void requireName(const std::string &name)
    {
        if (!isContainerName(name) && !m_failure)
            m_failure = Failure{Word::InvalidName, name, {}};
    }

    [[nodiscard]] Status done() const
    {
        if (m_failure)
            return refuse(*m_failure);
        for (const auto &[key, value] : m_object.items()) {
            if (!m_taken.contains(key))
                return invalid(printable(key, 64), "unknown key");
        }
        return {};
    }

    [[nodiscard]] const std::optional<Failure> &failure() const { return m_failure; }

private:
    const Json *take(const char *key)
    {
        const auto found = m_object.find(key);
        if (found == m_object.end())
            return fail<const Json *>(key, "missing");
        m_taken.insert(key);
        return &*found;
    }

    std::string checked(const char *key, std::string text)
    {
        if (text.size() > MaxText)
            return fail<std::string>(key, "too long");
        if (hasControlCharacter(text))
            return fail<std::string>(key, "control character");
        return text;
    }

    template <typename T>
    T fail(std::string_view key, std::string detail, T value = {})
    {
        if (!m_failure)
            m_failure = Failure{Word::InvalidArgument, std::string(key), std::move(detail)};
        return value;
    }

    const Json &m_object;
    std::set<std::string> m_taken;
    std::optional<Failure> m_failure;
};

/// "DEVICE:INODE:MTIME_NS:SIZE" in decimal, or empty.
bool isIdentity(const std::string &text)
{
    if (text.empty())
        return true;
    unsigned parts = 1;
    bool digit = false;
    for (const char c : text) {
        if (c == ':') {
            if (!digit)
                return false;
            digit = false;
            ++parts;
        } else if (c >= '0' && c <= '9') {
            digit = true;
        } else {
            return false;
        }
    }
    return digit && parts == 4;
}

void readExpect(Reader &reader, Request &request)
{
    request.expect = reader.text("expect");
    reader.require(isIdentity(request.expect), "expect", "not an identity");
}

void readCreate(Reader &reader, Request &request)
{
    request.templateName = reader.text("template");
    reader.require(isContainerName(request.templateName), "template", "not a template's name");
    request.options = reader.map("options");
    request.store = reader.word<Store>("store", std::array<std::string_view, 3>{"auto", "dir", "btrfs"});
    request.privileged = reader.boolean("privileged");
}

void readClone(Reader &reader, Request &request)
{
    request.targetLocation = reader.text("targetLocation");
    reader.require(isLocation(request.targetLocation), "targetLocation", "not a clean absolute path");
    request.targetName = reader.text("targetName");
    reader.requireName(request.targetName);
    request.cloneMode = reader.word<CloneMode>(
        "mode", std::array<std::string_view, 4>{"auto", "copy", "snapshot", "overlay"});
    request.hooks = reader.boolean("hooks");
    reader.require(request.targetLocation != request.location || request.targetName != request.name,
                   "targetName", "the source itself");
    // What the helper alone adds: how the machine is shared, and what the job belongs to.
    if (reader.has("threads"))
        request.threads = static_cast<unsigned>(reader.number("threads", 0, 1024));
    if (reader.has("series"))
        request.series = reader.text("series");
    readExpect(reader, request);
}

void readPlan(Reader &reader, Request &request)
{
    request.targetLocation = reader.text("targetLocation");
    reader.require(isLocation(request.targetLocation), "targetLocation", "not a clean absolute path");
    request.limit = std::chrono::milliseconds(reader.number("limit", 1, 60'000));
}

void readStop(Reader &reader, Request &request)
{
    request.stopMode = reader.word<StopMode>("mode", std::array<std::string_view, 2>{"ask", "kill"});
    request.timeout = std::chrono::seconds(reader.number("timeout", 1, 3600));
    readExpect(reader, request);
}

void readRename(Reader &reader, Request &request)
{
    request.newName = reader.text("newName");
    reader.requireName(request.newName);
    reader.require(request.newName != request.name, "newName", "the old name");
    readExpect(reader, request);
}

void readShell(Reader &reader, Request &request)
{
    request.columns = static_cast<unsigned>(reader.number("columns", 1, 1000));
    request.rows = static_cast<unsigned>(reader.number("rows", 1, 1000));
    request.privileged = reader.boolean("privileged");
    readExpect(reader, request);
}

void readInspect(Reader &reader, Request &request)
{
    request.containers = reader.texts("containers");
    for (const std::string &name : request.containers) {
        const bool fileName = !name.empty() && name.size() <= 255 && name != "." && name != ".."
            && name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
        reader.require(fileName, "containers", "not a file name");
    }
}

void readHost(Reader &reader, Request &request)
{
    request.locations = reader.texts("locations");
    for (const std::string &path : request.locations)
        reader.require(isLocation(path), "locations", "not a clean absolute path");
}

Result<Request> fromObject(const Json &object, bool nested);

/// Of `settle` too.
Status readRecover(Reader &reader, Request &request, bool nested)
{
    reader.require(!nested, "intent", "a recovery is none");
    const Json *intent = reader.object("intent");
    if (reader.failure())
        return refuse(*reader.failure());
    Result<Request> parsed = fromObject(*intent, true);
    if (!parsed)
        return refuse(parsed.error());
    const bool same = (request.location.empty() || parsed->location == request.location)
        && (request.name.empty() || parsed->name == request.name);
    reader.require(same, "intent", "another container's");
    const bool makes = parsed->verb == Verb::Create || parsed->verb == Verb::Clone;
    reader.require(request.verb != Verb::Settle || makes, "intent", "makes nothing");
    request.intent = std::make_shared<const Request>(std::move(*parsed));
    return {};
}

Status readVerb(Reader &reader, Request &request, bool nested)
{
    switch (request.verb) {
    case Verb::Create:
        readCreate(reader, request);
        break;
    case Verb::Clone:
        readClone(reader, request);
        break;
    case Verb::Start:
    case Verb::Freeze:
    case Verb::Unfreeze:
    case Verb::Delete:
        readExpect(reader, request);
        break;
    case Verb::Stop:
    case Verb::Restart:
        readStop(reader, request);
        break;
    case Verb::Rename:
        readRename(reader, request);
        break;
    case Verb::Shell:
        readShell(reader, request);
        break;
    case Verb::Inspect:
        readInspect(reader, request);
        break;
    case Verb::Host:
        readHost(reader, request);
        break;
    case Verb::Plan:
        readPlan(reader, request);
        break;
    case Verb::Recover:
    case Verb::Settle:
        return readRecover(reader, request, nested);
    }
    return {};
}

Result<Request> fromObject(const Json &object, bool nested)
{
    Reader reader(object);
    Request request;
    reader.require(reader.number("version", 0, 1000) == 1, "version", "not 1");
    request.id = reader.number("id", 0, std::numeric_limits<std::uint64_t>::max());
    request.uid =
        static_cast<std::uint32_t>(reader.number("uid", 0, std::numeric_limits<std::uint32_t>::max()));
    request.verb = reader.word<Verb>("verb", VerbWords);
    request.location = reader.text("location");
    request.name = reader.text("name");
    if (reader.failure())
        return refuse(*reader.failure());

    const bool hasLocation = request.verb != Verb::Host;
    const bool hasName = hasLocation && request.verb != Verb::Inspect;
    // A recovery carries whatever its intent carries; that is checked with the intent.
    const bool any = request.verb == Verb::Recover || request.verb == Verb::Settle;
    reader.require(hasLocation ? any || isLocation(request.location) : request.location.empty(), "location",
                   "not a clean absolute path");
    if (hasName && !any)
        reader.requireName(request.name);
    else
        reader.require(any || request.name.empty(), "name", "not empty");

    if (Status read = readVerb(reader, request, nested); !read)
        return refuse(read.error());
    if (Status done = reader.done(); !done)
        return refuse(done.error());
    return request;
}

} // namespace

std::string_view verbText(Verb verb)
{
    return VerbWords.at(static_cast<std::size_t>(verb));
}

Result<Request> parseRequest(std::string_view text)
{
    // nlohmann-json keeps the last of two equal keys; who sends two means to deceive one of two readers.
    std::vector<std::set<std::string>> keys;
    bool doubled = false;
    const auto watch = [&](int, Json::parse_event_t event, Json &parsed) {
        if (event == Json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == Json::parse_event_t::key)
            doubled = !keys.back().insert(parsed.get<std::string>()).second || doubled;
        return true;
    };
    const Json object = Json::parse(text, watch, false);
    if (object.is_discarded() || !object.is_object())
        return invalid("request", "not a JSON object");
    if (doubled)
        return invalid("request", "a key stands twice");
    return fromObject(object, false);
}

} // namespace boxyard::worker
