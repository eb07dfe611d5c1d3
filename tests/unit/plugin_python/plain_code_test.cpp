// SPDX-License-Identifier: Apache-2.0
//
// Translated callbacks as python/tutor/_host/plain_code.py writes them; that translation and result
// are Python's is tested by tests/integration/test_plain_code.py.

#include "plugin_python/internal/plain_code.hpp"

#include "base/error.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace {

using namespace tutor;
using plugin_python::internal::NeedsPython;
using plugin_python::internal::run_plain;
using value::Value;

template <class... Parts>
Value node(Parts... parts) {
    return Value::tuple({Value(parts)...});
}

Value code(std::vector<Value> names, std::vector<Value> body) {
    return node(Value::tuple(std::move(names)), Value::tuple(std::move(body)));
}

const Value items = node("name", "items");

TEST_CASE("the value of a filter grows") {
    const Value grow = node("grow", items, node("list", node(node("const", "b"))));
    const Value list = value::List({Value("a")});
    const Value result = run_plain(code({"items"}, {grow, node("return", items)}), {list});
    CHECK(value::repr(result) == "['a', 'b']");
}

TEST_CASE("a function without return gives None") {
    CHECK(run_plain(code({}, {node("pass")}), {}).is_none());
}

TEST_CASE("what is not the callback's own is not changed") {
    const Value inner = value::List({Value(1)});
    const Value append = node(
        "do",
        node("method", "append", node("item", items, node("const", 0)), node(node("const", 2))));
    CHECK_THROWS_AS(run_plain(code({"items"}, {append}), {value::List({inner})}), NeedsPython);
    CHECK(value::repr(inner) == "[1]");
}

TEST_CASE("what it does not know is left to Python") {
    for (const Value& statement :
         {node("python"),
          node("return", node("python")),
          node("return", node("name", "unknown")),
          node("return", node("item", items, node("const", 5))),
          node("return", node("add", items, node("const", 5))),
          Value(3),
          node(1),
          Value::tuple({})}) {
        CHECK_THROWS_AS(run_plain(code({"items"}, {statement}), {value::List()}), NeedsPython);
    }
    CHECK_THROWS_AS(run_plain(code({"items"}, {}), {}), NeedsPython);
    CHECK_THROWS_AS(run_plain(Value("no code"), {}), NeedsPython);
}

TEST_CASE("a loop sees what is appended, and a loop without end is left to Python") {
    const Value append = node("do", node("method", "append", items, node(node("name", "one"))));
    const Value loop = node("for", node("name", "one"), items, node(append));
    CHECK_THROWS_AS(run_plain(code({"items"}, {loop}), {value::List({Value(1)})}), NeedsPython);
}

TEST_CASE("secrets do not become texts") {
    const Value text = node("return", node("text", node(node("name", "secret"))));
    CHECK_THROWS_AS(run_plain(code({"secret"}, {text}), {Value::secret("x")}), NeedsPython);
}

}  // namespace
