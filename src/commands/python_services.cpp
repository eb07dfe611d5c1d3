// SPDX-License-Identifier: Apache-2.0

#include "commands/python_services.hpp"

#include "base/files.hpp"
#include "cli/program.hpp"
#include "commands/cluster.hpp"
#include "commands/groups.hpp"
#include "commands/platform.hpp"
#include "commands/template_cache.hpp"
#include "config/mounts.hpp"
#include "env/tree.hpp"
#include "jobs/engine.hpp"
#include "jobs/quoting.hpp"
#include "value/operations.hpp"
#include "yaml/dump.hpp"
#include "yaml/load.hpp"
#include "yaml/setting.hpp"

#include <fmt/format.h>

namespace tutor::commands {
namespace {

namespace fs = std::filesystem;
using catalog::Configuration;
using plugin_python::Depth;
using plugin_python::PlatformTask;
using value::Dict;
using value::Value;

using Words = std::vector<std::string>;

compose::Mode mode_of(const std::string& platform) {
    if (platform == "local") {
        return compose::Mode::local;
    }
    if (platform == "dev") {
        return compose::Mode::dev;
    }
    throw Error(
        {.message = fmt::format("plugins cannot run containers on '{}' yet", platform),
         .hint = "use \"local\" or \"dev\""});
}

class PythonServices final : public plugin_python::Services {
public:
    explicit PythonServices(Context& context) : context_(context) {}

    catalog::Catalog& catalog() override { return context_.catalog(); }

    std::string version() override { return context_.version(); }
    std::string app() override { return config::app_name(); }
    fs::path root() override { return context_.root(); }
    fs::path plugins_root() override { return context_.project().plugins_root; }
    fs::path templates_root() override {
        return materialised_templates(
            context_.embedded_templates(), context_.templates_folder(), context_.version());
    }

    std::string render_text(
        std::string_view text, std::string_view name, const Configuration& config) override {
        return context_.renderer().render_text(text, {.name = std::string(name)}, config);
    }

    std::string render_template(std::string_view path, const Configuration& config) override {
        return context_.renderer().render_template(path, config);
    }

    std::string render_patch(std::string_view name, const Configuration& config) override {
        return context_.renderer().render_patch(name, config);
    }

    std::optional<std::string> read_template(std::string_view path) override {
        std::optional<jinja::Loader::Source> source = context_.renderer().read(path);
        return source ? std::optional(std::move(source->text)) : std::nullopt;
    }

    std::vector<std::string> templates(std::string_view prefix) override {
        return context_.renderer().templates(prefix);
    }

    bool is_rendered(const std::string& path) override {
        return context_.renderer().is_rendered(path);
    }

    Dict load_config(const fs::path& root, Depth depth) override {
        const config::Store store = store_at(root);
        switch (depth) {
        case Depth::user: return store.read_user();
        case Depth::minimal: return store.load_minimal().rendered();
        case Depth::full: return load_full(store);
        case Depth::defaults: return settings(context_.catalog().config_defaults.items());
        case Depth::base: return base();
        }
        return {};
    }

    bool has_config(const fs::path& root) override { return store_at(root).exists(); }

    void save_config_file(const fs::path& root, const Dict& settings) override {
        const config::Store store = store_at(root);
        config::Config config(context_.renderer(), context_.masker());
        for (const auto& [name, value] : settings) {
            config.set(value::str(name), value, config::Layer::user);
        }
        AtomicWriter writer;
        store.stage(store.file_for(config), writer);
        writer.commit();
        context_.output().info(
            fmt::format("Configuration saved to {}", store.project().config_file().string()));
        context_.forget_config();
    }

    Value parse_setting(std::string_view text) override {
        return yaml::parse_environment_setting(text);
    }

    void save_environment(const fs::path& root, const Configuration& config) override {
        const config::Project project = project_at(root);
        const env::Tree tree = env::render_tree(context_.catalog(), context_.renderer(), config);
        AtomicWriter writer;
        env::apply(env::make_plan(project.environment(), tree), writer, context_.output());
        context_.output().info(
            fmt::format("Environment generated in {}", project.environment().string()));
    }

    Value load_yaml(std::string_view text) override { return yaml::load(text, "text of a plugin"); }

    std::vector<Value> load_all_yaml(std::string_view text) override {
        return yaml::load_all(text, "text of a plugin");
    }

    std::string dump_yaml(const Value& value) override { return yaml::dump(value); }

