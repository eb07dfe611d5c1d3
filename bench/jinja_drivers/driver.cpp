// SPDX-License-Identifier: Apache-2.0
//
// jinja-bench WORKLOAD: our side of bench/jinja. Reads commands, one a line, and answers each with
// one line; bench/jinja says what they mean.

#include "base/error.hpp"
#include "base/files.hpp"
#include "jinja/environment.hpp"
#include "jinja/tools/case_reader.hpp"
#include "value/errors.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <nlohmann/json.hpp>
#include <time.h>

#include <dlfcn.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace jinja = tutor::jinja;
namespace cases = tutor::jinja::cases;
namespace value = tutor::value;

double clock_seconds(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Seconds from its making on: by the clock on the wall, exact for short times, or of the
/// processor's, which other work on the machine does not lengthen; the less of them.
class Stopwatch {
public:
    double seconds() const {
        const double wall = clock_seconds(CLOCK_MONOTONIC) - wall_;
        return std::min(wall, clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - processor_);
    }

private:
    double processor_ = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    double wall_ = clock_seconds(CLOCK_MONOTONIC);
};

class Variables final : public jinja::Variables {
public:
    explicit Variables(value::Dict dict) : dict_(std::move(dict)) {}

    std::optional<value::Value> find(std::string_view name) const override {
        const value::Value* found = dict_.find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    std::vector<std::string> names() const override { return {}; }

private:
    value::Dict dict_;
};

class Workload {
public:
    explicit Workload(const value::Dict& description)
        : description_(description),
          loader_(std::make_shared<cases::MapLoader>(part("templates"))),
          variables_(part("context")) {
        for (const auto& [name, text] : part("templates")) {
            names_.emplace_back(name.as_string());
        }
        for (const value::Value& name : description_.find("main")->items()) {
            main_.emplace_back(name.as_string());
        }
    }

    std::unique_ptr<jinja::Environment> make_environment() const {
        const bool strict = description_.find("strict")->as_boolean();
        auto environment = std::make_unique<jinja::Environment>(jinja::Options{
            .undefined = strict ? jinja::UndefinedKind::strict : jinja::UndefinedKind::lenient});
        environment->set_loader(loader_);
        for (const auto& [name, result] : part("functions")) {
            environment->add_function(
                name.as_string(),
                [result = result](jinja::State&, value::Arguments&) { return result; });
        }
        for (const auto& [name, table] : part("filters")) {
            environment->add_filter(
                name.as_string(),
                [table = table.as_dict()](jinja::State&, value::Arguments& arguments) {
                    const value::Value* found = table.find(arguments.positional.at(0));
                    return found == nullptr ? arguments.positional[0] : *found;
                });
        }
        return environment;
    }

    void compile(jinja::Environment& environment) const {
        for (const std::string& name : names_) {
            environment.get_template(name);
        }
    }
    std::vector<jinja::Template> main(jinja::Environment& environment) const {
        std::vector<jinja::Template> templates;
        for (const std::string& name : main_) {
            templates.push_back(environment.get_template(name));
        }
        return templates;
    }
    const Variables& variables() const { return variables_; }

private:
    value::Dict part(std::string_view name) const { return description_.find(name)->as_dict(); }

    value::Dict description_;
    std::shared_ptr<jinja::Loader> loader_;
    Variables variables_;
    std::vector<std::string> names_;
    std::vector<std::string> main_;
};

/// Runs `once`, which returns seconds, for `budget` seconds; "MINIMUM TURNS".
template <class Once>
std::string repeat(double budget, Once once) {
    double best = 1e9;
    int turns = 0;
    const double end = clock_seconds(CLOCK_MONOTONIC) + budget;
    for (; turns < 3 || clock_seconds(CLOCK_MONOTONIC) < end; ++turns) {
        best = std::min(best, once());
    }
    std::ostringstream answer;
    answer << best << ' ' << turns;
    return answer.str();
}

std::size_t render_all(const std::vector<jinja::Template>& templates, const Variables& variables) {
    std::size_t bytes = 0;
    for (const jinja::Template& page : templates) {
        bytes += page.render(variables).size();
    }
    return bytes;
}

std::string run(const Workload& workload, const std::string& command, double budget) {
    if (command == "create") {
        return repeat(budget, [&] {
            const Stopwatch watch;
            const auto environment = workload.make_environment();
            return watch.seconds();
        });
    }
    if (command == "compile") {
        return repeat(budget, [&] {
            const auto environment = workload.make_environment();
            const Stopwatch watch;
            workload.compile(*environment);
            return watch.seconds();
        });
    }
    if (command == "both") {
        return repeat(budget, [&] {
            const auto environment = workload.make_environment();
            const Stopwatch watch;
            workload.compile(*environment);
            render_all(workload.main(*environment), workload.variables());
            return watch.seconds();
        });
    }
    const auto environment = workload.make_environment();
    const std::vector<jinja::Template> templates = workload.main(*environment);
    if (command == "render") {
        return repeat(budget, [&] {
            const Stopwatch watch;
            render_all(templates, workload.variables());
            return watch.seconds();
        });
    }
    if (command == "recorded") {
        return repeat(budget, [&] {
            const Stopwatch watch;
            for (const jinja::Template& page : templates) {
                page.render_recorded(workload.variables());
            }
            return watch.seconds();
        });
    }
    if (command == "allocations") {
        const auto count =
            reinterpret_cast<unsigned long (*)()>(::dlsym(RTLD_DEFAULT, "bench_allocations"));
        if (count == nullptr) {
            return "0";
        }
        render_all(templates, workload.variables());
        const unsigned long before = count();
        render_all(templates, workload.variables());
        return std::to_string(count() - before);
    }
    nlohmann::json outputs = nlohmann::json::object();
    for (const jinja::Template& page : templates) {
        outputs[page.name()] = page.render(workload.variables());
    }
    return outputs.dump();
}

/// Peak KiB of this process so far.
std::string peak_memory() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmHWM:") {
            status >> word;
            return word;
        }
    }
    return "0";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Workload workload(
            cases::read_json(tutor::read_file(argc > 1 ? argv[1] : "")).as_dict());
        std::string command;
        double budget = 0;
        while (std::cin >> command >> budget) {
            if (command == "memory") {
                const auto environment = workload.make_environment();
                workload.compile(*environment);
                render_all(workload.main(*environment), workload.variables());
            }
            std::cout << (command == "memory" ? peak_memory() : run(workload, command, budget))
                      << std::endl;
        }
        return 0;
    } catch (const tutor::Error& error) {
        std::cerr << "jinja-bench: " << error.info().message << '\n';
        return 1;
    }
}
