// SPDX-License-Identifier: Apache-2.0
//
// The filters every template of the program has.

#include "base/text.hpp"
#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/password.hpp"
#include "crypto/random.hpp"
#include "crypto/rsa.hpp"
#include "json/dump.hpp"
#include "render/renderer.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::render {
namespace {

using value::Arguments;
using value::Value;

const Value& nth(const Arguments& arguments, std::size_t index, std::string_view filter) {
    if (index >= arguments.positional.size()) {
        throw value::PythonError(
            "TypeError", fmt::format("filter '{}' needs {} arguments", filter, index + 1));
    }
    return arguments.positional[index];
}

std::string text(const Arguments& arguments, std::size_t index, std::string_view filter) {
    return value::str(nth(arguments, index, filter));
}

std::int64_t number(const Arguments& arguments, std::size_t index, std::string_view filter) {
    const Value& argument = nth(arguments, index, filter);
    if (argument.kind() == value::Kind::integer) {
        return argument.as_integer();
    }
    const std::optional<std::int64_t> parsed = parse_int(value::str(argument));
    if (!parsed) {
        throw value::PythonError("TypeError", fmt::format("filter '{}' needs an integer", filter));
    }
    return *parsed;
}

std::vector<std::string> reversed_labels(const std::string& domain) {
    std::vector<std::string> labels = split(domain, '.');
    std::reverse(labels.begin(), labels.end());
    return labels;
}

Value common_domain(jinja::State& /*state*/, Arguments& arguments) {
    const std::vector<std::string> a = reversed_labels(text(arguments, 0, "common_domain"));
    const std::vector<std::string> b = reversed_labels(text(arguments, 1, "common_domain"));
    const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    std::vector<std::string> common(a.begin(), end);
    std::reverse(common.begin(), common.end());
    return Value(join(common, "."));
}

Value reverse_host(jinja::State& /*state*/, Arguments& arguments) {
    return Value(join(reversed_labels(text(arguments, 0, "reverse_host")), "."));
}

Value encrypt(jinja::State& /*state*/, Arguments& arguments) {
    return Value(crypto::bcrypt_hash(text(arguments, 0, "encrypt")));
}

// [(value, condition), …] to a JSON list of the values whose condition holds.
Value list_if(jinja::State& /*state*/, Arguments& arguments) {
    value::List kept;
    for (const Value& pair : nth(arguments, 0, "list_if").items()) {
        if (!(pair.is_tuple() || pair.is_list()) || pair.items().size() != 2) {
            throw value::PythonError(
                "ValueError", "filter 'list_if' needs pairs of a value and a condition");
        }
        if (value::truth(pair.items()[1])) {
            kept.append(pair.items()[0]);
        }
    }
    return Value(json::dump(kept));
}

Value long_to_base64(jinja::State& /*state*/, Arguments& arguments) {
    const Value& integer = nth(arguments, 0, "long_to_base64");
    const std::string encoded = crypto::long_to_base64url(value::str(integer));
    return Value(encoded);
}

Value random_string(jinja::State& /*state*/, Arguments& arguments) {
    const std::int64_t length = number(arguments, 0, "random_string");
    if (length < 0) {
        throw value::PythonError(
            "ValueError", "filter 'random_string' needs a length of 0 or more");
    }
    return Value(crypto::random_string(static_cast<std::size_t>(length)));
}

/// What `rsa_import_key` returns: the numbers of the key as attributes.
class RsaKey final : public value::Object {
public:
    explicit RsaKey(const crypto::RsaNumbers& key)
        : numbers_{
            {"n", key.n},
            {"e", key.e},
            {"d", key.d},
            {"p", key.p},
            {"q", key.q},
            {"dp", key.dp},
            {"dq", key.dq},
            {"invq", key.invq}} {}

    std::string type_name() const override { return "RsaKey"; }
    std::string repr() const override { return "<private RSA key>"; }

    std::optional<Value> attribute(std::string_view name) const override {
        for (const auto& [key, digits] : numbers_) {
            if (key == name) {
                return Value::integer_from_digits(digits);
            }
        }
        return std::nullopt;
    }

private:
    std::vector<std::pair<std::string_view, std::string>> numbers_;
};

Value rsa_import_key(jinja::State& /*state*/, Arguments& arguments) {
    return Value::object(
        std::make_shared<RsaKey>(crypto::rsa_import(text(arguments, 0, "rsa_import_key"))));
}

Value rsa_private_key(jinja::State& /*state*/, Arguments& arguments) {
    return Value::secret(
        crypto::rsa_generate_pem(static_cast<int>(number(arguments, 0, "rsa_private_key"))));
}

Value uuid(jinja::State& /*state*/, Arguments& arguments) {
    switch (number(arguments, 0, "uuid")) {
    case 1: return Value(crypto::uuid1());
    case 4: return Value(crypto::uuid4());
    default: throw value::PythonError("ValueError", "filter 'uuid' knows the versions 1 and 4");
    }
}

Value uid_master_hash(jinja::State& /*state*/, Arguments& arguments) {
    const std::string key = text(arguments, 0, "uid_master_hash");
    return Value::secret(crypto::hmac_sha256_hex(key, text(arguments, 1, "uid_master_hash")));
}

}  // namespace

void contribute_filters(catalog::Catalog& catalog) {
    catalog.env_template_filters.add_items({
        {"common_domain", common_domain},
        {"encrypt", encrypt},
        {"list_if", list_if},
        {"long_to_base64", long_to_base64},
        {"random_string", random_string},
        {"reverse_host", reverse_host},
        {"rsa_import_key", rsa_import_key},
        {"rsa_private_key", rsa_private_key},
        {"uid_master_hash", uid_master_hash},
        {"uuid", uuid},
    });
}

}  // namespace tutor::render
