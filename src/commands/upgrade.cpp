// SPDX-License-Identifier: Apache-2.0
//
// The steps of an upgrade, release by release.

#include "commands/internal/upgrade.hpp"

#include "base/text.hpp"
#include "commands/internal/releases.hpp"
#include "commands/save.hpp"
#include "env/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tutor::commands::internal {
namespace {

struct Upgrade {
    Context& context;
    UpgradeTarget& target;
};

void begin(const Upgrade& upgrade, std::string_view release) {
    upgrade.context.output().title(fmt::format("Upgrading from {}", title_of(release)));
}

void from_ironwood(const Upgrade& upgrade) {
    begin(upgrade, "ironwood");
    upgrade.target.render();
    upgrade.target.stop_platform();
    upgrade.target.upgrade_mongodb({.version = "3.4", .compatibility = "3.4"});
    upgrade.target.upgrade_mongodb({.version = "3.6", .compatibility = "3.6"});
}

void from_juniper(const Upgrade& upgrade) {
    begin(upgrade, "juniper");
    upgrade.target.render();
    upgrade.target.stop_platform();
    upgrade.target.upgrade_mysql_tables();
}

void from_koa(const Upgrade& upgrade) {
    begin(upgrade, "koa");
    upgrade.target.upgrade_mongodb({.version = "4.0.25", .compatibility = "4.0"});
}

// Features of lilac that are plugins from maple on: they stay in use if they can.
void from_lilac(const Upgrade& upgrade) {
    Context& context = upgrade.context;
    context.load_plugins();
    std::vector<std::string> enabled;
    for (const char* plugin : {"forum", "mfe"}) {
        if (!context.plugins().is_installed(plugin)) {
            context.output().alert(fmt::format(
                "What plugin '{}' does was part of the platform in Lilac. To go on using it, "
                "install and enable the plugin, then upgrade again.",
                plugin));
        } else if (!context.plugins().is_loaded(plugin)) {
            context.plugins().load(plugin);
            context.output().info(fmt::format("Plugin '{}' enabled", plugin));
            enabled.emplace_back(plugin);
        }
    }
    if (!enabled.empty()) {
        const auto edit = [&](config::Config& config) {
            const std::vector<std::string> names = config.texts("PLUGINS");
            std::set<std::string> all(names.begin(), names.end());
            all.insert(enabled.begin(), enabled.end());
            value::List list;
            for (const std::string& name : all) {
                list.append(name);
            }
            config.set("PLUGINS", list, config::Layer::given);
        };
        save(context, {.edit = edit}, {.store = Store::configuration_only});
    }
    upgrade.target.remove_lilac_objects();
}

void from_maple(const Upgrade& upgrade) {
    begin(upgrade, "maple");
    upgrade.target.render();
    upgrade.target.run(
        "lms", {"./manage.py lms migrate user_tours", "./manage.py lms backpopulate_user_tours"});
    upgrade.target.run(
        "cms",
        {"./manage.py cms migrate contentstore",
         "./manage.py cms migrate split_modulestore_django",
         "./manage.py cms backfill_course_tabs",
         "./manage.py cms migrate course_overviews",
         "./manage.py cms simulate_publish"});
}

void from_nutmeg(const Upgrade& upgrade) {
    upgrade.target.run_job("lms", "./manage.py lms compute_grades -v1 --all_courses");
}

// Submissions of open response assessments lay in a folder named by an example in the
// documentation of their storage.
constexpr const char* rename_ora2_folder = R"(cd /openedx/data/ora2 2>/dev/null || exit 0
old='SET-ME-PLEASE (ex. bucket-name)'
if [ -d "$old" ]; then
    mv "$old" openedxuploads
    echo "The folder of ORA2 submissions is named openedxuploads now"
fi)";

void from_olive(const Upgrade& upgrade) {
    upgrade.target.run_in("lms", rename_ora2_folder);
    upgrade.target.upgrade_mongodb({.version = "4.2.17", .compatibility = "4.2"});
    upgrade.target.upgrade_mongodb({.version = "4.4.22", .compatibility = "4.4"});
    upgrade.target.upgrade_mysql_through_8_1();
}

void from_quince(const Upgrade& upgrade) {
    begin(upgrade, "quince");
    upgrade.target.upgrade_mongodb({.version = "5.0.26", .compatibility = "5.0"});
    upgrade.target.upgrade_mongodb(
        {.version = "6.0.14", .compatibility = "6.0", .shell = "mongosh"});
    upgrade.target.upgrade_mongodb(
        {.version = "7.0.28", .compatibility = "7.0", .shell = "mongosh", .confirm = true});
}

