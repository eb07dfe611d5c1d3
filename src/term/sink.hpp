// SPDX-License-Identifier: Apache-2.0
//
// Where printed text goes and where answers come from: the terminal, or a test.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tutor::term {

/// Takes printed text. `write` delivers at once: nothing is kept back.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void write(std::string_view text) = 0;
    virtual bool is_terminal() const = 0;
};

/// An open descriptor, which it does not own. A reader that is gone is no error.
class DescriptorSink final : public Sink {
public:
    explicit DescriptorSink(int descriptor);
    void write(std::string_view text) override;
    bool is_terminal() const override { return is_terminal_; }

private:
    int descriptor_;
    bool is_terminal_;
};

/// Keeps the text, for tests.
class StringSink final : public Sink {
public:
    explicit StringSink(bool is_terminal = false) : is_terminal_(is_terminal) {}
    void write(std::string_view text) override { text_ += text; }
    bool is_terminal() const override { return is_terminal_; }

    const std::string& text() const { return text_; }
    void clear() { text_.clear(); }

private:
    std::string text_;
    bool is_terminal_;
};

enum class Echo { no, yes };

/// Gives the user's answers.
class Input {
public:
    virtual ~Input() = default;

    /// One line without its "\n"; none at the end of the input. `Echo::no` hides what is typed,
    /// on a terminal.
    ///
    /// @throws Abort  Ctrl-C (term/prompt.hpp)
    virtual std::optional<std::string> read_line(Echo echo) = 0;
    virtual bool is_terminal() const = 0;
};

/// An open descriptor, which it does not own. Reads no byte beyond the line, so that a child
/// can read what follows.
class DescriptorInput final : public Input {
public:
    explicit DescriptorInput(int descriptor);
    std::optional<std::string> read_line(Echo echo) override;
    bool is_terminal() const override { return is_terminal_; }

private:
    int descriptor_;
    bool is_terminal_;
};

/// Answers from a text, for tests.
class StringInput final : public Input {
public:
    explicit StringInput(std::string text) : text_(std::move(text)) {}
    std::optional<std::string> read_line(Echo echo) override;
    bool is_terminal() const override { return false; }

private:
    std::string text_;
};

}  // namespace tutor::term
