// SPDX-License-Identifier: Apache-2.0
//
// A recorded rendering is the same rendering, its ranges cover the text, and what is secret is
// marked.

#include "input.hpp"
#include "value/operations.hpp"

#include <algorithm>

namespace tutor::jinja::fuzz {

using value::Value;

namespace {

/// In no input: characters of the private use area, and what filters make of them.
constexpr std::string_view secret_text = "\uE0A7\uE0B9\uE0C3";
constexpr std::string_view traces[] = {"\xEE\x82", "\xEE\x83", "e0a7", "e0b9", "e0c3", "%EE%8"};

bool shows_secret(std::string_view text) {
    return std::any_of(std::begin(traces), std::end(traces), [&](std::string_view trace) {
        return text.find(trace) != std::string_view::npos;
    });
}

/// The variables of the input, and a secret under several names.
class SecretVariables final : public Variables {
public:
    explicit SecretVariables(const value::Dict& variables) : variables_(variables) {}

    std::optional<Value> find(std::string_view name) const override {
        if (name == "secret" || name == "LMS_HOST") {
            return Value::secret(secret_text);
        }
        if (name == "secrets") {
            return Value(value::List{Value::secret(secret_text), 1, "plain"});
        }
        const Value* found = variables_.find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    std::vector<std::string> names() const override { return {"secret", "secrets", "nums"}; }

private:
    const value::Dict& variables_;
};

void check_ranges(const Rendering& rendering) {
    std::size_t at = 0;
    for (const Range& range : rendering.ranges) {
        require(range.begin == at, "ranges follow each other");
        require(range.end > range.begin, "a range is not empty");
        require(range.end <= rendering.text.size(), "a range ends with the text");
        require(range.origin < rendering.origins.size(), "a range has an origin");
        require(range.line >= 0, "a range has a line");
        at = range.end;
    }
    require(at == rendering.text.size(), "ranges cover the text");
}

bool same_ranges(const Rendering& a, const Rendering& b) {
    return std::equal(
        a.ranges.begin(),
        a.ranges.end(),
        b.ranges.begin(),
        b.ranges.end(),
        [](const Range& x, const Range& y) {
            return x.begin == y.begin && x.end == y.end && x.origin == y.origin && x.line == y.line
                && x.secret == y.secret;
        });
}

void check_secrets(const Rendering& rendering) {
    for (const Range& range : rendering.ranges) {
        if (!range.secret) {
            require(
                !shows_secret(
                    std::string_view(rendering.text).substr(range.begin, range.end - range.begin)),
                "a secret is shown in a range that is not marked");
        }
    }
}

class Trial {
public:
    explicit Trial(const Input& input) : input_(input) {}

    Outcome render() const {
        return in_environment([this](const Template& page, const Variables& variables) {
            return page.render(variables);
        });
    }
    Outcome record(Rendering& rendering) const {
        return in_environment([&](const Template& page, const Variables& variables) {
            rendering = page.render_recorded(variables);
            return rendering.text;
        });
    }

private:
    template <class Work>
    Outcome in_environment(Work work) const {
        Environment environment(make_options(input_.options));
        prepare(environment, input_);
        environment.add_function("probe", [](State&, value::Arguments& arguments) {
            const Value& given = arguments.positional.at(0);
            require(
                !shows_secret(value::str(given)) || value::holds_secret(given),
                "a value shows a secret and is not marked");
            return given;
        });
        const value::Dict variables = run_program(input_.program);
        return attempt([&] {
            return work(
                environment.from_string(input_.templates.front()), SecretVariables(variables));
        });
    }

    const Input& input_;
};

}  // namespace

void run_provenance(std::string_view bytes) {
    // A text that spells the secret out proves nothing.
    if (shows_secret(bytes)) {
        return;
    }
    const Input input = split_input(bytes);
    check_nothing_stays([&] {
        const Trial trial(input);
        const Outcome plain = trial.render();
        if (plain != trial.render()) {
            return;  // prints addresses
        }
        Rendering first;
        const Outcome recorded = trial.record(first);
        require(recorded == plain, "recording changes nothing");
        if (recorded.failed) {
            require(!shows_secret(recorded.text), "an error message shows a secret");
            return;
        }
        check_ranges(first);
        check_secrets(first);
        Rendering second;
        trial.record(second);
        require(same_ranges(first, second), "ranges are the same each time");
    });
}

}  // namespace tutor::jinja::fuzz
