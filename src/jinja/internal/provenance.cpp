// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/provenance.hpp"

#include "value/arithmetic.hpp"
#include "value/operations.hpp"

#include <algorithm>

namespace tutor::jinja {

using value::Value;
using Runs = Recorder::Runs;
using Run = Recorder::Run;

namespace {

Run here_run(const Run& here, std::size_t bytes, bool secret) {
    return {bytes, here.origin, here.line, secret};
}

/// The runs of `[begin, end)` of a text with `runs`.
void add_slice(Runs& target, const Runs& runs, std::size_t begin, std::size_t end) {
    std::size_t at = 0;
    for (const Run& run : runs) {
        const std::size_t from = std::max(at, begin);
        const std::size_t to = std::min(at + run.bytes, end);
        if (from < to) {
            Run part = run;
            part.bytes = to - from;
            add_run(target, part);
        }
        at += run.bytes;
    }
}

std::size_t line_end(std::string_view text, std::size_t at) {
    const std::size_t newline = text.find('\n', at);
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

/// Pairs the lines of `after` with those of `before`: a line that holds the other's content
/// (indented, stripped) keeps its runs; what else changed takes those of the line at the same
/// place, or of the line before.
Runs align_lines(
    std::string_view before,
    const Runs& runs,
    std::string_view after,
    const Run& here,
    bool secret) {
    Runs result;
    std::size_t source = 0;
    std::size_t at = 0;
    const auto content = [](std::string_view line) {
        const std::size_t first = line.find_first_not_of(" \t\n\r");
        if (first == std::string_view::npos) {
            return std::string_view();
        }
        return line.substr(first, line.find_last_not_of(" \t\n\r") - first + 1);
    };
    while (at < after.size()) {
        const std::size_t end = line_end(after, at);
        const std::string_view line = content(after.substr(at, end - at));
        // Leading blank lines may have been stripped.
        std::size_t probe = source;
        bool same = false;
        for (int tries = 0; tries < 16 && probe < before.size(); ++tries) {
            const std::string_view other = before.substr(probe, line_end(before, probe) - probe);
            if (content(other) == line) {
                source = probe;
                same = true;
                break;
            }
            probe += other.size();
        }
        Runs own;
        add_slice(own, runs, source, std::max(line_end(before, source), source + 1));
        if (own.empty()) {
            add_run(result, here_run(here, end - at, secret));
        } else {
            const bool mixed =
                std::any_of(own.begin(), own.end(), [](const Run& run) { return run.secret; });
            Run run = own.front();
            run.bytes = end - at;
            // What a filter made of the line may hold what is secret elsewhere.
            run.secret = mixed || (secret && !same);
            add_run(result, run);
        }
        source = std::min(line_end(before, source), before.size());
        at = end;
    }
    return result;
}

/// Copies of `part` found one after the other in `whole`, what lies between is from `here`.
Runs join_runs(
    const Recorder& recorder,
    const std::vector<Value>& parts,
    std::string_view whole,
    const Run& here,
    bool secret) {
    Runs result;
    std::size_t at = 0;
    for (const Value& part : parts) {
        const std::string text = value::str(part);
        const std::size_t found = text.empty() ? std::string_view::npos : whole.find(text, at);
        if (found == std::string_view::npos) {
            continue;
        }
        add_run(result, here_run(here, found - at, secret));
        if (const Runs* runs = recorder.runs_of(part)) {
            for (const Run& run : *runs) {
                add_run(result, run);
            }
        } else {
            add_run(result, here_run(here, text.size(), part.is_secret()));
        }
        at = found + text.size();
    }
    add_run(result, here_run(here, whole.size() - at, secret));
    return result;
}

bool any_runs(const Recorder& recorder, const std::vector<Value>& values) {
    return std::any_of(values.begin(), values.end(), [&](const Value& value) {
        return recorder.runs_of(value) != nullptr;
    });
}

Value keep_aligned(Recorder& recorder, const Value& source, const Value& result, const Run& here) {
    const Runs* runs = recorder.runs_of(source);
    if (runs == nullptr) {
        return result;
    }
    const std::string_view before = source.as_string();
    const std::string_view after = result.as_string();
    // A part of the text, as trim and its kin leave it, keeps its runs exactly.
    if (const std::size_t found = before.find(after); found != std::string_view::npos) {
        Runs kept;
        add_slice(kept, *runs, found, found + after.size());
        return recorder.attach(result, std::move(kept));
    }
    return recorder.attach(result, align_lines(before, *runs, after, here, result.is_secret()));
}

}  // namespace

Value keep_runs_joined(
    Recorder& recorder, const Value& result, const std::vector<Value>& parts, const Run& here) {
    if (!any_runs(recorder, parts)) {
        return result;
    }
    return recorder.attach(
        result, join_runs(recorder, parts, result.as_string(), here, result.is_secret()));
}

Value keep_runs_of_filter(
    Recorder& recorder,
    std::string_view name,
    const value::Arguments& arguments,
    const Value& result,
    const Run& here) {
    const Value& source = arguments.positional.front();
    if (name == "join" && (source.is_list() || source.is_tuple())) {
        if (!any_runs(recorder, source.items())) {
            return result;
        }
        return keep_runs_joined(recorder, result, source.items(), here);
    }
    return source.is_string() ? keep_aligned(recorder, source, result, here) : result;
}

Value keep_runs_of_method(
    Recorder& recorder,
    std::string_view name,
    const Value& self,
    const value::Arguments& arguments,
    const Value& result,
    const Run& here) {
    if (!self.is_string()) {
        return result;
    }
    if (name == "join" && !arguments.positional.empty()
        && (arguments.positional.front().is_list() || arguments.positional.front().is_tuple())) {
        return keep_runs_joined(recorder, result, arguments.positional.front().items(), here);
    }
    return keep_aligned(recorder, self, result, here);
}

}  // namespace tutor::jinja
