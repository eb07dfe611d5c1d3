// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/generators.hpp"

#include "base/text.hpp"
#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "json/dump.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace tutor::kustomize::internal {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What a generator's `options` and the kustomization's `generatorOptions` say together.
struct Options {
    Pairs labels;
    Pairs annotations;
    bool without_hash = false;
    bool immutable = false;

    void add(const Section& section) {
        const auto append = [](Pairs& to, Pairs more) {
            to.insert(to.end(), more.begin(), more.end());
        };
        append(labels, section.pairs("labels"));
        append(annotations, section.pairs("annotations"));
        without_hash = without_hash || section.flag("disableNameSuffixHash");
        immutable = immutable || section.flag("immutable");
    }
};

Section options_section(const Section& parent, const yaml::Node& node) {
    return {
        parent.document(),
        node,
        "generator options",
        {"labels", "annotations", "disableNameSuffixHash", "immutable"}};
}

std::string_view without_quotes(std::string_view text) {
    const bool is_quoted = text.size() > 1 && text.front() == text.back()
        && (text.front() == '"' || text.front() == '\'');
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// Lines of 70 characters, as kustomize writes data that is not text.
std::string base64_lines(std::string_view bytes) {
    constexpr std::size_t width = 70;
    const std::string encoded = crypto::base64_encode(bytes);
    if (encoded.size() <= width) {
        return encoded;
    }
    std::string lines;
    for (std::size_t at = 0; at < encoded.size(); at += width) {
        lines += encoded.substr(at, width) + "\n";
    }
    return lines;
}

class Generator {
public:
    Generator(const Kustomization& kustomization, const Section& section, std::string kind)
        : kustomization_(kustomization), section_(section), kind_(std::move(kind)) {}

    Item make();

private:
    void put(const std::string& key, std::string_view content);
    void read_literals();
    void read_files();
    void read_environment(const std::string& file);
    Options options() const;
    bool is_secret() const { return kind_ == "Secret"; }

    const Kustomization& kustomization_;
    const Section& section_;
    std::string kind_;
    value::Dict data_;
    value::Dict binary_data_;
};

void Generator::put(const std::string& key, std::string_view content) {
    if (data_.contains(key) || binary_data_.contains(key)) {
        throw Error({
            .message = fmt::format("key '{}' is there twice", key),
            .where = section_.position(),
        });
    }
    if (is_secret()) {
        data_.set(key, value::Value::secret(base64_lines(content)));
    } else if (find_invalid_utf8(content)) {
        binary_data_.set(key, base64_lines(content));
    } else {
        data_.set(key, content);
    }
}

void Generator::read_literals() {
    for (const std::string& literal : section_.texts("literals")) {
        const std::size_t equals = literal.find('=');
        if (equals == std::string::npos || equals == 0) {
            section_.fail("literals", fmt::format("'{}' is not KEY=VALUE", literal));
        }
        put(literal.substr(0, equals),
            without_quotes(std::string_view(literal).substr(equals + 1)));
    }
}

void Generator::read_files() {
    for (const std::string& entry : section_.texts("files")) {
        const std::size_t equals = entry.find('=');
        const std::string file = equals == std::string::npos ? entry : entry.substr(equals + 1);
        const std::string key = equals == std::string::npos
            ? std::filesystem::path(file).filename().string()
            : entry.substr(0, equals);
        if (key.empty() || file.empty()) {
            section_.fail("files", fmt::format("'{}' is not FILE or KEY=FILE", entry));
        }
        put(key, read_named_file(section_, kustomization_.folder, file));
    }
}

void Generator::read_environment(const std::string& file) {
    std::string text = read_named_file(section_, kustomization_.folder, file);
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) {
        text.erase(0, byte_order_mark.size());
    }
    for (std::string_view line : split_lines(text)) {
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
            line.remove_prefix(1);
        }
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::size_t equals = line.find('=');
        const std::string key(line.substr(0, equals));
        if (equals != std::string_view::npos) {
            put(key, line.substr(equals + 1));
        } else if (const char* inherited = std::getenv(key.c_str()); inherited != nullptr) {
            put(key, inherited);
        } else {
            put(key, "");
        }
    }
}

Options Generator::options() const {
    Options options;
    const Section whole = kustomization_.section();
    if (const yaml::Node* common = whole.find("generatorOptions")) {
        options.add(options_section(whole, *common));
    }
    if (const yaml::Node* own = section_.find("options")) {
        options.add(options_section(section_, *own));
    }
    return options;
}

Item Generator::make() {
    const std::string name = section_.text("name");
    if (name.empty()) {
        throw Error({.message = "a generator needs a 'name'", .where = section_.position()});
    }
    read_literals();
    read_files();
    for (const std::string& file : section_.texts("envs")) {
        read_environment(file);
    }
    if (const std::string file = section_.text("env"); !file.empty()) {
        read_environment(file);
    }
    const Options options = this->options();
    value::Dict metadata{{"name", name}};
    if (const std::string space = section_.text("namespace"); !space.empty()) {
        metadata.set("namespace", space);
    }
    const auto add = [&](std::string_view field, const Pairs& pairs) {
        for (const auto& [key, text] : pairs) {
            child(metadata, field).set(key, text);
        }
    };
    add("labels", options.labels);
    add("annotations", options.annotations);
    value::Dict document{{"apiVersion", "v1"}, {"kind", kind_}, {"metadata", metadata}};
    if (!data_.empty()) {
        document.set("data", data_);
    }
    if (!binary_data_.empty()) {
        document.set("binaryData", binary_data_);
    }
    if (is_secret()) {
        const std::string type = section_.text("type");
        document.set("type", type.empty() ? "Opaque" : type);
    }
    if (options.immutable) {
        document.set("immutable", true);
    }
    return {
        .document = document,
        .where = section_.position(),
        .needs_hash = !options.without_hash,
    };
}

