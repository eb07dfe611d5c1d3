// SPDX-License-Identifier: Apache-2.0
//
// Wiring: the real terminal, the real programs, the files that are part of this one.

#include "app/embedded.hpp"
#include "app/version.hpp"
#include "cli/program.hpp"
#include "commands/groups.hpp"
#include "process/system_runner.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

std::string variable(const char* name, const char* default_value) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? default_value : value;
}

std::filesystem::path program_path() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace tutor;

    Masker masker;
    const Masker no_masker;
    term::DescriptorSink out(1);
    term::DescriptorSink error(2);
    term::DescriptorInput input(0);
    term::Output output(masker, out, error);
    term::Output results(no_masker, out, error);
    process::SystemRunner runner;

    const std::string templates = variable("TUTOR_TEMPLATES_ROOT", "");
    const std::string shipped = variable("TUTOR_SHIPPED_PLUGINS_ROOT", "");
    commands::Context context(
        {.output = output,
         .results = results,
         .input = input,
         .masker = masker,
         .runner = runner,
         .templates = templates.empty() ? embedded::templates() : EmbeddedTree(),
         .templates_folder = templates.empty() ? "built-in/templates" : templates,
         .shipped_plugins = shipped.empty() ? embedded::plugins() : EmbeddedTree(),
         .shipped_plugins_folder = shipped.empty() ? "built-in/plugins" : shipped,
         .version = std::string(contract_version),
         .build_version = std::string(build_version),
         .program = program_path(),
         .arguments = std::vector<std::string>(argv, argv + argc)});
    commands::contribute_commands(context);
    cli::Program program(
        commands::root_command(context), "tutor, version " + std::string(contract_version));
    return cli::run_program(program, argc, argv, output);
}
