// SPDX-License-Identifier: Apache-2.0
//
// Filters that lay text out in lines: wordwrap, pprint.

#include "jinja/internal/filters.hpp"
#include "jinja/internal/pretty.hpp"
#include "value/operations.hpp"

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

Value pprint(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_pprint", {"value"}, 1});
    return Value::string(pretty_text(p[0], 80), value::mark_of(p[0]));
}

constexpr BuiltinEntry entries[] = {{"pprint", pprint}};

}  // namespace

std::span<const BuiltinEntry> layout_filters() {
    return entries;
}

}  // namespace tutor::jinja
