// SPDX-License-Identifier: Apache-2.0
//
// What YAML can write and JSON cannot: bytes (`!!binary`) and sets (`!!set`).

#pragma once

#include "value/object.hpp"
#include "value/value.hpp"

#include <string>

namespace tutor::yaml::internal {

/// Python's bytes: prints as b'...', equal by content.
class Bytes final : public value::Object {
public:
    explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}

    const std::string& bytes() const { return bytes_; }

    std::string type_name() const override { return "bytes"; }
    std::string repr() const override;
    bool truth() const override { return !bytes_.empty(); }
    std::optional<std::size_t> length() const override { return bytes_.size(); }
    bool equals(const value::Value& other) const override;
    std::optional<std::size_t> hash() const override;

private:
    std::string bytes_;
};

/// Python's set, in the order of the text: prints as {1, 2}. Cannot be changed.
class Set final : public value::Object {
public:
    /// `members` are the keys.
    explicit Set(value::Dict members) : members_(std::move(members)) {}

    const value::Dict& members() const { return members_; }

    std::string type_name() const override { return "set"; }
    std::string repr() const override;
    bool truth() const override { return !members_.empty(); }
    std::optional<std::size_t> length() const override { return members_.size(); }
    std::optional<bool> contains(const value::Value& item) const override {
        return members_.contains(item);
    }
    std::optional<value::Iteration> iterate() override;
    bool equals(const value::Value& other) const override;
    std::optional<std::size_t> hash() const override { return std::nullopt; }

private:
    value::Dict members_;
};

value::Value bytes_value(std::string bytes);
value::Value set_value(const value::Dict& members);

}  // namespace tutor::yaml::internal
