// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/click_tree.hpp"

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace tutor::plugin_python {
namespace {

using internal::ClickCommand;
using internal::ClickParameter;
using internal::ClickTree;
using Names = std::vector<std::string>;

// As command_tree.py says it.
using ParameterRow =
    std::tuple<std::string, std::string, Names, std::string, bool, bool, std::string, Names>;
using ChildRow = std::tuple<std::string, bool, std::string, py::object>;
using CommandRow = std::tuple<bool, bool, bool, std::vector<ParameterRow>, std::vector<ChildRow>>;

constexpr std::array kinds = {
    std::pair("argument", ClickParameter::Kind::argument),
    std::pair("option", ClickParameter::Kind::option),
    std::pair("flag", ClickParameter::Kind::flag)};

constexpr std::array values = {
    std::pair("none", ClickParameter::Values::none),
    std::pair("choices", ClickParameter::Values::choices),
    std::pair("choices of any case", ClickParameter::Values::choices_of_any_case),
    std::pair("file", ClickParameter::Values::file),
    std::pair("folder", ClickParameter::Values::folder),
    std::pair("python", ClickParameter::Values::python)};

template <class Table>
auto look_up(const Table& table, std::string_view name) {
    for (const auto& [known, value] : table) {
        if (name == known) {
            return value;
        }
    }
    throw py::value_error("unknown in the tree of a command: " + std::string(name));
}

ClickParameter parameter_of(ParameterRow row) {
    auto& [kind, name, names, help, hidden, several, offered, choices] = row;
    return {
        .kind = look_up(kinds, kind),
        .name = std::move(name),
        .names = std::move(names),
        .help = std::move(help),
        .hidden = hidden,
        .several = several,
        .values = look_up(values, offered),
        .choices = std::move(choices)};
}

ClickTree tree_of(const py::object& described) {
    if (described.is_none()) {
        return std::nullopt;
    }
    auto [is_group, options_anywhere, ignore_unknown, parameters, children] =
        py::cast<CommandRow>(described);
    ClickCommand command{
        .is_group = is_group,
        .options_anywhere = options_anywhere,
        .ignore_unknown_options = ignore_unknown};
    for (ParameterRow& row : parameters) {
        command.parameters.push_back(parameter_of(std::move(row)));
    }
    for (auto& [name, hidden, short_help, tree] : children) {
        command.children.push_back({std::move(name), hidden, std::move(short_help), tree_of(tree)});
    }
    return command;
}

}  // namespace

ClickTree describe_click(py::handle command) {
    return tree_of(py::module_::import("tutor._host.command_tree").attr("describe")(command));
}

}  // namespace tutor::plugin_python
