// SPDX-License-Identifier: Apache-2.0
//
// local upgrade, dev upgrade: the steps on Docker Compose.

#include "base/text.hpp"
#include "commands/internal/compose_groups.hpp"
#include "commands/internal/releases.hpp"
#include "commands/internal/upgrade.hpp"
#include "commands/platform.hpp"
#include "commands/save.hpp"
#include "env/tree.hpp"
#include "jobs/engine.hpp"
#include "jobs/secrets.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <chrono>
#include <thread>

namespace tutor::commands::internal {
namespace {

using compose::Mode;

constexpr const char* passing_mysql = "mysql-8.1";
constexpr std::chrono::seconds mongodb_boot_time{10};

// The server of `passing_mysql`, on the data of service mysql. It is not derived from that service
// by `extends`: Compose 1 refuses to extend services that depend on others.
constexpr const char* passing_mysql_service = R"(mysql-8.1:
  image: docker.io/mysql:8.1.0
  command:
    - mysqld
    - --character-set-server=utf8mb3
    - --collation-server=utf8mb3_general_ci
    - --binlog-expire-logs-seconds=259200
  user: "999:999"
  restart: unless-stopped
  environment:
    MYSQL_ROOT_PASSWORD: {{ MYSQL_ROOT_PASSWORD|replace("$", "$$")|tojson }}
  volumes:
    - ../../data/mysql:/var/lib/mysql:z
  depends_on:
    - permissions)";

constexpr const char* passing_mysql_job = R"(mysql-8.1-job:
  image: docker.io/mysql:8.1.0
  depends_on:
    - mysql-8.1)";

class ComposeUpgrade final : public UpgradeTarget {
public:
    ComposeUpgrade(Context& context, Mode mode)
        : context_(context), platform_(make_platform(context, mode)) {}

    void stop_platform() override {
        context_.output().title("Stopping any existing platform");
        platform_.execute({"stop"});
    }

    void upgrade_mongodb(const MongodbStop& stop) override {
        if (!is_on("RUN_MONGODB")) {
            tell_external(context_, "MongoDB", "RUN_MONGODB", stop.version);
            return;
        }
        context_.output().title(fmt::format("Upgrading MongoDB to v{}", stop.version));
        render({{"DOCKER_IMAGE_MONGODB", "mongo:" + stop.version}});
        platform_.execute({"up", "--remove-orphans", "-d", "mongodb"});
        context_.output().info("Waiting for mongodb to boot...");
        std::this_thread::sleep_for(mongodb_boot_time);
        exec(
            "mongodb",
            {stop.shell,
             "--eval",
             fmt::format(
                 "db.adminCommand({{'setFeatureCompatibilityVersion': '{}'{}}})",
                 stop.compatibility,
                 stop.confirm ? ", 'confirm': 1" : "")});
        platform_.execute({"stop"});
    }

    void upgrade_mysql_tables() override {
        if (!is_on("RUN_MYSQL")) {
            tell_external(context_, "MySQL", "RUN_MYSQL", "5.7");
            return;
        }
        context_.output().title("Upgrading MySQL from v5.6 to v5.7");
        platform_.execute({"up", "--remove-orphans", "-d", "mysql"});
        const std::string password = context_.config().text("MYSQL_ROOT_PASSWORD");
        jobs::hide(context_.masker(), password);
        exec(
            "mysql",
            {"bash",
             "-e",
             "-c",
             shell_join(
                 {"mysql_upgrade",
                  "-u",
                  context_.config().text("MYSQL_ROOT_USERNAME"),
                  "--password=" + password})});
        platform_.execute({"stop"});
    }

    void upgrade_mysql_through_8_1() override {
        if (!is_on("RUN_MYSQL")) {
            tell_external(context_, "MySQL", "RUN_MYSQL", "8.4");
            return;
        }
        if (!is_newer_image(context_.config().text("DOCKER_IMAGE_MYSQL"), passing_mysql_version)) {
            return;
        }
        context_.output().title(fmt::format("Upgrading MySQL to v{}", passing_mysql_version));
        if (!is_on("RUN_MONGODB")) {
            platform_.execute({"stop"});  // two servers must not share their data
        }
        {
            const PassingMysql passing(
                context_,
                passing_mysql,
                {{.name = "local-docker-compose-services", .content = passing_mysql_service},
                 {.name = "local-docker-compose-jobs-services", .content = passing_mysql_job}});
            render();
            run_init(context_, platform_, passing_mysql);
            platform_.execute({"stop", passing_mysql});
        }
        render();
        run_init(context_, platform_, "mysql");
        platform_.execute({"stop", "mysql"});
    }

