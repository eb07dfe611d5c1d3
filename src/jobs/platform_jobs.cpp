// SPDX-License-Identifier: Apache-2.0
//
// `do settheme` and `do print-edx-platform-setting`.

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/engine.hpp"
#include "jobs/internal/parts.hpp"
#include "jobs/quoting.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
namespace {

std::string theme_snippet(const std::string& theme, const std::vector<std::string>& domains) {
    std::vector<std::string> literals;
    for (const std::string& domain : domains) {
        literals.push_back(python_literal(domain));
    }
    return fmt::format(
        "import sys\n"
        "from django.contrib.sites.models import Site\n"
        "theme = {}\n"
        "longest = Site._meta.get_field('name').max_length\n"
        "for domain in [{}]:\n"
        "    site, _ = Site.objects.get_or_create(domain=domain)\n"
        "    if not site.name:\n"
        "        if len(domain) > longest:\n"
        "            print('Warning: the name of site', domain, 'is cut to', longest,\n"
        "                  'characters', file=sys.stderr)\n"
        "        site.name = domain[:longest]\n"
        "        site.save()\n"
        "    site.themes.all().delete()\n"
        "    if theme != 'default':\n"
        "        site.themes.create(theme_dir_name=theme)\n"
        "    print('Theme of', domain, 'is now', theme)",
        python_literal(theme),
        join(literals, ", "));
}

std::vector<std::string> default_domains(const catalog::Configuration& config) {
    const std::string lms = setting(config, "LMS_HOST");
    const std::string cms = setting(config, "CMS_HOST");
    return {lms, lms + ":8000", cms, cms + ":8001"};
}

/// Reads NAME, then any of `.NAME`, `[NUMBER]`, `['KEY']`, `["KEY"]`: what names a setting or a
/// part of one, and cannot do anything else.
class SettingReader {
public:
    explicit SettingReader(std::string_view text) : rest_(text) {}

    bool matches() {
        if (!name()) {
            return false;
        }
        while (!rest_.empty()) {
            if (!(take('.') ? name() : subscript())) {
                return false;
            }
        }
        return true;
    }

private:
    bool take(char c) {
        if (!rest_.starts_with(c)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    bool name() {
        std::size_t length = 0;
        while (length < rest_.size()
               && (rest_[length] == '_' || is_ascii_alpha(rest_[length])
                   || (length > 0 && is_ascii_digit(rest_[length])))) {
            ++length;
        }
        rest_.remove_prefix(length);
        return length > 0;
    }

    bool subscript() { return take('[') && (number() || key()) && take(']'); }

    bool number() {
        std::size_t length = rest_.starts_with('-') ? 1 : 0;
        const std::size_t first_digit = length;
        while (length < rest_.size() && is_ascii_digit(rest_[length])) {
            ++length;
        }
        if (length == first_digit) {
            return false;
        }
        rest_.remove_prefix(length);
        return true;
    }

    bool key() {
        for (const char quote : {'\'', '"'}) {
            if (!take(quote)) {
                continue;
            }
            const std::size_t end = rest_.find(quote);
            const std::string_view text = rest_.substr(0, end);
            if (end == std::string_view::npos
                || text.find_first_of("\\\r\n") != std::string_view::npos) {
                return false;
            }
            rest_.remove_prefix(end + 1);
            return true;
        }
        return false;
    }

    std::string_view rest_;
};

}  // namespace

catalog::Job settheme_job(const Environment& environment) {
    return {
        .command =
            {.name = "settheme",
             .help = "Give sites of the platform a theme.\n\n"
                     "The theme 'default' takes the present one away.",
             .options =
                 {{.names = {"-d", "--domain"},
                   .help = "Site that gets the theme, with its port if it has one; may be "
                           "repeated. When not given: the hosts of LMS and CMS, also with "
                           "the ports of development.",
                   .multiple = true,
                   .metavar = "HOST"}},
             .arguments = {{.name = "theme_name"}}},
        .tasks = [environment](const cli::Invocation& call) {
            std::vector<std::string> domains = call.texts("domain");
            if (domains.empty()) {
                domains = default_domains(environment.config());
            }
            return sequence_of({verbatim_task(
                "lms",
                django_shell(
                    "lms", theme_snippet(call.text("theme_name").value_or(""), domains)))});
        }};
}

catalog::Job print_setting_job() {
    return {
        .command =
            {.name = "print-edx-platform-setting",
             .help = "Print a setting of edx-platform.\n\n"
                     "SETTING is a name, or a part of one: FEATURES['MILESTONES_APP'].",
             .options =
                 {{.names = {"-s", "--service"},
                   .help = "Whose setting it is.",
                   .type = cli::Type::choice,
                   .choices = {"lms", "cms"},
                   .default_value = "lms",
                   .show_default = true}},
             .arguments = {{.name = "setting"}}},
        .tasks = [](const cli::Invocation& call) {
            const std::string name = call.text("setting").value_or("");
            if (!SettingReader(name).matches()) {
                throw UsageError(
                    {.message = fmt::format("'{}' is not the name of a setting", name),
                     .hint = "examples: SITE_NAME, CACHES['default']['KEY_PREFIX']"});
            }
            const std::string service = call.text("service").value_or("lms");
            return sequence_of({verbatim_task(
                service,
                django_shell(
                    service,
                    fmt::format("from django.conf import settings\nprint(settings.{})", name)),
                catalog::TaskOutput::result)});
        }};
}

}  // namespace tutor::jobs::internal
