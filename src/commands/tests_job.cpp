// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/tests_job.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "commands/save.hpp"
#include "crypto/random.hpp"
#include "jobs/engine.hpp"
#include "jobs/quoting.hpp"
#include "jobs/secrets.hpp"
#include "value/operations.hpp"
#include "yaml/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>

namespace tutor::commands::internal {
namespace {

namespace fs = std::filesystem;
using cli::Invocation;
using Variables = std::map<std::string, std::string>;

std::optional<std::string> own_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Variables read_variables(const std::string& path) {
    const value::Value document = yaml::load(read_file(path), path);
    if (!document.is_dict()) {
        throw Error(
            {.message = fmt::format(
                 "the file of variables '{}' must be a mapping, it is of type {}",
                 path,
                 value::type_name(document))});
    }
    Variables variables;
    for (const auto& [name, value] : document.as_dict()) {
        variables[value::str(name)] = config::printable(value);
    }
    return variables;
}

// Of the job's own words, the first ancestor being "do", the second the way of running.
bool is_for_development(const Invocation& call) {
    for (const Invocation* group = call.parent(); group != nullptr; group = group->parent()) {
        if (group->command().name == "dev") {
            return true;
        }
    }
    return false;
}

// What pytest gets: defaults, then our own environment, the file, `-e`, and what the platform is.
Variables test_variables(Context& context, const Invocation& call) {
    const config::Config& config = context.config();
    Variables variables{
        {"TEST_USERNAME", "tutor_test_admin"},
        {"TEST_EMAIL", "tutor_test_admin@example.com"},
        {"OAUTH2_CLIENT_ID", "tutor-tests"},
        {"SMOKE_USERNAME", "tutor_smoke_user"},
        {"SMOKE_COURSE_ID", "course-v1:TutorSmokeOrg+SMOKE101+smoke"}};
    for (const char* name : {"TEST_PASSWORD", "OAUTH2_CLIENT_SECRET", "LMS_PORT", "CMS_PORT"}) {
        variables.emplace(name, "");
    }
    for (auto& [name, value] : variables) {
        value = own_variable(name).value_or(value);
    }
    if (const std::optional<std::string> file = call.text("env_file")) {
        for (const auto& [name, value] : read_variables(*file)) {
            variables[name] = value;
        }
    }
    for (const std::string& text : call.texts("env")) {
        const auto [name, value] = split_setting(text, "--env");
        variables[name] = value;
    }
    variables["LMS_HOST"] = config.text("LMS_HOST");
    variables["CMS_HOST"] = config.text("CMS_HOST");
    variables["ENABLE_HTTPS"] = config.boolean("ENABLE_HTTPS", false) ? "true" : "false";
    if (is_for_development(call)) {
        const std::pair<const char*, const char*> ports[] = {
            {"LMS_PORT", "8000"}, {"CMS_PORT", "8001"}};
        for (const auto& [name, port] : ports) {
            if (variables[name].empty()) {
                variables[name] = port;
            }
        }
    }
    std::erase_if(variables, [](const auto& variable) {
        return variable.second.empty() && variable.first.ends_with("_PORT");
    });
    return variables;
}

// What nobody gave is drawn, and shown once so that it can be used again.
void draw_credentials(Context& context, Variables& variables) {
    bool told = false;
    for (const char* name : {"TEST_PASSWORD", "OAUTH2_CLIENT_SECRET"}) {
        std::string& value = variables[name];
        if (value.empty()) {
            value = crypto::random_string(16);
            if (!std::exchange(told, true)) {
                context.output().alert(
                    "These were drawn for this run; give them with -e or in a file to use them "
                    "again:");
            }
            context.results().line(fmt::format("  {}: {}", name, value), term::Stream::error);
        }
        jobs::hide(context.masker(), value);
    }
}

std::vector<catalog::Test> wanted_tests(Context& context, const Invocation& call) {
    std::vector<catalog::Test> tests = context.catalog().tests.items();
    if (const std::optional<std::string> limit = call.text("limit")) {
        const std::vector<catalog::Test> of_plugin =
            context.catalog().tests.items_from_context(hooks::app_context(*limit));
        if (!of_plugin.empty()) {
            tests = of_plugin;
        } else {
            std::erase_if(tests, [&](const catalog::Test& test) { return test.service != *limit; });
        }
    }
    if (const std::optional<std::string> suite = call.text("suite")) {
        std::erase_if(tests, [&](const catalog::Test& test) { return test.suite != *suite; });
    }
    return tests;
}

catalog::Task task(std::string service, const std::string& script) {
    return {.service = std::move(service), .script = jobs::jinja_literal(script)};
}

std::string shell_of(const char* variant, const std::string& snippet) {
    return fmt::format("./manage.py {} shell -c {}", variant, shell_quote(snippet));
}

catalog::Task setup_task(const std::string& service, const Variables& variables) {
    const auto literal = [&](const char* name) {
        return jobs::python_literal(variables.at(name));
    };
    const std::string manage = shell_join(
        {"./manage.py",
         "lms",
         "manage_user",
         "--staff",
         "--superuser",
         variables.at("TEST_USERNAME"),
         variables.at("TEST_EMAIL")});
    const std::string snippet = fmt::format(
        "from django.contrib.auth import get_user_model\n"
        "from oauth2_provider.models import Application\n"
        "admin = get_user_model().objects.get(username={})\n"
        "admin.set_password({})\n"
        "admin.save()\n"
        "Application.objects.update_or_create(client_id={}, defaults=dict(\n"
        "    name='Tests of the platform', user=admin, client_secret={},\n"
        "    client_type=Application.CLIENT_CONFIDENTIAL,\n"
        "    authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS))\n"
        "print('The administrator and the OAuth client of the tests are ready')",
        literal("TEST_USERNAME"),
        literal("TEST_PASSWORD"),
        literal("OAUTH2_CLIENT_ID"),
        literal("OAUTH2_CLIENT_SECRET"));
    return task(service, manage + "\n" + shell_of("lms", snippet));
}

std::vector<catalog::Task> cleanup_tasks(const Variables& variables) {
    const std::string snippet = fmt::format(
        "from django.contrib.auth import get_user_model\n"
        "count, _ = get_user_model().objects.filter(username={}).delete()\n"
        "print('Removed with the user of the tests:', count, 'objects')",
        jobs::python_literal(variables.at("SMOKE_USERNAME")));
    const std::string course = shell_quote(variables.at("SMOKE_COURSE_ID"));
    return {
        task("lms", shell_of("lms", snippet)),
        // A course that no test has made is no failure.
        task("cms", fmt::format("yes | ./manage.py cms delete_course {} || true", course))};
}

/// The tasks before and after the tests, and the tests between them.
class Run {
public:
    Run(Context& context,
        const Invocation& call,
        std::vector<catalog::Test> tests,
        Variables variables)
        : context_(context),
          tests_(std::move(tests)),
          variables_(std::move(variables)),
          cleanup_(call.text("cleanup").value_or("run")),
          ask_(!call.flag("non_interactive")) {
        if (call.flag("setup")) {
            waiting_.push_back(setup_task(tests_.front().service, variables_));
        }
    }

