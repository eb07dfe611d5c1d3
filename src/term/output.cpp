// SPDX-License-Identifier: Apache-2.0

#include "term/output.hpp"

#include "base/text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace tutor::term {
namespace {

constexpr std::string_view reset = "\033[0m";

std::string_view escape_sequence(Style style) {
    switch (style) {
    case Style::plain: return "";
    case Style::info: return "\033[34m";
    case Style::command: return "\033[35m";
    case Style::title: return "\033[32m";
    case Style::question: return "\033[33m";
    case Style::error: return "\033[31m";
    case Style::alert: return "\033[33m\033[1m";
    }
    return "";
}

bool no_colour_wanted() {
    const char* value = std::getenv("NO_COLOR");
    return value != nullptr && *value != '\0';
}

}  // namespace

Output::Output(const Masker& masker, Sink& out, Sink& error)
    : masker_(masker), out_(out), error_(error), colours_allowed_(!no_colour_wanted()) {}

void Output::write(std::string_view text, Stream stream, Style style) {
    if (!silent_ && !text.empty()) {
        sink(stream).write(styled(masker_.mask(text), stream, style));
    }
}

void Output::line(std::string_view text, Stream stream, Style style) {
    if (!silent_) {
        // In one piece, so that lines of several processes do not mix.
        sink(stream).write(styled(masker_.mask(text), stream, style) + "\n");
    }
}

void Output::info(std::string_view text) {
    line(text, Stream::out, Style::info);
}

void Output::command(const std::vector<std::string>& argv) {
    line(shell_join(argv), Stream::out, Style::command);
}

void Output::title(std::string_view text) {
    const std::string masked = masker_.mask(text);
    constexpr std::size_t margin = 8;
    const std::string rule(code_point_count(masked) + 2 * margin, '=');
    line(rule, Stream::out, Style::title);
    line(std::string(margin, ' ') + masked, Stream::out, Style::title);
    line(rule, Stream::out, Style::title);
}

void Output::alert(std::string_view text) {
    line("\u26a0\ufe0f  " + std::string(text), Stream::error, Style::alert);
}

void Output::error(std::string_view text) {
    line("Error: " + std::string(text), Stream::error, Style::error);
}

void Output::report(const Error& error, const SourceReader& read_source) {
    const std::string text = render(error, read_source);
    // The message itself may have several lines: all of it has the colour of errors.
    const std::size_t head = std::string_view("Error: ").size() + error.info().message.size();
    const std::string masked_head = masker_.mask(std::string_view(text).substr(0, head));
    write(styled(masked_head, Stream::error, Style::error), Stream::error);
    write(std::string_view(text).substr(head), Stream::error);
}

std::string Output::styled(std::string_view text, Stream stream, Style style) const {
    const std::string_view sequence = has_colours(stream) ? escape_sequence(style) : "";
    if (sequence.empty() || text.empty()) {
        return std::string(text);
    }
    std::string result(sequence);
    result += text;
    result += reset;
    return result;
}

bool Output::is_terminal(Stream stream) const {
    return sink(stream).is_terminal();
}

bool Output::has_colours(Stream stream) const {
    return colours_allowed_ && is_terminal(stream);
}

int terminal_columns() {
    constexpr int usual = 80;
    if (const char* value = std::getenv("COLUMNS"); value != nullptr) {
        const auto columns = parse_int(value);
        if (columns && *columns > 0 && *columns < 100'000) {
            return static_cast<int>(*columns);
        }
    }
    winsize size = {};
    if (::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return usual;
}

}  // namespace tutor::term