    void render() override { render({}); }

    void run(const std::string& service, const std::vector<std::string>& scripts) override {
        for (const std::string& script : scripts) {
            std::vector<std::string> words{"run", "--rm"};
            if (!input_is_terminal()) {
                words.emplace_back("-T");
            }
            words.insert(words.end(), {service, "sh", "-e", "-c", script});
            platform_.execute(words);
        }
    }

    void run_in(const std::string& service, const std::string& script) override {
        platform_.execute({"up", "--remove-orphans", "-d", service});
        exec(service, {"sh", "-e", "-c", script});
    }

    void run_job(const std::string& service, const std::string& script) override {
        jobs::Engine engine(
            context_.renderer(), context_.output(), context_.results(), context_.project().logs());
        engine.run(
            "upgrade",
            jobs::sequence_of({{.service = service, .script = script}}),
            context_.config(),
            platform_);
    }

private:
    using Settings = std::vector<std::pair<std::string, std::string>>;

    void render(const Settings& settings) {
        save(context_, {.set = settings}, {.store = Store::environment_only, .ask = Ask::no});
    }

    bool is_on(const char* setting) { return context_.config().boolean(setting, false); }

    static bool input_is_terminal() { return ::isatty(STDIN_FILENO) != 0; }

    void exec(const std::string& service, const std::vector<std::string>& command) {
        std::vector<std::string> words{"exec"};
        if (!input_is_terminal()) {
            words.emplace_back("-T");
        }
        words.push_back(service);
        words.insert(words.end(), command.begin(), command.end());
        platform_.execute(words);
    }

    Context& context_;
    compose::Platform platform_;
};

void tell_partial(Context& context) {
    context.output().alert(
        "This does only a part of an upgrade: what the data needs. The whole is done by "
        "\"tutor local launch\" (or \"tutor dev launch\").");
}

void upgrade(Context& context, Mode mode, const std::optional<std::string>& from) {
    context.skip_version_check();
    tell_partial(context);
    const std::optional<std::string> release = from ? from : rendered_release(context);
    if (release) {
        ComposeUpgrade target(context, mode);
        run_upgrade_steps(context, target, *release);
    } else {
        context.output().info("Nothing to upgrade: there is no environment of an older release");
    }
    save(context, {});
}

}  // namespace

void upgrade_before_launch(Context& context, Mode mode, Confirm confirm) {
    const std::optional<std::string> version = env::version_of(context.environment());
    if (!version || !is_older_release(*version, context.version())) {
        return;
    }
    const std::string from = release_of(*version);
    const std::string root = context.root().string();
    context.output().title("Upgrading from an older release");
    if (confirm == Confirm::yes) {
        context.output().info(fmt::format(
            "The platform is about to be upgraded from {} to {}. Make a copy of everything "
            "first:\n\n    tutor {} stop\n    sudo rsync --archive {}/ {}/\n\n"
            "Should the upgrade fail, copy it back:\n\n    sudo rsync --archive --delete {}/ {}/\n",
            title_of(from),
            title_of(release_of(context.version())),
            mode_name(mode),
            shell_quote(root),
            shell_quote(root + "-backup"),
            shell_quote(root + "-backup"),
            shell_quote(root)));
        if (!context.prompt().confirm("Go on with the upgrade?", true)) {
            throw term::Abort();
        }
    }
    upgrade(context, mode, from);
    if (confirm == Confirm::yes) {
        context.output().info(
            "Images that you build yourself have to be built again now, in another "
            "terminal:\n\n    tutor images build all  # or the names of your images\n");
        if (!context.prompt().confirm("Go on?", true)) {
            throw term::Abort();
        }
    }
}

cli::Command upgrade_command(Context& context, Mode mode) {
    return {
        .name = "upgrade",
        .help = "Do what the data of an older release needs before this one can use it.\n\n"
                "A part of \"launch\", which is what should be used.",
        .options = {from_release_option()},
        .run = [&context, mode](const cli::Invocation& call) {
            upgrade(context, mode, call.text("from"));
        }};
}

}  // namespace tutor::commands::internal
