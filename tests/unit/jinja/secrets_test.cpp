// SPDX-License-Identifier: Apache-2.0
//
// Whatever templates do with a secret string: text that shows it is marked, and messages mask it.

#include "base/text.hpp"
#include "jinja/internal/internal.hpp"
#include "support.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

namespace {

using value::Value;

constexpr std::string_view secret = "Zq7Xw";

constexpr std::string_view secret_letter = "\u03a9";

/// Whether two characters of the secret follow each other, in any case and either direction, or
/// the secret letter stands there in some form.
bool shows_secret(std::string_view text) {
    // "at 0x7b…" is an address, not "x7".
    const std::string lower = replace_all(to_ascii_lower(text), " at 0x", " at ");
    for (const char* const piece :
         {"zq",
          "q7",
          "7x",
          "xw",
          "wx",
          "x7",
          "7q",
          "qz",
          "\u03a9",
          "\u03c9",
          "u03a9",
          "u03c9",
          "xce",
          "%ce"}) {
        if (lower.find(piece) != std::string::npos) {
            return true;
        }
    }
    return false;
}

Options options(bool autoescape) {
    return {
        .undefined = UndefinedKind::debug,
        .autoescape = autoescape,
        .extensions = {"do", "loopcontrols", "debug", "i18n"}};
}

std::unique_ptr<Environment> make_environment(bool autoescape) {
    auto environment = std::make_unique<Environment>(options(autoescape));
    environment->set_loader(std::make_shared<TestLoader>(std::map<std::string, std::string>{
        {"show", "[{{ x }}]"},
        {"lib", "{% macro m(x) %}<{{ x }}>{% endmacro %}{% set kept = 'plain' %}"},
        {"base", "{% block a %}{{ key }}{% endblock %}"}}));
    environment->add_function(
        "gettext", [](State&, value::Arguments& arguments) { return arguments.positional.at(0); });
    return environment;
}

/// Renders; what is wrong with the outcome, empty when nothing is.
std::string leak(Environment& environment, const std::string& text) {
    const TestVariables variables{
        {"key", Value::secret(secret)},
        {"mkey", Value::markup(secret, value::Mark::secret)},
        {"letter", Value::secret(secret_letter)},
        {"table", value::Dict{{"a", 1}}}};
    try {
        const Rendering rendering = environment.from_string(text).render_recorded(variables);
        for (const Range& range : rendering.ranges) {
            const std::string piece = rendering.text.substr(range.begin, range.end - range.begin);
            if (!range.secret && shows_secret(piece)) {
                return "an unmarked range shows it: " + piece;
            }
        }
    } catch (const Error& error) {
        if (shows_secret(error.info().message) || shows_secret(error.info().hint)) {
            return "a message shows it: " + error.info().message;
        }
        for (const std::string& frame : error.frames()) {
            if (shows_secret(frame)) {
                return "a frame shows it: " + frame;
            }
        }
    }
    return {};
}

void check(const std::vector<std::string>& texts) {
    for (const bool autoescape : {false, true}) {
        const auto environment = make_environment(autoescape);
        for (const std::string& text : texts) {
            CAPTURE(autoescape);
            CAPTURE(text);
            CHECK(leak(*environment, text) == "");
        }
    }
}

const std::vector<std::string> inputs = {
    "key",
    "mkey",
    "[key, 'a']",
    "(key, 1)",
    "{'k': key}",
    "{key: key}",
    "[{'k': key}, {'k': 'a'}]",
    "[('k', key)]",
    "'a b a'",
    "['a', 'b']",
    "table",
    "5",
    "1.5",
    "nothing",
    "namespace(k=key)",
    "[key]|map('upper')",
    "(key ~ ' ' ~ key ~ '\\n' ~ key)"};

const std::vector<std::string> argument_lists = {
    "",
    "key",
    "letter",
    "2",
    "30, letter",
    "'a', key",
    "key, 'a'",
    "key, key",
    "2, key",
    "2, true, key",
    "1, true, key, 0",
    "'k'",
    "'k', key",
    "attribute=key",
    "default=key",
    "[key]",
    "{'a': key}",
    "{97: key}",
    "2, true, key, key, [key]",
    "*[key, key, key]",
    "**{key: 1}"};

std::string call(const std::string& name, const std::string& arguments) {
    return arguments.empty() ? name : fmt::format("{}({})", name, arguments);
}

}  // namespace