Item* find_generated(std::vector<Item>& items, const Identity& wanted) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) {
        const std::vector<Identity> identities = item.identities();
        return std::any_of(identities.begin(), identities.end(), [&](const Identity& one) {
            return one.same_type(wanted) && one.name == wanted.name
                && same_namespace(one.space, wanted.space);
        });
    });
    return found == items.end() ? nullptr : &*found;
}

/// Puts what was made over what is there: entries one by one, or all of them at once.
void merge_into(Item& existing, const Item& made, bool replace) {
    for (const char* field : {"data", "binaryData"}) {
        const value::Value* more = made.document.find(field);
        if (replace) {
            existing.document.erase(field);
        }
        if (more != nullptr) {
            value::Dict into = child(existing.document, field);
            for (const value::Dict::Entry& entry : more->as_dict()) {
                into.set(entry.key, entry.value);
            }
        }
    }
    const value::Dict metadata = made.document.find("metadata")->as_dict();
    value::Dict existing_metadata = child(existing.document, "metadata");
    for (const char* field : {"labels", "annotations"}) {
        if (const value::Value* more = metadata.find(field)) {
            value::Dict into = child(existing_metadata, field);
            for (const value::Dict::Entry& entry : more->as_dict()) {
                into.set(entry.key, entry.value);
            }
        }
    }
    if (const value::Value* immutable = made.document.find("immutable")) {
        existing.document.set("immutable", *immutable);
    }
    existing.needs_hash = existing.needs_hash || made.needs_hash;
}

void run(
    const Kustomization& kustomization,
    const Section& section,
    const std::string& kind,
    std::vector<Item>& items) {
    Item made = Generator(kustomization, section, kind).make();
    const std::string behavior = section.text("behavior");
    Item* existing = find_generated(items, made.identity());
    if (behavior.empty() || behavior == "create" || behavior == "unspecified") {
        if (existing != nullptr) {
            section.fail("name", fmt::format("{} is already there", describe(made.identity())));
        }
        items.push_back(std::move(made));
        return;
    }
    if (behavior != "merge" && behavior != "replace") {
        section.fail("behavior", "'behavior' is one of create, merge, replace");
    }
    if (existing == nullptr) {
        section.fail(
            "behavior",
            fmt::format("there is no {} to {} with", describe(made.identity()), behavior));
    }
    merge_into(*existing, made, behavior == "replace");
}

/// JSON as Go writes it: sorted keys, no spaces, HTML's characters escaped.
std::string go_json(const value::Value& value) {
    std::string text = json::dump(
        value,
        {.sort_keys = true, .ensure_ascii = false, .item_separator = ",", .key_separator = ":"});
    for (const auto& [from, to] :
         {std::pair{"<", "\\u003c"},
          std::pair{">", "\\u003e"},
          std::pair{"&", "\\u0026"},
          std::pair{"\u2028", "\\u2028"},
          std::pair{"\u2029", "\\u2029"}}) {
        text = replace_all(text, from, to);
    }
    return text;
}

}  // namespace

void generate(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("configMapGenerator", [&](const yaml::Node& node) {
        const Section section(
            whole.document(),
            node,
            "a config map generator",
            {"name", "namespace", "behavior", "files", "literals", "env", "envs", "options"});
        run(kustomization, section, "ConfigMap", items);
    });
    whole.each("secretGenerator", [&](const yaml::Node& node) {
        const Section section(
            whole.document(),
            node,
            "a secret generator",
            {"name",
             "namespace",
             "behavior",
             "files",
             "literals",
             "env",
             "envs",
             "options",
             "type"});
        run(kustomization, section, "Secret", items);
    });
}

std::string content_hash(const value::Dict& document) {
    const Identity identity = identity_of(document);
    // the name stays out of it: upstream's is not set yet when it hashes
    value::Dict hashed{{"kind", identity.kind}, {"name", ""}};
    const auto copy = [&](const char* field) {
        if (const value::Value* found = document.find(field)) {
            hashed.set(field, *found);
        }
    };
    const value::Value* data = document.find("data");
    hashed.set("data", data == nullptr ? value::Value("") : *data);
    if (identity.kind == "ConfigMap") {
        copy("binaryData");
    } else {
        hashed.set("type", text_at(document, "type"));
        copy("stringData");
    }
    std::string suffix = crypto::sha256_hex(go_json(hashed)).substr(0, 10);
    for (char& letter : suffix) {  // no vowels, and no digits that look like them
        switch (letter) {
        case '0': letter = 'g'; break;
        case '1': letter = 'h'; break;
        case '3': letter = 'k'; break;
        case 'a': letter = 'm'; break;
        case 'e': letter = 't'; break;
        default: break;
        }
    }
    return suffix;
}

}  // namespace tutor::kustomize::internal
