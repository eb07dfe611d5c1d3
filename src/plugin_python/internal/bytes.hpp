// SPDX-License-Identifier: Apache-2.0
//
// Plain data as bytes and back. Whatever bytes a Reader is given, it reads within them.
//
//     Writer out;
//     out.text("lms");
//     Reader in(out.bytes());
//     in.text();

#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python::internal {

/// The bytes are not what was written.
class Corrupt final : public std::exception {
public:
    const char* what() const noexcept override { return "not what was written"; }
};

class Writer {
public:
    void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
    /// Small numbers are short.
    void number(std::uint64_t value);
    void real(double value);
    void text(std::string_view text);
    void texts(const std::vector<std::string>& texts);

    /// What another writer has written.
    void append(std::string_view bytes) { bytes_.append(bytes); }

    const std::string& bytes() const { return bytes_; }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Every member throws Corrupt beyond the end. The bytes must outlive it and the views it returns.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t byte();
    std::uint64_t number();
    /// A number of things that take at least a byte each.
    std::size_t count();
    double real();
    std::string_view view();
    std::string text() { return std::string(view()); }
    std::vector<std::string> texts();
    /// The next `size` bytes.
    std::string_view take(std::size_t size);

    bool at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

/// Tells contents apart (FNV-1a over words); no protection against intent.
std::uint64_t checksum(std::string_view bytes);

}  // namespace tutor::plugin_python::internal
