// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/plugin_services.hpp"

#include "commands/context.hpp"

namespace tutor::commands::internal {
namespace {

class PluginServices final : public plugins::Services {
public:
    explicit PluginServices(Context& context) : context_(context) {}

    const std::string& version() override { return context_.version(); }
    std::filesystem::path root() override { return context_.root(); }
    const catalog::Configuration& config() override { return context_.config(); }
    std::string render(std::string_view text, const std::string& name) override {
        return context_.renderer().render_text(text, {.name = name}, context_.config());
    }
    term::Output& output() override { return context_.output(); }
    term::Output& results() override { return context_.results(); }
    term::Prompt& prompt() override { return context_.prompt(); }
    int execute(const std::vector<std::string>& argv) override {
        context_.output().command(argv);
        return context_.runner().run({.argv = argv});
    }

private:
    Context& context_;
};

}  // namespace

std::unique_ptr<plugins::Services> make_plugin_services(Context& context) {
    return std::make_unique<PluginServices>(context);
}

}  // namespace tutor::commands::internal