    Words volumes(const Words& mounts, const Words& services) override {
        return config::compose_volumes(context_.catalog(), mounts, services);
    }

    std::vector<catalog::PluginInfo> installed_plugins() override {
        return context_.plugins().installed();
    }

    Words loaded_plugins() override { return context_.plugins().loaded(); }

    void load_plugin(const std::string& name) override { context_.plugins().load(name); }

    const cli::Command& root_command() override {
        if (!root_command_) {
            root_command_ = commands::root_command(context_);
        }
        return *root_command_;
    }

    int run_command(const Words& words) override {
        cli::Program program(
            commands::root_command(context_), "tutor, version " + context_.version());
        std::vector<const char*> arguments{"tutor"};
        for (const std::string& word : words) {
            arguments.push_back(word.c_str());
        }
        return cli::run_program(
            program, static_cast<int>(arguments.size()), arguments.data(), context_.output());
    }

    Words compose_command(const std::string& platform, const Words& words) override {
        return make_platform(context_, mode_of(platform)).announced_command(words);
    }

    std::string project_name(const std::string& platform) override {
        return make_platform(context_, mode_of(platform)).project_name();
    }

    bool is_running(const std::string& platform) override {
        return make_platform(context_, mode_of(platform)).is_running();
    }

    void run_task(const PlatformTask& task) override {
        run_tasks(
            task.platform,
            "task",
            jobs::sequence_of({{task.service, jobs::jinja_literal(task.script)}}));
    }

    void run_tasks(
        const std::string& platform,
        const std::string& job,
        const catalog::TaskSequence& tasks) override {
        jobs::Engine engine(
            context_.renderer(), context_.output(), context_.results(), context_.project().logs());
        if (platform == "k8s") {
            ClusterJobs runner(context_, make_cluster(context_));
            engine.run(job, tasks, context_.config(), runner);
            return;
        }
        compose::Platform runner = make_platform(context_, mode_of(platform));
        engine.run(job, tasks, context_.config(), runner);
    }

    std::vector<catalog::Task> job_tasks(const std::string& name, const Words& words) override {
        std::vector<catalog::Task> tasks;
        std::vector<cli::Command> jobs =
            job_commands(context_, [&tasks](const catalog::Job& job, const cli::Invocation& call) {
                const catalog::TaskSequence next = job.tasks(call);
                while (std::optional<catalog::Task> task = next()) {
                    tasks.push_back(std::move(*task));
                }
            });
        std::erase_if(jobs, [&](const cli::Command& job) { return job.name != name; });
        if (jobs.empty()) {
            throw Error({.message = fmt::format("there is no job '{}'", name)});
        }
        Words line{"tutor", name};
        line.insert(line.end(), words.begin(), words.end());
        cli::Program program({.name = "tutor", .commands = std::move(jobs)}, "");
        if (program.main(line, context_.output()) != 0) {
            throw Error({.message = fmt::format("job '{}' cannot be made of these words", name)});
        }
        return tasks;
    }

    std::string mask(std::string_view text) override { return context_.masker().mask(text); }

private:
    config::Project project_at(const fs::path& root) {
        config::Project project = context_.project();
        project.root = root;
        return project;
    }

    config::Store store_at(const fs::path& root) {
        return config::Store(
            project_at(root),
            context_.catalog(),
            context_.renderer(),
            context_.output(),
            context_.masker());
    }

    Dict load_full(const config::Store& store) {
        Dict settings = store.load_full().rendered();
        if (!context_.catalog().config_loaded.empty()) {
            context_.catalog().config_loaded.run_all(value::deep_copy(settings).as_dict());
        }
        return settings;
    }

    static Dict settings(const std::vector<catalog::Setting>& items) {
        Dict result;
        for (const catalog::Setting& item : items) {
            result.set(item.name, value::deep_copy(item.value));
        }
        return result;
    }

    Dict base() {
        const std::optional<std::string> text = read_template("config/base.yml");
        Dict result = yaml::load(text.value_or("{}"), "config/base.yml").as_dict();
        for (const catalog::Setting& item : context_.catalog().config_unique.items()) {
            result.set(item.name, value::deep_copy(item.value));
        }
        return result;
    }

    Context& context_;
    std::optional<cli::Command> root_command_;
};

}  // namespace

std::unique_ptr<plugin_python::Services> make_python_services(Context& context) {
    return std::make_unique<PythonServices>(context);
}

}  // namespace tutor::commands