    std::optional<catalog::Task> next() {
        if (next_ == waiting_.size() && !tested_) {
            tested_ = true;
            test();
            prepare_cleanup();
        }
        if (next_ < waiting_.size()) {
            return waiting_[next_++];
        }
        if (status_ != 0) {
            throw Error(
                {.message = fmt::format("the tests failed: pytest ended with status {}", status_),
                 .hint = "what it printed tells why; without pytest: apt install python3-pytest"});
        }
        return std::nullopt;
    }

private:
    void test() {
        process::Command command{
            .argv = {"python3", "-m", "pytest", "--tb=short", "-v"}, .environment = variables_};
        for (const catalog::Test& test : tests_) {
            command.argv.push_back(test.path.string());
        }
        context_.output().command(command.argv);
        status_ = context_.runner().run(command);
    }

    void prepare_cleanup() {
        if (cleanup_ == "skip") {
            return;
        }
        context_.output().info(fmt::format(
            "Cleaning up: user '{}', course '{}'",
            variables_.at("SMOKE_USERNAME"),
            variables_.at("SMOKE_COURSE_ID")));
        if (cleanup_ == "dry-run") {
            context_.output().info("Nothing is deleted (dry run)");
        } else if (!ask_ || context_.prompt().confirm("Delete them?", false)) {
            for (catalog::Task& task : cleanup_tasks(variables_)) {
                waiting_.push_back(std::move(task));
            }
        }
    }

