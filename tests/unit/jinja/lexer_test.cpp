// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/lexer.hpp"

#include <doctest/doctest.h>

namespace tutor::jinja {

namespace {

std::vector<std::string> words(std::string_view text, const Syntax& syntax = {}) {
    const std::string source = normalise_source(std::string(text), syntax);
    Arena arena;
    const LexerRules rules(syntax);
    std::vector<std::string> result;
    for (const Token& token : Lexer(rules, source, arena).run()) {
        result.push_back(
            token.text.empty() ? std::string(describe(token.kind)) : std::string(token.text));
    }
    return result;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("text and tags become tokens") {
    CHECK(
        words("a{{ b|c(1.5) }}{# no #}")
        == Words{
            "a",
            "begin of print statement",
            "b",
            "|",
            "c",
            "(",
            "1.5",
            ")",
            "end of print statement",
            "end of template"});
}

TEST_CASE("a closing delimiter inside brackets does not close") {
    CHECK(
        words("{{ {'a': {}} }}")
        == Words{
            "begin of print statement",
            "{",
            "a",
            ":",
            "{",
            "}",
            "}",
            "end of print statement",
            "end of template"});
}

TEST_CASE("tokens know their line") {
    const std::string source = "a\n{{ b\n}}";
    Arena arena;
    const Syntax syntax;
    const LexerRules rules(syntax);
    const std::vector<Token> tokens = Lexer(rules, source, arena).run();
    CHECK(tokens[1].line == 2);
    CHECK(tokens[3].line == 3);
    CHECK(tokens[2].offset == 5);
}

TEST_CASE("of newlines only the last one goes, and all are the same") {
    CHECK(normalise_source("a\r\nb\rc\n\n", {}) == "a\nb\nc\n");
    CHECK(normalise_source("a\n", {.keep_trailing_newline = true}) == "a\n");
}

TEST_CASE("what is no token is an error at its place") {
    CHECK(words("{{ a ? }}").back() == "unexpected char '?' at 5");
    CHECK(words("{{ 'a }}").back() == "unexpected char \"'\" at 3");
    CHECK(words("{{ (] }}").back() == "unexpected ']', expected ')'");
    CHECK(words("{# a").back() == "Missing end of comment tag");
}

TEST_CASE("escapes are Python's") {
    std::string problem;
    CHECK(
        unescape_literal(R"(\x41\u00e9\101\q\n)", problem)
        == "Aé"
           "A\\q\n");
    CHECK(problem.empty());
    unescape_literal(R"(\u12)", problem);
    CHECK(problem == "truncated \\uXXXX escape");
}

TEST_CASE("line statements end with their line") {
    CHECK(
        words("# if x\na\n# endif", {.line_statement_prefix = "#"})
        == Words{
            "begin of statement block",
            "if",
            "x",
            "end of statement block",
            "a\n",
            "begin of statement block",
            "endif",
            "end of statement block",
            "end of template"});
}

}  // namespace tutor::jinja
