// SPDX-License-Identifier: Apache-2.0
//
// Everything the program prints goes through one Output: standard output for what the command
// is for, standard error for all else.
//
//     term::StandardOutput standard(masker);
//     term::Output& output = standard.get();
//     output.info("Environment generated in /home/me/tutor/env");
//     output.command({"docker", "compose", "ps"});

#pragma once

#include "base/error.hpp"
#include "base/masker.hpp"
#include "term/report.hpp"
#include "term/sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::term {

enum class Stream { out, error };

enum class Style { plain, info, command, title, question, error, alert };

/// Prints text, masked always and coloured only where the stream is a terminal and NO_COLOR is
/// not set. Not to be shared between threads.
class Output {
public:
    /// All three must outlive the object. Secrets may be added to `masker` later.
    Output(const Masker& masker, Sink& out, Sink& error);

    /// `text` as it is, without an end of line.
    void write(std::string_view text, Stream stream = Stream::out, Style style = Style::plain);
    /// `text` and an end of line.
    void line(std::string_view text = "", Stream stream = Stream::out, Style style = Style::plain);

    void info(std::string_view text);
    /// A child's command line, quoted for a shell.
    void command(const std::vector<std::string>& argv);
    /// Three lines: text between two rules.
    void title(std::string_view text);
    /// On standard error.
    void alert(std::string_view text);
    /// "Error: text", on standard error.
    void error(std::string_view text);
    /// The whole report (`render`), its first line in the colour of errors, on standard error.
    void report(const Error& error, const SourceReader& read_source = read_source_file);

    /// `text` with the escape sequences of `style` if `stream` shows colours; not masked.
    std::string styled(std::string_view text, Stream stream, Style style) const;

    bool is_terminal(Stream stream) const;
    bool has_colours(Stream stream) const;
    const Masker& masker() const { return masker_; }

    /// While set, nothing is printed: shell completion.
    void set_silent(bool silent) { silent_ = silent; }

private:
    Sink& sink(Stream stream) const { return stream == Stream::out ? out_ : error_; }

    const Masker& masker_;
    Sink& out_;
    Sink& error_;
    bool colours_allowed_;
    bool silent_ = false;
};

/// The Output on the process's own standard output and standard error.
class StandardOutput final {
public:
    explicit StandardOutput(const Masker& masker)
        : out_(1), error_(2), output_(masker, out_, error_) {}
    StandardOutput(const StandardOutput&) = delete;
    StandardOutput& operator=(const StandardOutput&) = delete;

    Output& get() { return output_; }

private:
    DescriptorSink out_;
    DescriptorSink error_;
    Output output_;
};

/// The width to lay text out for: COLUMNS if it is a positive number, else that of the terminal
/// on standard output, else 80.
int terminal_columns();

}  // namespace tutor::term
