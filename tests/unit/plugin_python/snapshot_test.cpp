// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/snapshot.hpp"

#include "base/files.hpp"
#include "plugin_python/internal/items.hpp"
#include "support/temp_dir.hpp"
#include "value/big_integer.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <string>

namespace {

using namespace tutor;
using namespace tutor::plugin_python;
using namespace tutor::plugin_python::internal;
using value::Value;

bool never(const value::Object& /*object*/) {
    return false;
}

Value no_leaf(std::size_t /*number*/, const ReplayedObject::Recorded& /*recorded*/) {
    return {};
}

Value round_trip(const Value& value) {
    Writer out;
    write_value(out, value, never);
    Reader in(out.bytes());
    Value result = read_value(in, no_leaf);
    CHECK(in.at_end());
    return result;
}

Snapshot example() {
    Snapshot snapshot{
        .key = "key",
        .dependencies =
            {{Dependency::Kind::file, "/a", "f:1:2:3"}, {Dependency::Kind::variable, "HOME", "-"}},
        .group_commands = {{"local", 0, "content"}}};
    snapshot.steps.push_back(
        {.load = LoadRequest{Kind::v1_file, "one", "/one.py"},
         .loaded = {"zero"},
         .contexts = {"plugins", "app:one"},
         .events = {
             {.kind = Event::Kind::items,
              .hook = 13,
              .priority = 9.9,
              .contexts = {"plugins", "app:one", "x"},
              .where = {"/one.py", 3, 1},
              .content = std::string("\0\xff", 2)},
             {.kind = Event::Kind::clear_context, .hook = 2, .contexts = {"app:x"}}}});
    snapshot.steps.push_back({.callback = 7, .events = {{.hook = 300, .content = "c"}}});
    return snapshot;
}

TEST_CASE("plain values come back as they were") {
    const std::string digits = "-123456789012345678901234567890";
    for (const Value& value :
         {Value(),
          Value(true),
          Value(false),
          Value(0),
          Value(-1),
          Value(std::int64_t{1} << 62),
          Value(INT64_MIN),
          Value(1.5),
          Value("text \xc3\xa9"),
          Value(""),
          Value::tuple({Value(1), Value("a")}),
          Value(value::List({Value(1), Value(value::List())})),
          Value::integer_from_digits(digits),
          Value::range(1, -5, -2)}) {
        const Value again = round_trip(value);
        CHECK(again.kind() == value.kind());
        CHECK(value::repr(again) == value::repr(value));
    }
    value::Dict dict;
    dict.set("b", 1);
    dict.set(Value(2), Value::tuple({}));
    CHECK(value::repr(round_trip(dict)) == "{'b': 1, 2: ()}");
    CHECK(round_trip(Value::markup("<b>")).is_markup());
    const Value date = value::date("2020-01-01", "datetime.date(2020, 1, 1)");
    CHECK(value::repr(round_trip(date)) == "datetime.date(2020, 1, 1)");
}

TEST_CASE("secrets and foreign objects are refused") {
    Writer out;
    CHECK_THROWS_AS(write_value(out, Value::secret("x"), never), Unrecordable);
    const Value function = value::function("f", [](value::Arguments&) { return Value(); });
    CHECK_THROWS_AS(write_value(out, function, never), Unrecordable);
    Value nested = value::List({Value(1)});
    for (int i = 0; i < 300; ++i) {
        nested = value::List({nested});
    }
    CHECK_THROWS_AS(write_value(out, nested, never), Unrecordable);
}

TEST_CASE("objects of Python are place-holders that are found by their number") {
    const auto python = [](const value::Object& object) {
        return object.is_callable();
    };
    const auto made = [](int number) {
        return value::function("f", [number](value::Arguments&) { return Value(number); });
    };
    value::Dict dict;
    dict.set("a", made(0));
    dict.set("b", value::List({Value(1), made(1), made(2)}));
    const Value live = dict;
    Writer out;
    write_value(out, live, python);
    Reader in(out.bytes());
    int resolved = 0;
    const Value read = read_value(in, [&](std::size_t number, ReplayedObject::Recorded recorded) {
        CHECK(recorded.is_callable);
        return Value::object(std::make_shared<ReplayedObject>(recorded, [&, number] {
            ++resolved;
            return nth_object(live, number, python);
        }));
    });
    CHECK(resolved == 0);
    value::Arguments none;
    const Value last = read.as_dict().find("b")->items()[2];
    CHECK(last.as_object()->is_callable());
    CHECK(resolved == 0);
    CHECK(last.as_object()->call(none).as_integer() == 2);
    CHECK(last.as_object()->call(none).as_integer() == 2);
    CHECK(resolved == 1);
}

TEST_CASE("items of hooks come back with their sources") {
    const std::vector<catalog::Patch> patches = {
        {"name", "content", {.plugin = "one", .where = {"/one.py", 3, 0}}}, {"other", ""}};
    Writer out;
    write_items(out, patches, never);
    Reader in(out.bytes());
    const auto link = std::make_shared<ItemsLink<catalog::Patch>>();
    const std::vector<catalog::Patch> again = read_items(in, link, nullptr);
    REQUIRE(again.size() == 2);
    CHECK(again[0].content == "content");
    CHECK(again[0].source.plugin == "one");
    CHECK(again[0].source.where == patches[0].source.where);
    CHECK(again[1].name == "other");
}

TEST_CASE("a snapshot comes back as it was") {
    const std::optional<Snapshot> again = decode(encode(example()));
    REQUIRE(again);
    CHECK(*again == example());
}

TEST_CASE("a snapshot that is cut anywhere, or changed anywhere, is none") {
    const std::string whole = encode(example());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(decode(std::string_view(whole).substr(0, size)));
        std::string changed = whole;
        changed[size] = static_cast<char>(changed[size] ^ 0x40);
        CHECK_FALSE(decode(changed));
    }
    CHECK_FALSE(decode(whole + "x"));
}

