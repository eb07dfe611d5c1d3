// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/output.hpp"

#include "value/errors.hpp"

#include <algorithm>
#include <charconv>

namespace tutor::jinja {

std::uint32_t Recorder::origin(const Origin& origin) {
    for (std::size_t i = origins_.size(); i-- > 0;) {
        const Origin& known = origins_[i];
        if (known.name == origin.name && known.path == origin.path && known.patch == origin.patch
            && known.plugin == origin.plugin && known.first_line == origin.first_line) {
            return static_cast<std::uint32_t>(i);
        }
    }
    origins_.push_back(origin);
    return static_cast<std::uint32_t>(origins_.size() - 1);
}

const Recorder::Runs* Recorder::runs_of(const value::Value& string) const {
    const auto found = lists_.find(string.annotation());
    return found == lists_.end() ? nullptr : &found->second;
}

value::Value Recorder::attach(const value::Value& string, Runs runs) {
    if (runs.empty()) {
        return string;
    }
    ++last_annotation_;
    lists_.insert_or_assign(last_annotation_, std::move(runs));
    return string.with_annotation(last_annotation_);
}

void add_run(Recorder::Runs& runs, const Recorder::Run& run) {
    if (run.bytes == 0) {
        return;
    }
    if (!runs.empty()) {
        Recorder::Run& last = runs.back();
        if (last.origin == run.origin && last.line == run.line && last.secret == run.secret) {
            last.bytes += run.bytes;
            return;
        }
    }
    runs.push_back(run);
}

void Output::append(std::int64_t integer) {
    constexpr std::ptrdiff_t most = 24;
    if (limit_ - end_ >= most) {
        end_ = std::to_chars(end_, limit_, integer).ptr;
        return;
    }
    char digits[most];
    append({digits, std::to_chars(digits, digits + most, integer).ptr});
}

void Output::grow(std::size_t bytes) {
    const std::size_t used = size();
    if (bytes > max_bytes_ || used > max_bytes_ - bytes) {
        throw value::PythonError("MemoryError", "the output is too large");
    }
    const std::size_t wanted = std::max({used * 2, used + bytes, std::size_t{1024}});
    const std::size_t capacity = std::min(wanted, max_bytes_);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (used != 0) {
        std::memcpy(larger.get(), begin_.get(), used);
    }
    begin_ = std::move(larger);
    end_ = begin_.get() + used;
    limit_ = begin_.get() + capacity;
}

void Output::note(std::uint32_t origin, int line, bool is_secret) {
    add_run(runs_, {size() - noted_, origin, line, is_secret});
    noted_ = size();
}

void Output::note(const Recorder::Runs& runs) {
    for (const Recorder::Run& run : runs) {
        add_run(runs_, run);
        noted_ += run.bytes;
    }
}

Recorder::Runs Output::take_runs(std::size_t offset) {
    Recorder::Runs taken;
    while (noted_ > offset) {
        Recorder::Run& last = runs_.back();
        const std::size_t begin = noted_ - last.bytes;
        Recorder::Run part = last;
        if (begin >= offset) {
            runs_.pop_back();
            noted_ = begin;
        } else {
            part.bytes = noted_ - offset;
            last.bytes = offset - begin;
            noted_ = offset;
        }
        taken.push_back(part);
    }
    std::reverse(taken.begin(), taken.end());
    return taken;
}

}  // namespace tutor::jinja
