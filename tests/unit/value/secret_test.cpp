// SPDX-License-Identifier: Apache-2.0

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::value {

namespace {

Value called(const Value& self, std::string_view name, std::vector<Value> arguments = {}) {
    Arguments call{std::move(arguments), {}};
    return call_method(self, name, call);
}

}  // namespace

TEST_CASE("the secret mark survives operators") {
    const Value secret = Value::secret("hunter2");
    CHECK(add("a", secret).is_secret());
    CHECK(add(secret, "a").is_secret());
    CHECK(add(Value::markup("<"), secret).is_secret());
    CHECK(concat(Value(1), secret).is_secret());
    CHECK(concat_text(Value(1), secret).is_secret());
    CHECK(multiply(secret, 2).is_secret());
    CHECK(get_item(secret, 0).is_secret());
    CHECK(get_slice(secret, 1, 3).is_secret());
    CHECK(get_slice(secret, {}, {}, -1).is_secret());
    CHECK((*iterate(secret)()).is_secret());
    CHECK(escape(secret).is_secret());
    CHECK_FALSE(add("a", "b").is_secret());
}

TEST_CASE("the secret mark survives methods") {
    const Value secret = Value::secret("hunter2");
    for (const char* const name :
         {"upper",
          "lower",
          "title",
          "capitalize",
          "swapcase",
          "casefold",
          "strip",
          "lstrip",
          "rstrip",
          "expandtabs"}) {
        CHECK_MESSAGE(called(secret, name).is_secret(), name);
    }
    CHECK(called(secret, "center", {20}).is_secret());
    CHECK(called(secret, "zfill", {20}).is_secret());
    CHECK(called(secret, "replace", {"h", "x"}).is_secret());
    CHECK(called("x", "replace", {"x", secret}).is_secret());
    CHECK(called("a{}", "format", {secret}).is_secret());
    CHECK(called("a", "join", {List{"x", secret}}).is_secret());
    CHECK(called(secret, "join", {List{"x", "y"}}).is_secret());
    CHECK(called(secret, "split", {"t"}).items()[1].is_secret());
    CHECK(called(secret, "partition", {"t"}).items()[0].is_secret());
    CHECK(called(secret, "splitlines").items()[0].is_secret());
    CHECK(called("a", "translate", {Dict{}}).is_secret() == false);
    CHECK(called(secret, "removeprefix", {"h"}).is_secret());
    CHECK(called(Value::markup("a", Mark::secret), "striptags").is_secret());
}

TEST_CASE("the secret mark survives formatting and printing of what holds a secret") {
    const Value secret = Value::secret("hunter2");
    const Value holder(Dict{{"key", Value(List{1, Value::tuple({secret})})}});
    CHECK(percent_format("%s", Value::tuple({secret})).is_secret());
    CHECK(percent_format("%(p)r", Value(Dict{{"p", secret}})).is_secret());
    CHECK(percent_format("%s", holder).is_secret());
    CHECK(percent_format(secret, Value::tuple({})).is_secret());
    CHECK(str_value(holder).is_secret());
    CHECK(repr_value(holder).is_secret());
    CHECK_FALSE(percent_format("%s", Value::tuple({1})).is_secret());
    CHECK_FALSE(str_value(Value(List{1})).is_secret());
}

TEST_CASE("error messages mask secrets") {
    const Value secret = Value::secret("hunter2");
    const auto message = [](const auto& action) -> std::string {
        try {
            action();
        } catch (const PythonError& error) {
            return error.what();
        }
        return "no error";
    };
    CHECK(message([&] { get_item(Dict{}, secret); }) == "***");
    CHECK(message([&] { called(List{}, "index", {secret}); }) == "*** is not in list");
    CHECK(message([&] { called(Dict{}, "pop", {Value::tuple({1, secret})}); }) == "(1, ***)");
}

}  // namespace tutor::value