    Context& context_;
    std::vector<catalog::Test> tests_;
    Variables variables_;
    std::string cleanup_;
    bool ask_;
    std::vector<catalog::Task> waiting_;
    std::size_t next_ = 0;
    bool tested_ = false;
    int status_ = 0;
};

catalog::TaskSequence tasks_of(Context& context, const Invocation& call) {
    std::vector<catalog::Test> tests = wanted_tests(context, call);
    if (tests.empty()) {
        context.output().alert("There is no such test");
        return jobs::sequence_of({});
    }
    Variables variables = test_variables(context, call);
    draw_credentials(context, variables);
    const auto run = std::make_shared<Run>(context, call, std::move(tests), std::move(variables));
    return [run] {
        return run->next();
    };
}

cli::Command command() {
    return {
        .name = "tests",
        .help = "Test the running platform with pytest, which must be installed on this machine.",
        .options =
            {{.names = {"-l", "--limit"},
              .help = "Only the tests of this plugin or about this service.",
              .metavar = "NAME"},
             {.names = {"--env-file"},
              .help = "YAML mapping of variables for the tests.",
              .type = cli::Type::file,
              .must_exist = true},
             {.names = {"-e", "--env"},
              .help = "Variable for the tests; wins over the file (repeatable).",
              .multiple = true,
              .metavar = "KEY=VALUE"},
             {.names = {"--setup"},
              .help = "Make the administrator and the OAuth client of the tests first.",
              .is_flag = true,
              .negative = "--no-setup",
              .default_value = "false"},
             {.names = {"--cleanup"},
              .help = "Afterwards delete the user and the course that tests made, only say so, or "
                      "leave them.",
              .type = cli::Type::choice,
              .choices = {"run", "dry-run", "skip"},
              .default_value = "run",
              .show_default = true},
             {.names = {"-I", "--non-interactive"}, .help = "Ask nothing.", .is_flag = true}},
        .arguments = {{.name = "suite", .arity = cli::Arity::optional}}};
}

fs::path cache_folder() {
    const std::optional<std::string> cache = own_variable("XDG_CACHE_HOME");
    if (cache && !cache->empty()) {
        return fs::path(*cache) / config::app_name() / "tests";
    }
    const std::optional<std::string> home = own_variable("HOME");
    if (!home) {
        throw Error(
            {.message = "cannot tell where to put the tests: HOME is not set",
             .hint = "set XDG_CACHE_HOME"});
    }
    return fs::path(*home) / ".cache" / config::app_name() / "tests";
}

// A file of the program, as a real one that other programs can read.
fs::path materialised(Context& context, const std::string& name) {
    const std::optional<jinja::Loader::Source> source =
        context.renderer().read("tests/smoke/" + name);
    if (!source) {
        throw Error({.message = fmt::format("template 'tests/smoke/{}' does not exist", name)});
    }
    fs::path path = cache_folder() / context.build_version() / name;
    if (read_file_if_exists(path) != source->text) {
        write_atomically(path, source->text);
    }
    return path;
}

}  // namespace

void contribute_tests(Context& context) {
    context.catalog().tests.add([&context](std::vector<catalog::Test> tests) {
        tests.push_back(
            {.service = "lms", .suite = "smoke", .path = materialised(context, "test_lms.py")});
        tests.push_back(
            {.service = "cms", .suite = "smoke", .path = materialised(context, "test_cms.py")});
        return tests;
    });
    context.catalog().cli_do_commands.add_item(
        {.command = command(), .tasks = [&context](const Invocation& call) {
             return tasks_of(context, call);
         }});
}

}  // namespace tutor::commands::internal
