// SPDX-License-Identifier: Apache-2.0
//
// Walks over a short text: the words of numbers and dates.

#pragma once

#include <string_view>

namespace tutor::yaml::internal {

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool at_end() const { return text_.empty(); }
    std::string_view rest() const { return text_; }

    bool accept(char c) {
        return accept_if([c](char next) { return next == c; });
    }

    bool accept(std::string_view word) {
        if (!text_.starts_with(word)) {
            return false;
        }
        text_.remove_prefix(word.size());
        return true;
    }

    template <class Predicate>
    bool accept_if(Predicate matches) {
        if (text_.empty() || !matches(text_.front())) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    /// The longest run of matching characters, at most `max` of them.
    template <class Predicate>
    std::string_view take_while(Predicate matches, std::size_t max = std::string_view::npos) {
        std::size_t size = 0;
        while (size < text_.size() && size < max && matches(text_[size])) {
            ++size;
        }
        const std::string_view run = text_.substr(0, size);
        text_.remove_prefix(size);
        return run;
    }

private:
    std::string_view text_;
};

}  // namespace tutor::yaml::internal
