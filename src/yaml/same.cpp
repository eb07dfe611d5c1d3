// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/same.hpp"

#include "value/object.hpp"
#include "value/operations.hpp"

#include <algorithm>
#include <cmath>

namespace tutor::yaml::internal {
namespace {

using value::Kind;
using value::Value;

Kind written_kind(const Value& value) {
    switch (value.kind()) {
    case Kind::markup: return Kind::string;
    case Kind::tuple: return Kind::list;
    case Kind::undefined:
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real:
    case Kind::string:
    case Kind::list:
    case Kind::dict:
    case Kind::range:
    case Kind::object: break;
    }
    return value.kind();
}

bool same_reals(double a, double b) {
    return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

bool same_dicts(const value::Dict& a, const value::Dict& b) {
    return a.size() == b.size()
        && std::all_of(a.begin(), a.end(), [&](const value::Dict::Entry& entry) {
               const Value* other = b.find(entry.key);
               return other != nullptr && same(entry.value, *other);
           });
}

}  // namespace

bool same(const Value& a, const Value& b) {
    if (written_kind(a) != written_kind(b)) {
        return false;
    }
    switch (written_kind(a)) {
    case Kind::real: return same_reals(a.as_real(), b.as_real());
    case Kind::string: return a.as_string() == b.as_string();
    case Kind::list:
        return std::equal(
            a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), same);
    case Kind::dict: return a.is(b) || same_dicts(a.as_dict(), b.as_dict());
    case Kind::object:
        return a.as_object() == b.as_object()
            || (value::type_name(a) == value::type_name(b) && value::repr(a) == value::repr(b));
    case Kind::undefined:
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::markup:
    case Kind::tuple:
    case Kind::range: break;
    }
    return value::equal(a, b);
}

}  // namespace tutor::yaml::internal
