// SPDX-License-Identifier: Apache-2.0

#include "term/prompt.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

namespace tutor::term {
namespace {

// The texts here are what click 8.1 prints for the same questions and answers.
struct Dialogue {
    explicit Dialogue(std::string answers, bool is_terminal = false)
        : out(is_terminal),
          input(std::move(answers)),
          output(masker, out, error),
          prompt(output, input) {}

    Masker masker;
    StringSink out;
    StringSink error;
    StringInput input;
    Output output;
    Prompt prompt;
};

}  // namespace

TEST_CASE("an empty answer means the default, without one the question comes again") {
    Dialogue dialogue("\nmine\n\n\n\nend");
    CHECK(dialogue.prompt.text("Name", "x") == "x");
    CHECK(dialogue.prompt.text("Name", "x") == "mine");
    CHECK(dialogue.prompt.text("Name", "") == "");
    CHECK(dialogue.prompt.text("Name") == "end");
    CHECK(dialogue.out.text() == "Name [x] Name [x] Name [] Name Name Name ");
}

TEST_CASE("an answer that is refused is asked again") {
    Dialogue dialogue("x\n3\n");
    const auto check = [](const std::string& answer) -> std::optional<std::string> {
        return parse_int(answer) ? std::nullopt
                                 : std::optional("'" + answer + "' is not a valid integer.");
    };
    CHECK(dialogue.prompt.text("Int", {}, check) == "3");
    CHECK(dialogue.out.text() == "Int Error: 'x' is not a valid integer.\nInt ");
}

TEST_CASE("confirmation takes y, yes, n, no and the default") {
    Dialogue dialogue("maybe\n\n\n YES \nN\n\ny\n");
    CHECK(dialogue.prompt.confirm("Sure", true));
    CHECK_FALSE(dialogue.prompt.confirm("Sure", false));
    CHECK(dialogue.prompt.confirm("Sure", false));
    CHECK_FALSE(dialogue.prompt.confirm("Sure", true));
    CHECK(dialogue.prompt.confirm("Sure"));
    CHECK(
        dialogue.out.text()
        == "Sure [Y/n] Error: invalid input\n"
           "Sure [Y/n] Sure [y/N] Sure [y/N] Sure [Y/n] "
           "Sure [y/n] Error: invalid input\n"
           "Sure [y/n] ");
}

TEST_CASE("a choice is asked until it is one of the given") {
    Dialogue dialogue("c\n\n\nb\n");
    CHECK(dialogue.prompt.choice("Pick", {"a", "b"}, "a") == "a");
    CHECK(dialogue.prompt.choice("Pick", {"a", "b"}) == "b");
    CHECK(
        dialogue.out.text()
        == "Pick (a, b) [a] Error: 'c' is not one of 'a', 'b'.\n"
           "Pick (a, b) [a] Pick (a, b) Pick (a, b) ");
}

TEST_CASE("the question alone is yellow") {
    Dialogue dialogue("\n", true);
    dialogue.prompt.text("Name", "x");
    CHECK(dialogue.out.text() == "\033[33mName\033[0m [x] ");
}

TEST_CASE("the end of the input aborts every kind of question") {
    Dialogue dialogue("");
    CHECK_THROWS_AS(dialogue.prompt.text("Name", "x"), Abort);
    CHECK_THROWS_AS(dialogue.prompt.hidden("Password"), Abort);
    CHECK_THROWS_AS(dialogue.prompt.confirm("Sure", true), Abort);
    CHECK_THROWS_AS(dialogue.prompt.choice("Pick", {"a"}), Abort);
}

}  // namespace tutor::term