TEST_CASE("every filter marks what shows a secret") {
    std::vector<std::string> texts;
    const auto environment = make_environment(false);
    for (const auto& [name, callable] : environment->internal().filters) {
        for (const std::string& input : inputs) {
            for (const std::string& arguments : argument_lists) {
                const std::string filter = call(std::string(name), arguments);
                texts.push_back(fmt::format("{{{{ {}|{} }}}}", input, filter));
            }
            texts.push_back(fmt::format("{{{{ {}|{}|list }}}}", input, name));
        }
    }
    REQUIRE(texts.size() > 10'000);
    check(texts);
}

TEST_CASE("every test is silent about secrets") {
    std::vector<std::string> texts;
    const auto environment = make_environment(false);
    for (const auto& [name, callable] : environment->internal().tests) {
        for (const std::string& input : inputs) {
            for (const std::string arguments : {"", "key", "2", "[key]"}) {
                texts.push_back(
                    fmt::format("{{{{ {} is {} }}}}", input, call(std::string(name), arguments)));
            }
        }
    }
    check(texts);
}

TEST_CASE("every method marks what shows a secret") {
    std::vector<std::string> texts;
    for (const char* const name : {"append",       "as_integer_ratio",
                                   "bit_count",    "bit_length",
                                   "capitalize",   "casefold",
                                   "center",       "clear",
                                   "conjugate",    "copy",
                                   "count",        "decode",
                                   "encode",       "endswith",
                                   "escape",       "expandtabs",
                                   "extend",       "find",
                                   "format",       "format_map",
                                   "get",          "hex",
                                   "index",        "insert",
                                   "is_integer",   "isalnum",
                                   "isalpha",      "isascii",
                                   "isdecimal",    "isdigit",
                                   "isdisjoint",   "isidentifier",
                                   "islower",      "isnumeric",
                                   "isprintable",  "isspace",
                                   "istitle",      "isupper",
                                   "items",        "join",
                                   "keys",         "ljust",
                                   "lower",        "lstrip",
                                   "maketrans",    "partition",
                                   "pop",          "popitem",
                                   "remove",       "removeprefix",
                                   "removesuffix", "replace",
                                   "reverse",      "rfind",
                                   "rindex",       "rjust",
                                   "rpartition",   "rsplit",
                                   "rstrip",       "setdefault",
                                   "sort",         "split",
                                   "splitlines",   "startswith",
                                   "strip",        "striptags",
                                   "swapcase",     "title",
                                   "to_bytes",     "translate",
                                   "unescape",     "update",
                                   "upper",        "values",
                                   "zfill",        "__html__",
                                   "__len__",      "__str__",
                                   "__repr__",     "__class__"}) {
        for (const std::string& input : inputs) {
            for (const std::string& arguments : argument_lists) {
                texts.push_back(fmt::format(
                    "{{% set x = {} %}}{{% set y = x.{}({}) %}}{{{{ y }}}}|{{{{ x }}}}",
                    input,
                    name,
                    arguments));
            }
            texts.push_back(fmt::format("{{{{ ({}).{} }}}}", input, name));
        }
    }
    check(texts);
}

TEST_CASE("every operator marks what shows a secret") {
    std::vector<std::string> texts;
    for (const char* const operation :
         {"+",
          "-",
          "*",
          "/",
          "//",
          "%",
          "**",
          "~",
          "==",
          "!=",
          "<",
          "<=",
          ">",
          ">=",
          "in",
          "not in",
          "and",
          "or"}) {
        for (const std::string& left : inputs) {
            for (const std::string& right : inputs) {
                texts.push_back(fmt::format("{{{{ ({}) {} ({}) }}}}", left, operation, right));
            }
        }
    }
    for (const std::string& input : inputs) {
        for (const char* const shape :
             {"{{{{ -({}) }}}}",
              "{{{{ not ({}) }}}}",
              "{{{{ ({})[0] }}}}",
              "{{{{ ({})[1:3] }}}}",
              "{{{{ ({})[::-1] }}}}",
              "{{{{ ({})[key] }}}}",
              "{{{{ table[{}] }}}}",
              "{{{{ ({})[key][key] }}}}",
              "{{{{ table.a[{}] }}}}",
              "{{{{ ({})(key) }}}}",
              "{{{{ {} if true else 1 }}}}",
              "{{{{ ({})() }}}}",
              "{{{{ {{({}): 1}} }}}}"}) {
            texts.push_back(fmt::format(fmt::runtime(shape), input));
        }
    }
    check(texts);
}

TEST_CASE("string formatting marks what shows a secret") {
    std::vector<std::string> texts;
    for (const char* const pattern :
         {"%s",
          "%r",
          "%a",
          "%c",
          "%10s",
          "%-10s",
          "%.3s",
          "%d",
          "%x",
          "%e",
          "%(k)s",
          "%(key)s",
          "%Y",
          "%*d",
          "%",
          "%("}) {
        for (const std::string& input : inputs) {
            texts.push_back(fmt::format("{{{{ '{}' % {} }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ '{}' % ({},) }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ ('{}'|safe) % ({},) }}}}", pattern, input));
        }
    }
    for (const char* const pattern :
         {"{}",
          "{!r}",
          "{!a}",
          "{!s}",
          "{:>10}",
          "{:*^9}",
          "{0[0]}",
          "{0.upper}",
          "{:d}",
          "{:{}}",
          "{0[k]}",
          "{k}",
          "{:Q}",
          "{!q}",
          "{",
          "{0.nothing}"}) {
        for (const std::string& input : inputs) {
            texts.push_back(fmt::format("{{{{ '{}'.format({}) }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ '{}'.format(5, {}) }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ '{}'.format(5, key, k={}) }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ ('{}'|safe).format({}, key) }}}}", pattern, input));
            texts.push_back(fmt::format("{{{{ '{}'.format_map({}) }}}}", pattern, input));
        }
    }
    // The pattern itself is secret.
    for (const char* const arguments : {"% 1", "% {}", "% ()", ".format()", ".format_map({})"}) {
        for (const char* const before : {"%(", "%", "{", "{0[", "{:", "{0.", "{!"}) {
            for (const char* const behind : {")s", "]}", "}", ""}) {
                texts.push_back(
                    fmt::format("{{{{ ('{}' ~ key ~ '{}') {} }}}}", before, behind, arguments));
            }
        }
    }
    texts.emplace_back("{{ '{:{}}'.format(1, key) }}");
    texts.emplace_back("{{ 'a'.translate('a'.maketrans('a', letter)) }}");
    check(texts);
}

TEST_CASE("statements and objects of the engine mark what shows a secret") {
    std::vector<std::string> texts = {
        "{% set t %}{{ key }}{% endset %}{{ t|upper }}{{ [t] }}",
        "{% set t|indent(2) %}{{ key }}{% endset %}{{ t }}",
        "{% filter upper %}a{{ key }}{% endfilter %}",
        "{% filter replace('a', key) %}abc\na{% endfilter %}",
        "{% macro m(x, y=key) %}{{ x }}{{ y }}{{ varargs }}{{ kwargs }}{% endmacro %}"
        "{{ m(key) }}{{ m(1, 2, key, k=key)|upper }}",
        "{% macro m() %}{{ caller(key) }}{% endmacro %}{% call(x) m() %}{{ x }}{% endcall %}",
        "{% macro m() %}{% endmacro %}{{ m(**{key: 1}) }}",
        "{{ dict(**{key: 1}) }}{{ namespace(**{key: 1}) }}",
        "{% set x = key %}{% include 'show' %}",
        "{% from 'lib' import m %}{{ m(key) }}",
        "{% import 'lib' as lib %}{{ lib.m(key) }}{{ lib[key] }}",
        "{% extends 'base' %}{% block a %}{{ super()|upper }}{{ super() }}{% endblock %}",
        "{% block b %}{{ key }}{% endblock %}{{ self.b()|upper }}",
        "{% set ns = namespace() %}{% set ns.k = key %}{{ ns }}{{ ns|string }}{{ [ns] }}{{ ns[key] "
        "}}",
        "{% set c = cycler(key) %}{{ c.next() }}{{ c.items }}{{ c.current }}",
        "{% set j = joiner(key) %}{{ j() }}{{ j() }}",
        "{% for c in key %}{{ c }}{{ loop.previtem }}{{ loop.nextitem }}{% endfor %}",
        "{% for c in [key, 'x'] %}{{ loop.cycle(key) }}{{ loop.previtem }}{{ loop }}{% endfor %}",
        "{% for k, v in {key: 'x'}.items() %}{{ k }}{% endfor %}{{ {key: 1}.keys() }}",
        "{% for n in [[key]] recursive %}{{ loop(n) if n is iterable and n is not string else n }}"
        "{% endfor %}",
        "{% include key %}",
        "{% include [key, key ~ 1] %}",
        "{% extends key %}",
        "{% import key as x %}",
        "{% include key ignore missing %}",
        "{{ nothing[key] }}{{ table[key] }}{{ table|attr(key) }}",
        "{{ table[key].x }}",
        "{{ table[key] + 1 }}",
        "{{ (table|attr(key)).x }}",
        "{{ table.nothing._undefined_name }}{{ table[key]._undefined_name }}",
        "{{ table[key]._undefined_obj }}",
        "{{ key.nothing }}{{ key.nothing.x }}",
        "{{ key.encode() }}{{ key.encode()|string }}{{ key.encode().decode() }}",
        "{{ key.encode(key) }}",
        "{{ key.encode()|list }}{{ [key.encode()] }}{{ '%s' % key.encode() }}",
        "{{ mkey.upper }}{{ key.upper }}{{ [mkey.upper]|string }}",
        "{{ [1].index(key) }}{{ [1].remove(key) }}",
        "{{ [1].remove(key) }}",
        "{{ table.pop(key) }}",
        "{{ {}[key] }}{{ (1)[key] }}",
        "{% trans k=key %}a {{ k }}{% endtrans %}",
        "{% trans %}a {{ key }}{% endtrans %}",
        "{% trans k=key, count=2 %}one{% pluralize count %}{{ k }}{% endtrans %}",
        "{% debug %}",
        "{% autoescape true %}{{ key }}{{ '<' ~ key }}{% endautoescape %}",
        "{% with x = key %}{{ x }}{% endwith %}",
        "{% set a, b = [key, 'x'] %}{{ a }}{{ b }}",
        "{% set a, b = key %}",
        "{% if key is undefined %}{% endif %}{{ key is key }}",
        "{{ range(key) }}",
        "{{ dict(key) }}",
        "{{ dict([key]) }}",
        "{{ lipsum(key) }}",
        "{{ key|map(key)|list }}{{ ['a']|map(key)|list }}",
        "{{ ['a']|map(key)|list }}",
        "{{ ['a']|select(key)|list }}",
        "{{ ['a']|selectattr(key)|list }}{{ [table]|map(attribute=key)|list }}",
        "{{ [table]|map(attribute=key ~ '.b')|list }}",
        "{{ [table]|sort(attribute=key) }}",
        "{{ [table]|groupby(key) }}",
        "{{ [table]|sum(key) }}"};
    check(texts);
}

TEST_CASE("what a secret was put into still shows what is not secret") {
    const auto environment = make_environment(false);
    const TestVariables variables{{"key", Value::secret(secret)}};
    const Rendering rendering =
        environment->from_string("a{{ key }}b\n{{ 'x' * 3 }}{{ [1, key]|first }}{{ key|length }}")
            .render_recorded(variables);
    std::string shown;
    for (const Range& range : rendering.ranges) {
        shown += range.secret ? "***" : rendering.text.substr(range.begin, range.end - range.begin);
    }
    CHECK(shown == "a***b\nxxx15");
}

}  // namespace tutor::jinja
