// SPDX-License-Identifier: Apache-2.0

#include "term/progress.hpp"

#include "base/text.hpp"

namespace tutor::term {
namespace {

constexpr std::string_view wipe = "\r\033[K";

// The first `count` code points.
std::string_view cut(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        const bool starts_code_point = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (starts_code_point && count-- == 0) {
            break;
        }
        ++at;
    }
    return text.substr(0, at);
}

}  // namespace

Progress::~Progress() {
    finish();
}

void Progress::step(std::string_view text) {
    if (text == shown_) {
        return;
    }
    shown_ = text;
    if (!output_.is_terminal(Stream::error)) {
        output_.line(text, Stream::error);
        return;
    }
    // Masked before it is cut: half a secret would not be found.
    const std::string masked = output_.masker().mask(text);
    const auto columns = static_cast<std::size_t>(terminal_columns());
    output_.write(std::string(wipe) + std::string(cut(masked, columns - 1)), Stream::error);
}

void Progress::finish() noexcept {
    if (!shown_.empty() && output_.is_terminal(Stream::error)) {
        output_.write(wipe, Stream::error);
    }
    shown_.clear();
}

}  // namespace tutor::term
