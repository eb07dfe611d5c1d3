// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/help.hpp"

#include "base/text.hpp"
#include "cli/internal/wrap.hpp"
#include "cli/program.hpp"

#include <algorithm>

namespace tutor::cli {
namespace {

constexpr std::size_t indent_width = 2;

// Layout of click: two columns less than the screen, between 50 and 78.
std::size_t page_width(int columns) {
    return static_cast<std::size_t>(std::max(std::min(columns, 80) - 2, 50));
}

struct Row {
    std::string name;
    std::string description;
};

std::string type_name(Type type, const std::vector<std::string>& choices) {
    switch (type) {
    case Type::text: return "TEXT";
    case Type::integer: return "INTEGER";
    case Type::choice: return "[" + join(choices, "|") + "]";
    case Type::path: return "PATH";
    case Type::file: return "FILE";
    case Type::directory: return "DIRECTORY";
    case Type::floating: return "FLOAT";
    }
    return "";
}

// "-d, --detach", short names first.
std::string joined_names(std::vector<std::string> names) {
    std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return a.starts_with("--") < b.starts_with("--");
    });
    return join(names, ", ");
}

std::string shown_default(const Option& option) {
    if (option.is_flag) {
        const std::string& name =
            *option.default_value == "true" ? option.names.front() : option.negative;
        return name.substr(std::min(name.find_first_not_of('-'), name.size()));
    }
    return option.default_value->empty() ? "\"\"" : *option.default_value;
}

Row row_of(const Option& option) {
    Row row{.name = joined_names(option.names), .description = option.help};
    if (!option.negative.empty()) {
        row.name += " / " + option.negative;
    }
    if (!option.is_flag) {
        row.name += " "
            + (option.metavar.empty() ? type_name(option.type, option.choices) : option.metavar);
    }
    std::vector<std::string> extras;
    if (option.show_default && option.default_value) {
        extras.push_back("default: " + shown_default(option));
    }
    if (option.required) {
        extras.emplace_back("required");
    }
    if (!extras.empty()) {
        row.description += (row.description.empty() ? "[" : "  [") + join(extras, "; ") + "]";
    }
    return row;
}

std::vector<Row> option_rows(const Command& command, const Command& root) {
    std::vector<Row> rows;
    for (const Option& option : command.options) {
        if (!option.hidden) {
            rows.push_back(row_of(option));
        }
    }
    const BuiltIn extra = built_in(command, root);
    if (extra.has_version) {
        rows.push_back({.name = "--version", .description = "Show the version and exit."});
    }
    if (!extra.help_names.empty()) {
        rows.push_back(
            {.name = join(extra.help_names, ", "), .description = "Show this message and exit."});
    }
    return rows;
}

// Names in a first column, descriptions wrapped in a second.
std::string definition_list(const std::vector<Row>& rows, std::size_t width) {
    constexpr std::size_t widest_first = 30;
    constexpr std::size_t spacing = 2;
    std::size_t first = 0;
    for (const Row& row : rows) {
        first = std::max(first, code_point_count(row.name));
    }
    first = std::min(first, widest_first) + spacing;
    const std::string margin(indent_width, ' ');
    const std::string hanging(first + indent_width, ' ');
    const std::size_t room = std::max<std::size_t>(width - first - spacing, 10);
    std::string result;
    for (const Row& row : rows) {
        result += margin + row.name;
        if (!row.description.empty()) {
            const std::size_t used = code_point_count(row.name);
            result += used + spacing <= first ? std::string(first - used, ' ') : "\n" + hanging;
            const std::string wrapped = wrap_paragraphs(row.description, room, "");
            const std::vector<std::string_view> lines = split_lines(wrapped);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                result += (i == 0 ? "" : "\n" + hanging) + std::string(lines[i]);
            }
        }
        result += '\n';
    }
    return result;
}

std::string text_block(std::string_view text, std::size_t width) {
    const std::string margin(indent_width, ' ');
    return wrap_paragraphs(text, width, margin) + "\n";
}

}  // namespace

std::string metavar_of(const Argument& argument) {
    const bool required = argument.arity == Arity::one || argument.arity == Arity::at_least_one;
    const bool several = argument.arity == Arity::any || argument.arity == Arity::at_least_one;
    if (!argument.metavar.empty()) {
        return argument.metavar;
    }
    std::string result = to_ascii_upper(argument.name);
    if (argument.type == Type::choice) {
        const std::string choices = join(argument.choices, "|");
        result = required ? "{" + choices + "}" : "[" + choices + "]";
    }
    if (!required) {
        result = "[" + result + "]";
    }
    return several ? result + "..." : result;
}

std::string hint_of(const Option& option) {
    std::string result;
    for (const std::string& name : option.names) {
        result += (result.empty() ? "'" : " / '") + name + "'";
    }
    return result;
}

std::string hint_of(const Argument& argument) {
    return "'" + metavar_of(argument) + "'";
}

std::string usage_text(const Command& command, const std::string& command_path, int columns) {
    std::string words = "[OPTIONS]";
    for (const Argument& argument : command.arguments) {
        words += " " + metavar_of(argument);
    }
    if (command.is_group()) {
        words += " " + command.subcommand_metavar;
    }
    constexpr std::size_t least_room = 20;
    const std::size_t width = page_width(columns);
    const std::string head = "Usage: " + command_path + " ";
    const std::size_t head_width = code_point_count(head);
    if (width >= head_width + least_room) {
        const WrapIndent indent{.first = head, .rest = std::string(head_width, ' ')};
        return join(wrap_line(words, width, indent), "\n") + "\n";
    }
    const std::string margin(std::string_view("Usage: ").size() + 4, ' ');
    return head + "\n" + join(wrap_line(words, width, {.first = margin, .rest = margin}), "\n")
        + "\n";
}

std::string
help_page(const Command& command, const std::string& command_path, Tree& tree, int columns) {
    const std::size_t width = page_width(columns);
    std::string page = usage_text(command, command_path, columns);
    if (!command.help.empty()) {
        page += "\n" + text_block(command.help, width);
    }
    const std::vector<Row> options = option_rows(command, tree.root());
    if (!options.empty()) {
        page += "\nOptions:\n" + definition_list(options, width);
    }
    if (command.is_group()) {
        const std::vector<const Command*> commands = tree.visible(command);
        std::size_t widest = 0;
        for (const Command* one : commands) {
            widest = std::max(widest, code_point_count(one->name));
        }
        constexpr std::size_t margins = 6;
        const std::size_t room = width > margins + widest ? width - margins - widest : 0;
        std::vector<Row> rows;
        for (const Command* one : commands) {
            rows.push_back({.name = one->name, .description = short_help_of(*one, room)});
        }
        if (!rows.empty()) {
            page += "\n" + command.commands_heading + ":\n" + definition_list(rows, width);
        }
    }
    if (!command.epilog.empty()) {
        page += "\n" + text_block(command.epilog, width);
    }
    return page;
}

std::string short_help_of(const Command& command, std::size_t max_length) {
    return command.short_help.empty() ? shorten(command.help, max_length) : command.short_help;
}

std::string help_text(const Command& command, const std::string& command_path, int columns) {
    // Only the root has --version.
    const Command other;
    const bool is_root = command_path.find(' ') == std::string::npos;
    Tree tree(is_root ? command : other);
    return help_page(command, command_path, tree, columns);
}

}  // namespace tutor::cli