TEST_CASE("whatever the bytes of items, reading stays within them") {
    Writer out;
    value::Dict dict;
    dict.set("key", value::List({Value(1), Value("text"), Value::tuple({Value(2.5)})}));
    write_value(out, dict, never);
    const std::string whole = out.bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Reader in(std::string_view(whole).substr(0, size));
        CHECK_THROWS_AS(read_value(in, no_leaf), Corrupt);
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = whole;
            changed[size] = static_cast<char>(byte);
            Reader other(changed);
            try {
                read_value(other, no_leaf);
            } catch (const Corrupt&) {
                continue;
            }
        }
    }
}

TEST_CASE("a snapshot file is private, replaced, and removed") {
    const test::TempDir folder;
    const SnapshotFile file(folder.path() / "deep" / "er", "identity");
    CHECK_FALSE(file.read());
    file.write(example());
    struct stat found = {};
    REQUIRE(::stat(file.path().c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600U);
    REQUIRE(file.read());
    CHECK(*file.read() == example());
    CHECK_FALSE(SnapshotFile(folder.path() / "deep" / "er", "other").read());
    ::chmod(file.path().c_str(), 0622);
    CHECK_FALSE(file.read());
    file.remove();
    CHECK_FALSE(file.read());
}

TEST_CASE("there are never many snapshots") {
    const test::TempDir folder;
    for (int i = 0; i < 80; ++i) {
        SnapshotFile(folder.path(), std::to_string(i)).write(Snapshot{});
    }
    const auto count = std::distance(
        std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator());
    CHECK(count <= 64);
    CHECK(SnapshotFile(folder.path(), "79").read());
}

TEST_CASE("dependencies notice a changed file, folder and variable") {
    const test::TempDir folder;
    const std::string file = (folder.path() / "file").string();
    write_atomically(file, "1");
    ::setenv("SNAPSHOT_TEST", "1", 1);
    std::vector<Dependency> dependencies;
    for (const auto& [kind, name] : std::vector<std::pair<Dependency::Kind, std::string>>{
             {Dependency::Kind::file, file},
             {Dependency::Kind::kind, file + "2"},
             {Dependency::Kind::variable, "SNAPSHOT_TEST"}}) {
        dependencies.push_back({kind, name, state_of(kind, name)});
    }
    CHECK(first_changed(dependencies) == nullptr);
    ::setenv("SNAPSHOT_TEST", "2", 1);
    CHECK(first_changed(dependencies) == &dependencies[2]);
    write_atomically(file + "2", "");
    CHECK(first_changed(dependencies) == &dependencies[1]);
    write_atomically(file, "12");
    CHECK(first_changed(dependencies) == &dependencies[0]);
    ::unsetenv("SNAPSHOT_TEST");
}

}  // namespace
