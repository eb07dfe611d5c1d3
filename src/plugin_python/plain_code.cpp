// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/plain_code.hpp"

#include "value/methods.hpp"
#include "value/operations.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::plugin_python::internal {
namespace {

using value::Value;
using Values = std::vector<Value>;

constexpr std::size_t most_steps = 1'000'000;

const Values& parts(const Value& node) {
    if (!node.is_tuple() || node.items().empty()) {
        throw NeedsPython();
    }
    return node.items();
}

const Value& part(const Value& node, std::size_t index) {
    const Values& all = parts(node);
    if (index >= all.size()) {
        throw NeedsPython();
    }
    return all[index];
}

std::string_view word(const Value& node, std::size_t index = 0) {
    const Value& text = part(node, index);
    if (!text.is_string()) {
        throw NeedsPython();
    }
    return text.as_string();
}

const Values& tuple_at(const Value& node, std::size_t index) {
    const Value& tuple = part(node, index);
    if (!tuple.is_tuple()) {
        throw NeedsPython();
    }
    return tuple.items();
}

std::string plain_text(const Value& value) {
    if (value.is_object() || value.is_undefined() || value.is_secret()) {
        throw NeedsPython();
    }
    return value::str(value);
}

std::int64_t index_of(const Value& value) {
    if (value.kind() != value::Kind::integer) {
        throw NeedsPython();
    }
    return value.as_integer();
}

class Run {
public:
    explicit Run(const Values& arguments) {
        if (!arguments.empty()) {
            own(arguments.front());
        }
    }

    void set_local(std::string_view name, Value value) {
        locals_.insert_or_assign(std::string(name), std::move(value));
    }

    Value body(const Values& statements) {
        block(statements);
        return result_.value_or(Value());
    }

private:
    enum class Flow { next, leave_loop, next_turn, end };

    void own(const Value& value) {
        if (value.is_list()) {
            owned_.push_back(value);
        }
    }

    // Lists made here, and the value of the filter, may be changed.
    bool owns(const Value& value) const {
        return std::any_of(
            owned_.begin(), owned_.end(), [&](const Value& one) { return one.is(value); });
    }

    Value owned(Value value) {
        own(value);
        return value;
    }

    void step() {
        if (++steps_ > most_steps) {
            throw NeedsPython();
        }
    }

    // Statements

    Flow block(const Values& statements) {
        for (const Value& statement : statements) {
            if (const Flow flow = run(statement); flow != Flow::next) {
                return flow;
            }
        }
        return Flow::next;
    }

    Flow run(const Value& node) {
        step();
        const std::string_view kind = word(node);
        if (kind == "return") {
            result_ = evaluate(part(node, 1));
            return Flow::end;
        }
        if (kind == "do") {
            evaluate(part(node, 1));
        } else if (kind == "if") {
            return block(tuple_at(node, value::truth(checked(part(node, 1))) ? 2 : 3));
        } else if (kind == "for") {
            return loop(node);
        } else if (kind == "set") {
            assign(part(node, 1), evaluate(part(node, 2)));
        } else if (kind == "grow") {
            grow(part(node, 1), evaluate(part(node, 2)));
        } else if (kind == "break") {
            return Flow::leave_loop;
        } else if (kind == "continue") {
            return Flow::next_turn;
        } else if (kind != "pass") {
            throw NeedsPython();
        }
        return Flow::next;
    }

    Flow loop(const Value& node) {
        const Value whole = evaluate(part(node, 2));
        // As Python does, a loop over a list sees what is appended meanwhile.
        const bool is_live = whole.is_list();
        const Values copies = is_live ? Values() : items_of(whole);
        const Values& items = is_live ? whole.items() : copies;
        for (std::size_t i = 0; i < items.size(); ++i) {
            step();
            assign(part(node, 1), Value(items[i]));
            const Flow flow = block(tuple_at(node, 3));
            if (flow == Flow::leave_loop) {
                break;
            }
            if (flow == Flow::end) {
                return flow;
            }
        }
        return Flow::next;
    }

    Values items_of(const Value& value) const {
        if (value.is_list() || value.is_tuple()) {
            return value.items();
        }
        Values items;
        if (value.is_dict()) {
            for (const auto& [key, item] : value.as_dict()) {
                items.push_back(key);
            }
            return items;
        }
        if (const auto view = value::as_dict_view(value)) {
            for (const auto& [key, item] : view->dict) {
                items.push_back(
                    view->kind == value::DictViewKind::keys         ? key
                        : view->kind == value::DictViewKind::values ? item
                                                                    : Value::tuple({key, item}));
            }
            return items;
        }
        throw NeedsPython();
    }

    void assign(const Value& target, const Value& value) {
        if (word(target) == "name") {
            set_local(word(target, 1), value);
            return;
        }
        const Values& targets = word(target) == "tuple" ? tuple_at(target, 1) : no_targets();
        if ((!value.is_tuple() && !value.is_list()) || value.items().size() != targets.size()) {
            throw NeedsPython();
        }
        for (std::size_t i = 0; i < targets.size(); ++i) {
            assign(targets[i], value.items()[i]);
        }
    }

