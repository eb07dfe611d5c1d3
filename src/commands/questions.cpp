// SPDX-License-Identifier: Apache-2.0

#include "commands/questions.hpp"

#include "base/text.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tutor::commands {
namespace {

using value::Value;

constexpr std::string_view local_host = "local.openedx.io";

constexpr std::string_view languages =
    "en am ar az bg-bg bn-bd bn-in bs ca ca@valencia cs cy da de-de el en-uk en@lolcat en@pirate "
    "es-419 es-ar es-ec es-es es-mx es-pe et-ee eu-es fa fa-ir fi-fi fil fr gl gu he hi hr hu "
    "hy-am id it-it ja-jp kk-kz km-kh kn ko-kr lt-lt ml mn mr ms nb ne nl-nl or pl pt-br pt-pt ro "
    "ru si sk sl sq sr sv sw-ke ta te th tr-tr uk ur vi uz zh-cn zh-hk zh-tw";

class Questionnaire {
public:
    Questionnaire(Context& context, config::Config config)
        : prompt_(context.prompt()), config_(std::move(config)) {}

    void
    text(const std::string& key, std::string_view question, const term::AnswerCheck& check = {}) {
        store(key, prompt_.text(question, value::str(current(key)), check));
    }

    void yes_or_no(const std::string& key, std::string_view question) {
        store(key, prompt_.confirm(question, value::truth(current(key))));
    }

    void store(const std::string& key, Value value) {
        config_.set(key, value, config::Layer::given);
        answers_.settings.emplace_back(key, std::move(value));
    }

    Value current(const std::string& key) const { return config_.find(key).value_or(Value("")); }

    config::Config& config() { return config_; }
    Answers& answers() { return answers_; }

private:
    term::Prompt& prompt_;
    config::Config config_;
    Answers answers_;
};

bool is_for_production(Context& context, Questionnaire& questions, Production production) {
    if (production != Production::ask) {
        return production == Production::yes;
    }
    static constexpr std::array<std::string_view, 3> demo_hosts{
        local_host, "local.edly.io", "local.overhang.io"};
    const std::string host = value::str(questions.current("LMS_HOST"));
    const bool is_demo = std::find(demo_hosts.begin(), demo_hosts.end(), host) != demo_hosts.end();
    return context.prompt().confirm(
        "Is this platform for production? Answer 'no' to try it out on this machine", !is_demo);
}

void reject_localhost(const std::string& host) {
    if (host.find("localhost") != std::string::npos) {
        throw Error(
            {.message = "'localhost' cannot be the domain of the platform: containers would reach "
                        "themselves by that name",
             .hint = fmt::format("for a try-out on this machine use '{}'", local_host)});
    }
}

}  // namespace

void Answers::apply(config::Config& config) const {
    for (const auto& [key, value] : settings) {
        config.set(key, value, config::Layer::user);  // a template that was typed stays one
    }
}

Answers ask_questions(Context& context, Production production) {
    Questionnaire questions(context, context.store().load_full());
    const bool for_production = is_for_production(context, questions, production);
    if (for_production) {
        questions.text("LMS_HOST", "Domain of the platform (LMS), as learners type it");
        reject_localhost(value::str(questions.current("LMS_HOST")));
        questions.text("CMS_HOST", "Domain of the studio (CMS), where courses are made");
    } else {
        questions.store("LMS_HOST", Value(local_host));
        questions.store("CMS_HOST", Value(fmt::format("studio.{}", local_host)));
        questions.store("ENABLE_HTTPS", false);
        context.output().info("These settings are used for a platform on this machine:");
        for (const auto& [key, value] : questions.answers().settings) {
            context.output().info(fmt::format("    {} = {}", key, config::printable(value)));
        }
    }
    questions.text("PLATFORM_NAME", "Name of the platform");
    questions.text("CONTACT_EMAIL", "E-mail address at which the platform can be reached");
    const std::vector<std::string> known = split(languages, ' ');
    questions.text(
        "LANGUAGE_CODE",
        "Language of the platform, by its code",
        [&known](const std::string& answer) -> std::optional<std::string> {
            if (std::find(known.begin(), known.end(), answer) != known.end()) {
                return std::nullopt;
            }
            return fmt::format("'{}' is not one of: {}.", answer, languages);
        });
    if (for_production) {
        questions.yes_or_no(
            "ENABLE_HTTPS",
            "Serve the platform over HTTPS? Certificates are then made and renewed by themselves; "
            "both domains must point to this machine");
    }
    if (!context.catalog().config_interactive.empty()) {
        const value::Dict before = questions.config().rendered();
        value::Dict after = questions.config().rendered();
        context.catalog().config_interactive.run_all(after);
        for (const auto& [key, value] : after) {
            const Value* old = before.find(key);
            if (old == nullptr || !value::equal(*old, value)) {
                questions.answers().settings.emplace_back(key.as_string(), value);
            }
        }
    }
    return questions.answers();
}

}  // namespace tutor::commands
