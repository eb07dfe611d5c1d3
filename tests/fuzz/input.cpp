// SPDX-License-Identifier: Apache-2.0

#include "input.hpp"

#include "jinja/errors.hpp"
#include "value/arithmetic.hpp"
#include "value/cycles.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

namespace tutor::jinja::fuzz {

using value::Value;

namespace {

constexpr std::array<const char*, 5> template_names = {
    "inc.txt", "base", "mid", "sub/deep.txt", "lib"};
constexpr std::array<const char*, 22> variable_names = {
    "b", "s", "nums", "i", "n",   "d",        "rows", "strs", "COUNT", "cfg", "g",
    "f", "t", "tup",  "u", "mix", "LMS_HOST", "nil",  "tree", "pairs", "idd", "ENABLE_HTTPS"};

class PartLoader final : public Loader {
public:
    explicit PartLoader(const std::vector<std::string>& templates) {
        for (std::size_t i = 0; i < template_names.size() && i + 1 < templates.size(); ++i) {
            texts_.emplace(template_names[i], templates[i + 1]);
        }
    }
    std::optional<Source> load(std::string_view name) override {
        const auto found = texts_.find(name);
        return found == texts_.end() ? std::nullopt
                                     : std::optional<Source>(Source{found->second, {}});
    }
    std::vector<std::string> names() override { return {"inc.txt", "base"}; }

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

/// An object of the host: can do everything with the one value it holds.
class Thing final : public value::Object {
public:
    explicit Thing(Value held) : held_(std::move(held)) {}

    std::string type_name() const override { return "Thing"; }
    std::string repr() const override { return "<Thing>"; }
    bool is_callable() const override { return true; }
    Value call(value::Arguments& arguments) override {
        return arguments.positional.empty() ? held_ : arguments.positional.back();
    }
    std::optional<Value> attribute(std::string_view name) const override {
        return name == "held" ? std::optional(held_) : std::nullopt;
    }
    bool set_attribute(std::string_view /*name*/, const Value& value) override {
        held_ = value;
        return true;
    }
    std::optional<Value> item(const Value& key) const override {
        return value::find_item(held_, key);
    }
    std::optional<value::Iteration> iterate() override {
        return value::is_iterable(held_) ? std::optional(value::iterate(held_)) : std::nullopt;
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(held_);
    }
    void clear_references() override { held_ = {}; }

private:
    Value held_;
};

/// Runs the program of a context. Each operation is a letter and its operands.
class Machine {
public:
    explicit Machine(std::string_view program) : program_(program) {}

    std::vector<Value> run() {
        while (at_ < program_.size() && stack_.size() < 200) {
            step(static_cast<char>(byte()));
        }
        return std::move(stack_);
    }

private:
    std::uint8_t byte() {
        return at_ < program_.size() ? static_cast<std::uint8_t>(program_[at_++]) : 0;
    }
    std::int64_t word() {
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i) {
            bits |= std::uint64_t{byte()} << (8 * i);
        }
        return static_cast<std::int64_t>(bits);
    }
    std::string text() {
        const std::size_t size = std::min<std::size_t>(byte(), program_.size() - at_);
        std::string result(program_.substr(at_, size));
        at_ += size;
        for (char& c : result) {
            if (unicode_is_broken(result)) {
                c = static_cast<char>(c & 0x7F);
            }
        }
        return result;
    }
    static bool unicode_is_broken(std::string_view text) {
        for (std::size_t offset = 0; offset < text.size();) {
            const std::size_t begin = offset;
            const char32_t c = value::unicode::decode(text, offset);
            const bool single = offset == begin + 1;
            if (single && (static_cast<unsigned char>(text[begin]) >= 0x80)) {
                return true;
            }
            if (c >= 0xD800 && c < 0xE000) {
                return true;
            }
        }
        return false;
    }
    std::vector<Value> pop(std::size_t count) {
        count = std::min(count, stack_.size());
        std::vector<Value> items(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
        stack_.resize(stack_.size() - count);
        return items;
    }
    void step(char operation) {
        switch (operation) {
        case 'n': stack_.emplace_back(); break;
        case 't': stack_.emplace_back(true); break;
        case 'f': stack_.emplace_back(false); break;
        case 'i': stack_.emplace_back(static_cast<std::int8_t>(byte())); break;
        case 'I': stack_.emplace_back(word()); break;
        case 'b': stack_.push_back(value::power(Value(2), Value(byte()))); break;
        case 'B': stack_.push_back(value::negate(value::power(Value(3), Value(byte())))); break;
        case 'r': {
            const std::int64_t bits = word();
            double real = 0;
            std::memcpy(&real, &bits, sizeof real);
            stack_.emplace_back(real);
            break;
        }
        case 's': stack_.emplace_back(text()); break;
        case 'm': stack_.push_back(Value::markup(text())); break;
        case 'x': stack_.push_back(Value::secret(text())); break;
        case 'l': stack_.emplace_back(value::List(pop(byte() % 32))); break;
        case 'u': stack_.push_back(Value::tuple(pop(byte() % 32))); break;
        case 'd': push_dict(); break;
        case 'g': push_range(); break;
        case 'o':
            stack_.push_back(
                Value::object(std::make_shared<Thing>(stack_.empty() ? Value() : pop(1).front())));
            break;
        case 'c': {
            value::List list(pop(1));
            list.append(list);
            stack_.emplace_back(list);
            break;
        }
        case 'D': {
            Value deep = value::List();
            for (int left = 300 * byte(); left > 0; --left) {
                deep = value::List({deep});
            }
            stack_.push_back(deep);
            break;
        }
        default: break;
        }
    }
    void push_dict() {
        const std::vector<Value> items = pop(2 * (byte() % 16U));
        value::Dict dict;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            const bool hashable =
                !items[i].is_list() && !items[i].is_dict() && !items[i].is_tuple();
            dict.set(hashable ? items[i] : Value(static_cast<int>(i)), items[i + 1]);
        }
        stack_.emplace_back(dict);
    }
    void push_range() {
        const auto start = static_cast<std::int8_t>(byte());
        const auto stop = static_cast<std::int8_t>(byte());
        const auto step = static_cast<std::int8_t>(byte());
        stack_.push_back(Value::range(start, stop, step == 0 ? 1 : step));
    }