    [[noreturn]] static const Values& no_targets() { throw NeedsPython(); }

    void grow(const Value& target, const Value& more) {
        if (word(target) != "name") {
            throw NeedsPython();
        }
        const Value before = local(word(target, 1));
        if (before.is_list()) {
            if (!owns(before)) {
                throw NeedsPython();
            }
            const Values items = items_of(more);
            for (const Value& item : items) {
                before.as_list().append(item);
            }
        } else {
            set_local(word(target, 1), add(before, more));
        }
    }

    // Expressions

    const Value& local(std::string_view name) const {
        const auto found = locals_.find(name);
        if (found == locals_.end()) {
            throw NeedsPython();
        }
        return found->second;
    }

    /// A value whose truth or text can be asked without running anything of Python's.
    Value checked(const Value& node) {
        Value value = evaluate(node);
        if (value.is_object() || value.is_undefined()) {
            throw NeedsPython();
        }
        return value;
    }

    Values evaluate_all(const Values& nodes) {
        Values values;
        values.reserve(nodes.size());
        for (const Value& node : nodes) {
            values.push_back(evaluate(node));
        }
        return values;
    }

    Value evaluate(const Value& node) {
        step();
        const std::string_view kind = word(node);
        if (kind == "const") {
            return part(node, 1);
        }
        if (kind == "name") {
            return local(word(node, 1));
        }
        if (kind == "list") {
            return owned(value::List(evaluate_all(tuple_at(node, 1))));
        }
        if (kind == "tuple") {
            return Value::tuple(evaluate_all(tuple_at(node, 1)));
        }
        if (kind == "text") {
            return text(node);
        }
        if (kind == "compare") {
            return compare(word(node, 1), evaluate(part(node, 2)), evaluate(part(node, 3)));
        }
        if (kind == "and" || kind == "or") {
            return either(tuple_at(node, 1), kind == "or");
        }
        if (kind == "not") {
            return Value(!value::truth(checked(part(node, 1))));
        }
        if (kind == "choose") {
            return evaluate(part(node, value::truth(checked(part(node, 1))) ? 2 : 3));
        }
        if (kind == "add") {
            const Value left = evaluate(part(node, 1));
            return add(left, evaluate(part(node, 2)));
        }
        if (kind == "item") {
            const Value owner = evaluate(part(node, 1));
            return item(owner, evaluate(part(node, 2)));
        }
        if (kind == "slice") {
            return slice(node);
        }
        if (kind == "method") {
            return method(node);
        }
        if (kind == "call") {
            return call(word(node, 1), node);
        }
        throw NeedsPython();
    }

    Value text(const Value& node) {
        std::string text;
        for (const Value& one : tuple_at(node, 1)) {
            text += plain_text(evaluate(one));
        }
        return Value(text);
    }

    static bool are_plain(const Value& a, const Value& b) {
        return !a.is_object() && !a.is_undefined() && !b.is_object() && !b.is_undefined();
    }

    static bool contains(const Value& whole, const Value& one) {
        if (whole.is_string() && one.is_string()) {
            return whole.as_string().find(one.as_string()) != std::string_view::npos;
        }
        if (whole.is_dict()) {
            return whole.as_dict().contains(one);
        }
        if (!whole.is_list() && !whole.is_tuple()) {
            throw NeedsPython();
        }
        return std::any_of(whole.items().begin(), whole.items().end(), [&](const Value& item) {
            return are_plain(item, one) ? value::equal(item, one) : throw NeedsPython();
        });
    }

    static Value compare(std::string_view operation, const Value& left, const Value& right) {
        if (operation == "is none") {
            return Value(left.is_none());
        }
        if (operation == "is not none") {
            return Value(!left.is_none());
        }
        if (!are_plain(left, right)) {
            throw NeedsPython();
        }
        if (operation == "==") {
            return Value(value::equal(left, right));
        }
        if (operation == "!=") {
            return Value(!value::equal(left, right));
        }
        if (operation == "in") {
            return Value(contains(right, left));
        }
        if (operation == "not in") {
            return Value(!contains(right, left));
        }
        throw NeedsPython();
    }

    Value either(const Values& nodes, bool stops_when) {
        Value value;
        for (const Value& node : nodes) {
            value = checked(node);
            if (value::truth(value) == stops_when) {
                break;
            }
        }
        return value;
    }

    Value add(const Value& left, const Value& right) {
        if (left.kind() == value::Kind::string && right.kind() == value::Kind::string
            && !left.is_secret() && !right.is_secret()) {
            std::string text(left.as_string());
            return Value(text.append(right.as_string()));
        }
        if ((left.is_list() && right.is_list()) || (left.is_tuple() && right.is_tuple())) {
            Values items = left.items();
            items.insert(items.end(), right.items().begin(), right.items().end());
            return left.is_list() ? owned(value::List(std::move(items)))
                                  : Value::tuple(std::move(items));
        }
        throw NeedsPython();
    }

