// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/reports.hpp"

#include "base/text.hpp"
#include "json/dump.hpp"
#include "term/table.hpp"

namespace tutor::commands::internal {

cli::Option output_option() {
    return {
        .names = {"--output"},
        .help = "Text for people, or JSON for programs.",
        .type = cli::Type::choice,
        .choices = {"text", "json"},
        .default_value = "text",
        .show_default = true};
}

bool wants_json(const cli::Invocation& call) {
    return call.text("output") == "json";
}

void print_json(Context& context, const value::Value& value) {
    context.results().line(json::dump(value, {.indent = 2, .ensure_ascii = false}));
}

void print_rows(
    Context& context,
    const cli::Invocation& call,
    const std::vector<std::vector<std::string>>& rows) {
    if (!wants_json(call)) {
        context.results().line(term::format_table(rows));
        return;
    }
    value::List list;
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        value::Dict object;
        for (std::size_t i = 0; i < rows.front().size(); ++i) {
            object.set(to_ascii_lower(rows.front()[i]), (*row)[i]);
        }
        list.append(object);
    }
    print_json(context, list);
}

}  // namespace tutor::commands::internal