constexpr const char* turn_forum_mysql_off =
    R"(if ! ./manage.py lms waffle_flag --list | grep --quiet forum_v2.enable_mysql_backend; then
    ./manage.py lms waffle_flag --create --deactivate forum_v2.enable_mysql_backend
fi)";

void from_redwood(const Upgrade& upgrade) {
    Context& context = upgrade.context;
    context.load_plugins();
    if (context.plugins().is_loaded("mfe")) {
        upgrade.target.run_job(
            "lms",
            "./manage.py lms waffle_flag --create --everyone courseware.enable_navigation_sidebar");
    }
    if (context.plugins().is_loaded("forum")) {
        context.output().alert(
            "Discussions stay in MongoDB for now. Move them to MySQL soon: the documentation of "
            "plugin 'forum' says how.");
        upgrade.target.run_job("lms", turn_forum_mysql_off);
    }
    context.output().alert(
        "From Sumac on, tables in MySQL should use the character set utf8mb4. Convert them once "
        "the upgrade is done, with: do convert-mysql-utf8mb4-charset");
}

struct Step {
    std::string_view release;
    void (*run)(const Upgrade&);
};

constexpr Step steps[] = {
    {"ironwood", from_ironwood},
    {"juniper", from_juniper},
    {"koa", from_koa},
    {"lilac", from_lilac},
    {"maple", from_maple},
    {"nutmeg", from_nutmeg},
    {"olive", from_olive},
    {"quince", from_quince},
    {"redwood", from_redwood},
};

std::size_t rank(std::string_view release) {
    const std::vector<std::string>& names = release_names();
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), release) - names.begin());
}

}  // namespace

std::optional<std::string> rendered_release(Context& context) {
    const std::optional<std::string> version = env::version_of(context.environment());
    return version ? std::optional(release_of(*version)) : std::nullopt;
}

void run_upgrade_steps(Context& context, UpgradeTarget& target, const std::string& release) {
    for (const Step& step : steps) {
        if (rank(step.release) >= rank(release)) {
            step.run({context, target});
        }
    }
}

PassingMysql::PassingMysql(
    Context& context, std::string service, std::vector<catalog::Patch> patches)
    : context_(context), app_(hooks::app_context(service)) {
    catalog::Catalog& catalog = context.catalog();
    std::vector<catalog::Task> tasks =
        catalog.cli_do_init_tasks.items_from_context(hooks::app_context("mysql"));
    for (catalog::Task& task : tasks) {
        task.service = service;
    }
    const auto app = catalog.registry.contexts.enter(app_);
    catalog.env_patches.add_items(std::move(patches));
    catalog.config_user.add_item({.name = "MYSQL_HOST", .value = std::move(service)});
    catalog.cli_do_init_tasks.add_items(std::move(tasks));
    context.forget_config();
}

PassingMysql::~PassingMysql() {
    context_.catalog().registry.clear_all(app_);
    context_.forget_config();
}

void tell_external(
    Context& context, const char* program, const char* setting, const std::string& version) {
    context.output().info(fmt::format(
        "{} is not run by this platform ({} is false): upgrade it to {} where it runs",
        program,
        setting,
        version));
}

cli::Option from_release_option() {
    return {
        .names = {"--from"},
        .help = "Release that the data comes from; when not given, the one that made the "
                "environment.",
        .type = cli::Type::choice,
        .choices = release_names()};
}

bool is_newer_image(const std::string& image, const std::string& version) {
    const std::size_t colon = image.rfind(':');
    const bool has_tag = colon != std::string::npos && image.find('/', colon) == std::string::npos;
    const std::vector<std::string> have = split(has_tag ? image.substr(colon + 1) : "", '.');
    const std::vector<std::string> limit = split(version, '.');
    for (std::size_t i = 0; i < std::max(have.size(), limit.size()); ++i) {
        // "8.4.0-debian" counts as 8.4.0
        const std::string part = i < have.size() ? have[i].substr(0, have[i].find('-')) : "0";
        const auto number = parse_int(part);
        if (!number) {
            return true;
        }
        const std::int64_t wanted = i < limit.size() ? parse_int(limit[i]).value_or(0) : 0;
        if (*number != wanted) {
            return *number > wanted;
        }
    }
    return false;
}

}  // namespace tutor::commands::internal
