// SPDX-License-Identifier: Apache-2.0
//
// `do importdemocourse` and `do importdemolibraries`: content from a git repository.

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "jobs/engine.hpp"
#include "jobs/internal/parts.hpp"

#include <fmt/format.h>

namespace tutor::jobs::internal {
namespace {

constexpr const char* demo_repository = "https://github.com/openedx/openedx-demo-course";

// The repository in $clone, without its history.
std::string
clone_script(const cli::Invocation& call, const Environment& environment, std::string_view folder) {
    const std::string version = call.text("version").value_or("");
    return fmt::format(
        "clone={}\n"
        "rm -rf \"$clone\"\n"
        "{}\n",
        folder,
        shell_join(
            {"git",
             "clone",
             "--depth=1",
             "--branch="
                 + (version.empty() ? setting(environment.config(), "OPENEDX_COMMON_VERSION")
                                    : version),
             "--",
             call.text("repo").value_or(demo_repository),
             std::string(folder)}));
}

// Sets $course to the folder that holds the course.
std::string find_course_script(const std::string& folder) {
    if (!folder.empty()) {
        return fmt::format(
            "course=\"$clone\"/{}\n"
            "if ! [ -d \"$course\" ]; then\n"
            "    echo \"there is no folder '$course' in the repository\" >&2\n"
            "    exit 1\n"
            "fi\n",
            shell_quote(folder));
    }
    return "files=\"$(find \"$clone\" -type f -name course.xml)\"\n"
           "count=\"$(find \"$clone\" -type f -name course.xml | wc -l)\"\n"
           "if [ \"$count\" -ne 1 ]; then\n"
           "    echo \"the repository holds $count files named course.xml instead of one:"
           " say with --repo-dir where the course is\" >&2\n"
           "    echo \"$files\" >&2\n"
           "    exit 1\n"
           "fi\n"
           "course=\"$(dirname \"$files\")\"\n";
}

std::string import_libraries_script(const std::string& owner) {
    return "find \"$clone\" -type f -name library.xml | sort > \"$clone.list\"\n"
           "if ! [ -s \"$clone.list\" ]; then\n"
           "    echo \"the repository holds no library.xml\" >&2\n"
           "    exit 1\n"
           "fi\n"
           "while IFS= read -r file; do\n"
           "    folder=\"$(dirname \"$file\")\"\n"
           "    if [ \"$(basename \"$folder\")\" != library ]; then\n"
           "        echo \"$file is not in a folder named library\" >&2\n"
           "        exit 1\n"
           "    fi\n"
           "done < \"$clone.list\"\n"
           "number=0\n"
           "while IFS= read -r file; do\n"
           "    folder=\"$(dirname \"$file\")\"\n"
           "    number=$((number + 1))\n"
           "    archive=\"$clone.$number.tar.gz\"\n"
           "    tar -czf \"$archive\" -C \"$(dirname \"$folder\")\" library\n"
           "    yes | ./manage.py cms import_content_library \"$archive\" "
        + shell_quote(owner)
        + "\n"
          "done < \"$clone.list\"";
}

std::vector<cli::Option> repository_options(std::string_view content) {
    return {
        {.names = {"-r", "--repo"},
         .help = fmt::format("Git repository that holds the {}.", content),
         .default_value = demo_repository,
         .metavar = "URL",
         .show_default = true},
        {.names = {"-v", "--version"},
         .help = "Branch or tag of the repository; the setting OPENEDX_COMMON_VERSION when it is "
                 "not given.",
         .metavar = "NAME"}};
}

}  // namespace

catalog::Job importdemocourse_job(const Environment& environment) {
    std::vector<cli::Option> options = repository_options("course");
    options.push_back(
        {.names = {"-d", "--repo-dir"},
         .help = "Folder of the course in the repository; found by its course.xml when it is not "
                 "given.",
         .default_value = "",
         .metavar = "PATH"});
    return {
        .command =
            {.name = "importdemocourse",
             .help = "Import the demonstration course, or another one from a git repository.",
             .options = std::move(options)},
        .tasks = [environment](const cli::Invocation& call) {
            return sequence_of({verbatim_task(
                "cms",
                clone_script(call, environment, "/tmp/course")
                    + find_course_script(call.text("repo_dir").value_or(""))
                    + "python ./manage.py cms import ../data \"$course\"")});
        }};
}

catalog::Job importdemolibraries_job(const Environment& environment) {
    return {
        .command =
            {.name = "importdemolibraries",
             .help = "Import the content libraries of a git repository.",
             .options = repository_options("libraries"),
             .arguments = {{.name = "owner_username"}}},
        .tasks = [environment](const cli::Invocation& call) {
            const std::string owner = plain_argument(call, "owner_username", "the name of a user");
            return sequence_of({verbatim_task(
                "cms",
                clone_script(call, environment, "/tmp/library") + import_libraries_script(owner))});
        }};
}

}  // namespace tutor::jobs::internal
