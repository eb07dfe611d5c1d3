// SPDX-License-Identifier: Apache-2.0
//
// Commands of click in a snapshot: what lists, help and completion need to know of them.

#include "plugin_python/internal/click_tree.hpp"
#include "plugin_python/internal/items.hpp"

#include <utility>

namespace tutor::plugin_python::internal {
namespace {

/// Completes from what was recorded, as far as that goes.
struct ReplayedCompletion {
    std::string tree;
    Live<cli::Command> live;

    std::vector<cli::Completion>
    operator()(const std::vector<std::string>& words, const std::string& incomplete) const {
        Reader in(tree);
        if (const ClickTree command = read_tree(in)) {
            if (auto candidates = complete(*command, words, incomplete)) {
                return std::move(*candidates);
            }
        }
        return live().complete_raw(words, incomplete);
    }
};

std::string tree_of(const cli::Command& command) {
    Writer out;
    const auto* click = command.complete_raw.target<ClickCompletion>();
    write_tree(out, click == nullptr ? std::nullopt : click->tree());
    return out.take();
}

}  // namespace

void write_command(Writer& out, const cli::Command& command) {
    out.text(command.name);
    out.text(command.help);
    out.text(command.short_help);
    out.byte(command.hidden ? 1 : 0);
    out.text(tree_of(command));
}

cli::Command read_command(Reader& in, const Live<cli::Command>& live) {
    cli::Command command{.name = in.text()};
    command.help = in.text();
    command.short_help = in.text();
    command.hidden = in.byte() != 0;
    command.arguments = {{.name = "args", .arity = cli::Arity::any}};
    command.raw_arguments = true;
    command.complete_raw = ReplayedCompletion{in.text(), live};
    command.run = ReplayedRun{live};
    return command;
}

void ItemCodec<cli::Command>::write(Writer& out, const cli::Command& item, const IsForeign&) {
    write_command(out, item);
}
cli::Command ItemCodec<cli::Command>::read(Reader& in, const Live<cli::Command>& live) {
    return read_command(in, live);
}

void ItemCodec<catalog::Job>::write(Writer& out, const catalog::Job& item, const IsForeign&) {
    write_command(out, item.command);
    out.text(item.source.plugin);
    write_position(out, item.source.where);
}
catalog::Job ItemCodec<catalog::Job>::read(Reader& in, const Live<catalog::Job>& live) {
    cli::Command command = read_command(in, [live] { return live().command; });
    command.run = {};
    catalog::Job job{
        .command = std::move(command),
        .tasks = [live](const cli::Invocation& call) { return live().tasks(call); },
        .parse = ReplayedParse{live}};
    job.source.plugin = in.text();
    job.source.where = read_position(in);
    return job;
}

}  // namespace tutor::plugin_python::internal
