// SPDX-License-Identifier: Apache-2.0
//
// Commands of click as bytes.

#include "plugin_python/internal/click_tree.hpp"

#include <utility>

namespace tutor::plugin_python::internal {
namespace {

constexpr int deepest_group = 64;

void write_parameter(Writer& out, const ClickParameter& parameter) {
    out.byte(static_cast<std::uint8_t>(parameter.kind));
    out.text(parameter.name);
    out.texts(parameter.names);
    out.text(parameter.help);
    out.byte(parameter.hidden ? 1 : 0);
    out.byte(parameter.several ? 1 : 0);
    out.byte(static_cast<std::uint8_t>(parameter.values));
    out.texts(parameter.choices);
}

template <class Enum>
Enum read_enum(Reader& in, Enum last) {
    const std::uint8_t number = in.byte();
    if (number > static_cast<std::uint8_t>(last)) {
        throw Corrupt();
    }
    return static_cast<Enum>(number);
}

ClickParameter read_parameter(Reader& in) {
    ClickParameter parameter{.kind = read_enum(in, ClickParameter::Kind::flag)};
    parameter.name = in.text();
    parameter.names = in.texts();
    parameter.help = in.text();
    parameter.hidden = in.byte() != 0;
    parameter.several = in.byte() != 0;
    parameter.values = read_enum(in, ClickParameter::Values::python);
    parameter.choices = in.texts();
    return parameter;
}

ClickTree read_level(Reader& in, int depth);

ClickCommand read_known(Reader& in, int depth) {
    ClickCommand command{.is_group = in.byte() != 0};
    command.options_anywhere = in.byte() != 0;
    command.ignore_unknown_options = in.byte() != 0;
    for (std::size_t left = in.count(); left > 0; --left) {
        command.parameters.push_back(read_parameter(in));
    }
    for (std::size_t left = in.count(); left > 0; --left) {
        ClickChild child{.name = in.text()};
        child.hidden = in.byte() != 0;
        child.short_help = in.text();
        child.command = read_level(in, depth + 1);
        command.children.push_back(std::move(child));
    }
    return command;
}

ClickTree read_level(Reader& in, int depth) {
    if (depth > deepest_group) {
        throw Corrupt();
    }
    return in.byte() == 0 ? std::nullopt : ClickTree(read_known(in, depth));
}

}  // namespace

bool ClickCommand::operator==(const ClickCommand& other) const = default;

void write_tree(Writer& out, const ClickTree& tree) {
    out.byte(tree ? 1 : 0);
    if (!tree) {
        return;
    }
    out.byte(tree->is_group ? 1 : 0);
    out.byte(tree->options_anywhere ? 1 : 0);
    out.byte(tree->ignore_unknown_options ? 1 : 0);
    out.number(tree->parameters.size());
    for (const ClickParameter& parameter : tree->parameters) {
        write_parameter(out, parameter);
    }
    out.number(tree->children.size());
    for (const ClickChild& child : tree->children) {
        out.text(child.name);
        out.byte(child.hidden ? 1 : 0);
        out.text(child.short_help);
        write_tree(out, child.command);
    }
}

ClickTree read_tree(Reader& in) {
    return read_level(in, 0);
}

}  // namespace tutor::plugin_python::internal
