// SPDX-License-Identifier: Apache-2.0
//
// Commands of click in a snapshot, without Python; beside click itself: host_completion_test.cpp.

#include "plugin_python/internal/click_tree.hpp"
#include "plugin_python/internal/items.hpp"

#include <doctest/doctest.h>

namespace {

using namespace tutor;
using namespace tutor::plugin_python::internal;
using Kind = ClickParameter::Kind;
using Values = ClickParameter::Values;
using Words = std::vector<std::string>;

ClickCommand example() {
    const ClickCommand leaf{
        .ignore_unknown_options = true,
        .parameters = {
            {.kind = Kind::option,
             .name = "colour",
             .names = {"-c", "--colour"},
             .help = "The colour.",
             .several = true,
             .values = Values::choices,
             .choices = {"red", "green"}},
            {.name = "any",
             .names = {"--any"},
             .hidden = true,
             .values = Values::choices_of_any_case,
             .choices = {"Red"}},
            {.name = "who", .names = {"--who"}, .values = Values::python},
            {.kind = Kind::argument, .name = "where", .values = Values::folder}}};
    return {
        .is_group = true,
        .options_anywhere = false,
        .parameters = {{.kind = Kind::flag, .name = "help", .names = {"-h", "--help"}}},
        .children = {
            {.name = "leaf", .short_help = "A leaf.", .command = leaf},
            {.name = "secret", .hidden = true, .command = ClickCommand{}},
            {.name = "unknown", .short_help = "Ask."}}};
}

// Values, or "?" when Python has to be asked.
std::string offered(const Words& words, const std::string& incomplete) {
    const auto candidates = complete(example(), words, incomplete);
    if (!candidates) {
        return "?";
    }
    std::string text;
    for (const cli::Completion& one : *candidates) {
        text += (one.type == "plain" ? one.value : one.type) + " ";
    }
    return text;
}

TEST_CASE("subcommands, options and values are offered") {
    CHECK(offered({}, "") == "leaf unknown ");
    CHECK(offered({}, "l") == "leaf ");
    CHECK(offered({}, "-") == "-h --help ");
    CHECK(offered({"leaf"}, "--") == "--colour --who ");
    CHECK(offered({"leaf", "--colour"}, "") == "red green ");
    CHECK(offered({"leaf"}, "--colour=g") == "green ");
    CHECK(offered({"leaf", "-cred", "--who", "x"}, "--") == "--colour ");
    CHECK(offered({"leaf"}, "") == "dir ");
    CHECK(offered({"leaf", "somewhere"}, "") == "");
    CHECK(offered({"leaf", "--", "--who"}, "x") == "?");
    CHECK(offered({"nothing"}, "") == "leaf unknown ");
    const auto candidates = complete(example(), {}, "l");
    REQUIRE(candidates);
    CHECK(candidates->front().help == "A leaf.");
}

TEST_CASE("Python is asked for what only a plugin knows") {
    CHECK(offered({"unknown"}, "") == "?");
    CHECK(offered({"leaf", "--who"}, "") == "?");
    CHECK(offered({"leaf", "--any"}, "rE") == "Red ");
    CHECK(offered({"leaf", "--any"}, "\xc3\x89") == "?");
}

TEST_CASE("a tree comes back as it was") {
    for (const ClickTree& tree : {ClickTree(), ClickTree(example())}) {
        Writer out;
        write_tree(out, tree);
        Reader in(out.bytes());
        CHECK(read_tree(in) == tree);
        CHECK(in.at_end());
    }
}

TEST_CASE("whatever the bytes of a tree, reading stays within them") {
    Writer out;
    write_tree(out, example());
    const std::string whole = out.bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Reader in(std::string_view(whole).substr(0, size));
        CHECK_THROWS_AS(read_tree(in), Corrupt);
        for (int byte = 0; byte < 256; byte += 5) {
            std::string changed = whole;
            changed[size] = static_cast<char>(byte);
            Reader other(changed);
            try {
                read_tree(other);
            } catch (const Corrupt&) {
                continue;
            }
        }
    }
    const std::string nested(10000, '\1');  // groups within groups
    Reader in(nested);
    CHECK_THROWS_AS(read_tree(in), Corrupt);
}

TEST_CASE("a recorded command asks Python only for what is not recorded") {
    const auto command_with = [](const ClickTree& tree) {
        return cli::Command{
            .name = "tool",
            .complete_raw = ClickCompletion{
                .tree = [tree] { return tree; },
                .ask =
                    [](const Words&, const std::string&) {
                        return std::vector<cli::Completion>{{.value = "asked"}};
                    }}};
    };
    const auto recorded = [&](const ClickTree& tree, int& asked) {
        Writer out;
        write_command(out, command_with(tree));
        Reader in(out.bytes());
        return read_command(in, [&asked, command_with, tree] {
            ++asked;
            return command_with(tree);
        });
    };
    int asked = 0;
    const cli::Command known = recorded(example(), asked);
    CHECK(known.complete_raw({}, "l").front().value == "leaf");
    CHECK(asked == 0);
    CHECK(known.complete_raw({"unknown"}, "").front().value == "asked");
    CHECK(asked == 1);
    CHECK(recorded({}, asked).complete_raw({}, "l").front().value == "asked");
    CHECK(asked == 2);
}

}  // namespace
