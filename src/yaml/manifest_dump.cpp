// SPDX-License-Identifier: Apache-2.0

#include "base/error.hpp"
#include "value/operations.hpp"
#include "yaml/internal/manifest_scalars.hpp"
#include "yaml/internal/natural_order.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>

namespace tutor::yaml {
namespace {

using value::Value;

constexpr int max_depth = 1000;
constexpr int line_width = 80;

/// libyaml's emitter, which Go's was translated from.
class Emitter {
public:
    Emitter() {
        if (yaml_emitter_initialize(&emitter_) == 0) {
            throw Error({.message = "out of memory"});
        }
        yaml_emitter_set_output(&emitter_, append, &out_);
        yaml_emitter_set_unicode(&emitter_, 1);
        yaml_emitter_set_width(&emitter_, line_width);
        yaml_emitter_set_indent(&emitter_, 2);
        yaml_event_t event;
        yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
        emit(event);
        yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1);
        emit(event);
    }
    ~Emitter() { yaml_emitter_delete(&emitter_); }
    Emitter(const Emitter&) = delete;
    Emitter& operator=(const Emitter&) = delete;

    void write(const Value& value);
    std::string finish();

private:
    static int append(void* out, unsigned char* bytes, std::size_t size) {
        static_cast<std::string*>(out)->append(
            reinterpret_cast<const char*>(bytes), size);  // NOLINT(*-reinterpret-cast)
        return 1;
    }
    void emit(yaml_event_t& event) {
        if (yaml_emitter_emit(&emitter_, &event) == 0) {
            throw Error(
                {.message = fmt::format(
                     "cannot be written as YAML: {}",
                     emitter_.problem == nullptr ? "out of memory" : emitter_.problem)});
        }
    }
    void scalar(std::string_view text, yaml_scalar_style_t style);
    void string(std::string_view text);
    void sequence(const std::vector<Value>& items);
    void mapping(const value::Dict& dict);

    yaml_emitter_t emitter_{};
    std::string out_;
    int depth_ = 0;
};

void Emitter::scalar(std::string_view text, yaml_scalar_style_t style) {
    yaml_event_t event;
    const auto* const bytes =
        reinterpret_cast<const yaml_char_t*>(text.data());  // NOLINT(*-reinterpret-cast)
    if (yaml_scalar_event_initialize(
            &event, nullptr, nullptr, bytes, static_cast<int>(text.size()), 1, 1, style)
        == 0) {
        throw Error({.message = "a text is not UTF-8"});
    }
    emit(event);
}

void Emitter::string(std::string_view text) {
    if (text.find('\n') != std::string_view::npos) {
        scalar(text, YAML_LITERAL_SCALAR_STYLE);
    } else if (internal::reads_as_other_than_string(text)) {
        scalar(text, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
    } else {
        scalar(text, YAML_PLAIN_SCALAR_STYLE);
    }
}

void Emitter::sequence(const std::vector<Value>& items) {
    yaml_event_t event;
    yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE);
    emit(event);
    for (const Value& item : items) {
        write(item);
    }
    yaml_sequence_end_event_initialize(&event);
    emit(event);
}

void Emitter::mapping(const value::Dict& dict) {
    std::vector<value::Dict::Entry> entries(dict.begin(), dict.end());
    for (const value::Dict::Entry& entry : entries) {
        if (!entry.key.is_string()) {
            throw Error(
                {.message = fmt::format("key {} is not a string", value::repr_masked(entry.key))});
        }
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return internal::natural_less(a.key.as_string(), b.key.as_string());
    });
    yaml_event_t event;
    yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE);
    emit(event);
    for (const value::Dict::Entry& entry : entries) {
        string(entry.key.as_string());
        write(entry.value);
    }
    yaml_mapping_end_event_initialize(&event);
    emit(event);
}

void Emitter::write(const Value& value) {
    if (++depth_ > max_depth) {
        throw Error({.message = fmt::format("nested more than {} levels deep", max_depth)});
    }
    switch (value.kind()) {
    case value::Kind::none: scalar("null", YAML_PLAIN_SCALAR_STYLE); break;
    case value::Kind::boolean:
        scalar(value.as_boolean() ? "true" : "false", YAML_PLAIN_SCALAR_STYLE);
        break;
    case value::Kind::integer:
    case value::Kind::big_integer: scalar(value::str(value), YAML_PLAIN_SCALAR_STYLE); break;
    case value::Kind::real:
        scalar(internal::manifest_real(value.as_real()), YAML_PLAIN_SCALAR_STYLE);
        break;
    case value::Kind::string:
    case value::Kind::markup: string(value.as_string()); break;
    case value::Kind::list:
    case value::Kind::tuple: sequence(value.items()); break;
    case value::Kind::dict: mapping(value.as_dict()); break;
    default:
        throw Error(
            {.message = fmt::format(
                 "a value of type '{}' cannot be written as YAML", value::type_name(value))});
    }
    --depth_;
}

std::string Emitter::finish() {
    yaml_event_t event;
    yaml_document_end_event_initialize(&event, 1);
    emit(event);
    yaml_stream_end_event_initialize(&event);
    emit(event);
    yaml_emitter_flush(&emitter_);
    // libyaml marks the end of a text that could go on; Go's does not
    constexpr std::string_view open_end = "\n...\n";
    if (out_.ends_with(open_end)) {
        out_.erase(out_.size() - open_end.size() + 1);
    }
    return std::move(out_);
}

}  // namespace

std::string dump_manifest(const value::Value& value) {
    Emitter emitter;
    emitter.write(value);
    return emitter.finish();
}

}  // namespace tutor::yaml
