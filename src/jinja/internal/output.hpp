// SPDX-License-Identifier: Apache-2.0
//
// Where rendered text goes, and the record of what made it.

#pragma once

#include "jinja/environment.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tutor::jinja {

/// Origins and runs of one recorded rendering. Strings made while recording carry as their
/// annotation the number of a run list, from 1.
class Recorder {
public:
    struct Run {
        std::size_t bytes = 0;
        std::uint32_t origin = 0;
        int line = 0;
        bool secret = false;
    };
    using Runs = std::vector<Run>;

    std::uint32_t origin(const Origin& origin);
    const std::vector<Origin>& origins() const { return origins_; }

    /// The runs of a string; null when it has none.
    const Runs* runs_of(const value::Value& string) const;
    /// The same text, carrying `runs`, which cover it.
    value::Value attach(const value::Value& string, Runs runs);

    std::set<std::string> variables_read;

private:
    std::vector<Origin> origins_;
    std::vector<Runs> lists_;
};

/// Adds a run at the end, joined with the last one when they are alike.
void add_run(Recorder::Runs& runs, const Recorder::Run& run);

/// memcpy of at least one byte, in place for short texts, which most are: two moves that may
/// overlap.
inline void copy_text(char* to, const char* from, std::size_t size) {
    const auto ends = [&](auto width) {
        std::memcpy(to, from, width());
        std::memcpy(to + size - width(), from + size - width(), width());
    };
    if (size > 32) {
        std::memcpy(to, from, size);
    } else if (size >= 16) {
        ends(std::integral_constant<std::size_t, 16>());
    } else if (size >= 8) {
        ends(std::integral_constant<std::size_t, 8>());
    } else if (size >= 4) {
        ends(std::integral_constant<std::size_t, 4>());
    } else {
        to[0] = from[0];
        to[size / 2] = from[size / 2];
        to[size - 1] = from[size - 1];
    }
}

/// A buffer that only grows at its end. Captured text is its tail.
class Output {
public:
    explicit Output(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    void append(std::string_view text) {
        if (text.empty()) {
            return;  // there may be no buffer yet
        }
        if (static_cast<std::size_t>(limit_ - end_) < text.size()) {
            grow(text.size());
        }
        copy_text(end_, text.data(), text.size());
        end_ += text.size();
    }
    void append(char c) {
        if (limit_ == end_) {
            grow(1);
        }
        *end_++ = c;
    }
    void append(std::int64_t integer);
    /// Room for `bytes` more, to be filled and then passed to `advance`.
    char* reserve(std::size_t bytes) {
        if (static_cast<std::size_t>(limit_ - end_) < bytes) {
            grow(bytes);
        }
        return end_;
    }
    void advance(char* end) { end_ = end; }

    std::size_t size() const { return static_cast<std::size_t>(end_ - begin_.get()); }
    std::string_view from(std::size_t offset) const {
        return {begin_.get() + offset, size() - offset};
    }
    void truncate(std::size_t size) { end_ = begin_.get() + size; }

    // Marks.
    bool secret = false;  ///< something secret went in since it was last set to false

    /// Recording: what was appended since the last call came from there.
    void note(std::uint32_t origin, int line, bool is_secret);
    /// Likewise, run by run.
    void note(const Recorder::Runs& runs);
    /// Takes the runs from `offset` on away.
    Recorder::Runs take_runs(std::size_t offset);
    const Recorder::Runs& runs() const { return runs_; }

private:
    void grow(std::size_t bytes);

    std::unique_ptr<char[]> begin_;
    char* end_ = nullptr;
    char* limit_ = nullptr;
    std::size_t max_bytes_;
    Recorder::Runs runs_;
    std::size_t noted_ = 0;  // bytes that runs_ cover
};

}  // namespace tutor::jinja