    static Value item(const Value& owner, const Value& key) {
        if (owner.is_dict()) {
            const Value* found = owner.as_dict().find(key);
            return found != nullptr ? *found : throw NeedsPython();
        }
        if (!owner.is_list() && !owner.is_tuple()) {
            throw NeedsPython();
        }
        const auto size = static_cast<std::int64_t>(owner.items().size());
        const std::int64_t index = index_of(key) < 0 ? index_of(key) + size : index_of(key);
        if (index < 0 || index >= size) {
            throw NeedsPython();
        }
        return owner.items()[static_cast<std::size_t>(index)];
    }

    // Of ASCII and of lists only: there a byte is a character.
    Value slice(const Value& node) {
        const Value owner = evaluate(part(node, 1));
        const Value low = evaluate(part(node, 2));
        const Value high = evaluate(part(node, 3));
        const bool is_text = owner.kind() == value::Kind::string && owner.is_ascii();
        if (!is_text && !owner.is_list() && !owner.is_tuple()) {
            throw NeedsPython();
        }
        const auto size =
            static_cast<std::int64_t>(is_text ? owner.as_string().size() : owner.items().size());
        const auto place = [size](const Value& value, std::int64_t otherwise) {
            const std::int64_t index = value.is_none() ? otherwise : index_of(value);
            return std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
        };
        const std::int64_t begin = place(low, 0);
        const std::int64_t end = std::max(begin, place(high, size));
        if (is_text) {
            return Value(owner.as_string().substr(
                static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
        }
        Values items(owner.items().begin() + begin, owner.items().begin() + end);
        return owner.is_list() ? owned(value::List(std::move(items)))
                               : Value::tuple(std::move(items));
    }

    Value method(const Value& node) {
        const std::string_view name = word(node, 1);
        const Value owner = checked(part(node, 2));
        value::Arguments arguments{.positional = evaluate_all(tuple_at(node, 3)), .keyword = {}};
        const bool changes = name == "append" || name == "extend" || name == "insert";
        if ((changes && !owns(owner)) || owner.is_secret()) {
            throw NeedsPython();
        }
        Value result = value::call_method(owner, name, arguments);
        const bool is_new = name == "split" || name == "rsplit" || name == "splitlines";
        return is_new ? owned(std::move(result)) : result;
    }

    Value call(std::string_view function, const Value& node) {
        const Values& nodes = tuple_at(node, 2);
        if (function == "get_typed") {
            return get_typed(nodes);
        }
        if (nodes.size() != 1) {
            throw NeedsPython();
        }
        const Value one = checked(nodes.front());
        if (function == "str") {
            return Value(plain_text(one));
        }
        if (function == "list") {
            return owned(value::List(items_of(one)));
        }
        if (function == "len") {
            return Value(static_cast<std::int64_t>(length(one)));
        }
        if (function == "basename" && one.kind() == value::Kind::string) {
            const std::string_view path = one.as_string();
            return Value(path.substr(path.rfind('/') + 1));
        }
        throw NeedsPython();
    }

    static std::size_t length(const Value& value) {
        if (value.is_string()) {
            return value.code_point_count();
        }
        if (value.is_dict()) {
            return value.as_dict().size();
        }
        return value.is_list() || value.is_tuple() ? value.items().size() : throw NeedsPython();
    }

    Value get_typed(const Values& nodes) {
        if (nodes.size() < 3 || nodes.size() > 4 || word(nodes[2]) != "type") {
            throw NeedsPython();
        }
        const Value config = evaluate(nodes[0]);
        const Value name = evaluate(nodes[1]);
        const Value otherwise = nodes.size() == 4 ? evaluate(nodes[3]) : Value();
        if (!config.is_dict() || !name.is_string()) {
            throw NeedsPython();
        }
        const Value* found = config.as_dict().find(name);
        Value value = found != nullptr ? *found : otherwise;
        // Whatever is not of the type is an error, which Python reports.
        return value::type_name(value) == word(nodes[2], 1) ? value : throw NeedsPython();
    }

    std::map<std::string, Value, std::less<>> locals_;
    Values owned_;
    std::optional<Value> result_;
    std::size_t steps_ = 0;
};

}  // namespace

Value run_plain(const Value& code, const Values& arguments) {
    const Values& names = tuple_at(code, 0);
    if (names.size() != arguments.size()) {
        throw NeedsPython();
    }
    Run run(arguments);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i].is_string()) {
            throw NeedsPython();
        }
        run.set_local(names[i].as_string(), arguments[i]);
    }
    return run.body(tuple_at(code, 1));
}

}  // namespace tutor::plugin_python::internal