    std::string_view program_;
    std::size_t at_ = 0;
    std::vector<Value> stack_;
};

}  // namespace

void require(bool holds, std::string_view what) {
    if (!holds) {
        std::fprintf(stderr, "violated: %.*s\n", static_cast<int>(what.size()), what.data());
        std::abort();
    }
}

Input split_input(std::string_view bytes) {
    Input input;
    const std::size_t end = bytes.find('\xFF');
    std::string_view templates = bytes.substr(0, end);
    if (end != std::string_view::npos && end + 1 < bytes.size()) {
        input.options = static_cast<std::uint8_t>(bytes[end + 1]);
        input.program = bytes.substr(end + 2);
    }
    while (true) {
        const std::size_t next = templates.find('\xFE');
        input.templates.emplace_back(templates.substr(0, next));
        if (next == std::string_view::npos) {
            return input;
        }
        templates.remove_prefix(next + 1);
    }
}

Options make_options(std::uint8_t bits) {
    const auto is_set = [bits](int bit) {
        return (bits >> bit & 1) != 0;
    };
    Options options;
    options.undefined = static_cast<UndefinedKind>(bits & 3);
    options.autoescape = is_set(2);
    options.syntax.trim_blocks = is_set(3);
    options.syntax.lstrip_blocks = is_set(4);
    options.syntax.keep_trailing_newline = is_set(5);
    if (is_set(6)) {
        options.syntax.line_statement_prefix = "%";
        options.syntax.line_comment_prefix = "##";
    }
    options.newstyle_gettext = is_set(7);
    options.extensions = {"do", "loopcontrols", "debug", "i18n"};
    options.limits = {
        .max_depth = 30,
        .max_output_bytes = 1 << 16,
        .max_loop_items = 3000,
        .max_integer_bits = 1 << 12};
    return options;
}

value::Dict run_program(std::string_view program) {
    const std::vector<Value> values = Machine(program).run();
    value::Dict variables;
    for (std::size_t i = 0; i < values.size() && i < variable_names.size(); ++i) {
        variables.set(variable_names[i], values[i]);
    }
    return variables;
}

void prepare(Environment& environment, const Input& input) {
    environment.set_loader(std::make_shared<PartLoader>(input.templates));
    environment.add_filter("random", [](State&, value::Arguments& arguments) {
        return value::get_item(arguments.positional.at(0), Value(0));
    });
    environment.add_function("lipsum", [](State&, value::Arguments&) { return Value("Lorem."); });
    for (const char* const name : {"gettext", "ngettext", "pgettext", "npgettext", "_"}) {
        environment.add_function(name, [](State&, value::Arguments& arguments) {
            return arguments.positional.empty() ? Value() : arguments.positional.front();
        });
    }
    // Renders a text in the middle of a rendering, as patches are.
    environment.add_function("patch", [](State& state, value::Arguments& arguments) {
        if (arguments.positional.empty() || !arguments.positional.front().is_string()) {
            return Value();
        }
        return state.render_nested(state.environment().from_string(
            arguments.positional.front().as_string(), {.name = "patch", .patch = "p"}));
    });
}

Outcome attempt(const std::function<std::string()>& work) {
    try {
        return {false, work()};
    } catch (const TemplateError& error) {
        const auto& where = error.info().where;
        require(where.has_value(), "an error of a template has a place");
        require(where->line >= 1, "an error of a template has a line");
        return {
            true,
            error.class_name() + ": " + error.info().message + " at " + where->source + ":"
                + std::to_string(where->line)};
    } catch (const Error& error) {
        return {true, error.info().message};
    }
}

void check_nothing_stays(const std::function<void()>& work) {
    value::CycleScope scope;
    work();
    scope.collect();
    require(scope.alive() == 0, "no container outlives the rendering and its variables");
}

}  // namespace tutor::jinja::fuzz
