// SPDX-License-Identifier: Apache-2.0

#include "cli/program.hpp"

#include "base/assert.hpp"
#include "base/error.hpp"
#include "base/suggest.hpp"
#include "cli/internal/completion.hpp"
#include "cli/internal/conversion.hpp"
#include "cli/internal/help.hpp"
#include "cli/internal/resolve.hpp"
#include "cli/invocation.hpp"
#include "term/prompt.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <exception>

namespace tutor::cli {
namespace {

using term::Stream;

// One command line on its way from the root to the command that runs.
class Session {
public:
    Session(const Command& root, const std::string& version_text, term::Output& output)
        : tree_(root), version_text_(version_text), output_(output) {}

    int run(Words words) {
        try {
            const Command* command = &tree_.root();
            while (command != nullptr) {
                command = step(*command, words);
            }
            return 0;
        } catch (const UsageError& error) {
            print_usage_error(error);
            return error.exit_status();
        }
    }

private:
    // Works on one level; returns the subcommand to go on with, and leaves its words in `words`.
    const Command* step(const Command& command, Words& words) {
        Invocation& call = enter(command);
        const ParsedWords parsed =
            parse_words(command, built_in(command, tree_.root()), words, Strictness::strict);
        if (parsed.request == ParsedWords::Request::version) {
            output_.line(version_text_);
            return nullptr;
        }
        if (parsed.request == ParsedWords::Request::help) {
            resolve(call, parsed, Strictness::lenient);
            print_help(call);
            return nullptr;
        }
        resolve(call, parsed, Strictness::strict);
        if (!command.is_group()) {
            TUTOR_ASSERT(command.run);
            command.run(call);
            return nullptr;
        }
        if (parsed.rest.empty() && !command.invoke_without_command) {
            print_help(call);
            return nullptr;
        }
        if (command.parsed) {
            command.parsed(call);
        }
        if (parsed.rest.empty()) {
            TUTOR_ASSERT(command.run);
            command.run(call);
            return nullptr;
        }
        const Command* next = tree_.find(command, parsed.rest.front());
        if (next == nullptr) {
            fail_unknown_command(command, parsed.rest.front());
        }
        if (command.before) {
            command.before(call);
        }
        words.assign(parsed.rest.begin() + 1, parsed.rest.end());
        return next;
    }

    Invocation& enter(const Command& command) {
        const Invocation* parent = chain_.empty() ? nullptr : &chain_.back();
        const std::string path =
            parent == nullptr ? command.name : parent->command_path() + " " + command.name;
        return chain_.emplace_back(command, path, parent);
    }

    void print_help(const Invocation& call) {
        const Command& command = call.command();
        if (command.is_group() && command.parsed) {
            command.parsed(call);
        }
        output_.write(help_page(command, call.command_path(), tree_, term::terminal_columns()));
    }

    [[noreturn]] void fail_unknown_command(const Command& group, const std::string& name) {
        std::string hint;
        if (group.unknown_command_hint) {
            hint = group.unknown_command_hint(name);
        }
        if (hint.empty()) {
            std::vector<std::string> names;
            for (const Command* command : tree_.visible(group)) {
                names.push_back(command->name);
            }
            hint = did_you_mean(name, names);
        }
        throw UsageError(
            {.message = "No such command " + in_quotes(name) + ".", .hint = std::move(hint)});
    }

    void print_usage_error(const UsageError& error) {
        const Invocation& call = chain_.back();
        std::string text =
            usage_text(call.command(), call.command_path(), term::terminal_columns());
        const BuiltIn extra = built_in(call.command(), tree_.root());
        // The root has no such hint in the contract.
        if (call.parent() != nullptr && !extra.help_names.empty()) {
            text += fmt::format(
                "Try '{} {}' for help.\n", call.command_path(), extra.help_names.front());
        }
        output_.line(text, Stream::error);
        output_.report(error);
    }

    Tree tree_;
    const std::string& version_text_;
    term::Output& output_;
    std::deque<Invocation> chain_;  // from the root; stays in place while it grows
};

// Nothing but candidates may be printed, whatever happens.
int answer_completion(const Command& root, const std::string& instruction, term::Output& output) {
    Tree tree(root);
    std::optional<std::string> answer = "";
    output.set_silent(true);
    try {
        answer = completion_answer(tree, instruction);
    } catch (const std::exception&) {
        answer = "";  // a half-typed line is no place for errors: there are no candidates
    }
    output.set_silent(false);
    if (!answer) {
        return 1;
    }
    output.write(*answer);
    return 0;
}

void abort_on_interrupt(int /*signal*/) {
    constexpr std::string_view message = "\nAborted!\n";
    // Nothing can be done about a failure, least of all in a signal handler.
    [[maybe_unused]] const ssize_t written = ::write(2, message.data(), message.size());
    ::_exit(1);
}

// Ctrl-C ends the program with the contract's message and status while we compute; children and
// questions handle it themselves meanwhile. An ignored signal stays ignored.
class InterruptAborts {
public:
    InterruptAborts() {
        ::sigaction(SIGINT, nullptr, &former_);
        if (former_.sa_handler == SIG_DFL) {
            struct sigaction action = {};
            action.sa_handler = abort_on_interrupt;
            ::sigemptyset(&action.sa_mask);
            ::sigaction(SIGINT, &action, nullptr);
        }
    }
    ~InterruptAborts() { ::sigaction(SIGINT, &former_, nullptr); }
    InterruptAborts(const InterruptAborts&) = delete;
    InterruptAborts& operator=(const InterruptAborts&) = delete;

private:
    struct sigaction former_ = {};
};

}  // namespace

Program::Program(Command root, std::string version_text)
    : root_(std::move(root)), version_text_(std::move(version_text)) {}

int Program::main(int argc, const char* const* argv, term::Output& output) {
    return main(Words(argv, argv + argc), output);
}

int Program::main(const std::vector<std::string>& arguments, term::Output& output) {
    const char* instruction = std::getenv(completion_variable(root_.name).c_str());
    if (instruction != nullptr && *instruction != '\0') {
        return answer_completion(root_, instruction, output);
    }
    Words words = arguments;
    if (!words.empty()) {
        words.erase(words.begin());
    }
    return Session(root_, version_text_, output).run(std::move(words));
}

int run_program(Program& program, int argc, const char* const* argv, term::Output& output) {
    const InterruptAborts guard;
    try {
        return program.main(argc, argv, output);
    } catch (const Error& error) {
        output.report(error);
        return error.exit_status();
    } catch (const Exit& exit) {
        return exit.status();
    } catch (const Interrupted&) {
        // The terminal shows "^C" without an end of line.
        output.line("\nAborted!", Stream::error);
    } catch (const term::Abort&) {
        output.line("Aborted!", Stream::error);
    } catch (const std::exception& error) {
        output.report(Error(
            {.message = fmt::format("unexpected failure: {}", error.what()),
             .hint = "this is a defect of the program: please report it"}));
    }
    return 1;
}

}  // namespace tutor::cli
