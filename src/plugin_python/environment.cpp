// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/environment.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "plugin_python/installation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// Modules that plugins import without requiring them, and what provides them.
struct Companion {
    const char* module;
    const char* requirement;
};

constexpr Companion companions[] = {
    {"click", "click>=8.0,<8.3"},
    {"yaml", "PyYAML>=6.0"},
    {"requests", "requests"},
    {"packaging", "packaging"},
    {"pkg_resources", "setuptools<81"},
    {"importlib_resources", "importlib-resources"},
    {"importlib_metadata", "importlib-metadata"},
    {"typing_extensions", "typing-extensions"},
    {"appdirs", "appdirs"},
};

// Prints the names among its arguments that cannot be imported.
constexpr const char* missing_modules =
    "import importlib.util, sys\n"
    "print(*[name for name in sys.argv[1:] if importlib.util.find_spec(name) is None])";

}  // namespace

Environment::Environment(fs::path folder, Parts parts)
    : folder_(std::move(folder)), parts_(std::move(parts)) {}

fs::path Environment::python() const {
    return folder_ / "bin" / "python3";
}

fs::path Environment::site_packages() const {
    return folder_ / "lib" / ("python" + python_version()) / "site-packages";
}

fs::path Environment::constraints() const {
    return folder_ / "tutor-constraints.txt";
}

bool Environment::exists() const {
    std::error_code error;
    return fs::exists(folder_ / "pyvenv.cfg", error) && fs::is_directory(site_packages(), error);
}

void Environment::ensure() {
    if (!exists()) {
        parts_.output.info(
            fmt::format("Making the Python environment of plugins in {}", folder_.string()));
        const process::Command make{
            .argv = {
                system_python().string(),
                "-m",
                "venv",
                "--system-site-packages",
                folder_.string()}};
        if (const int status = parts_.runner.run(make); status != 0) {
            ErrorInfo info = process::failure(make, status).info();
            info.hint = "install what it takes (Debian: apt install python3-venv)";
            throw Error(std::move(info));
        }
        write_distribution();
        install_companions();
        return;
    }
    write_distribution();
}

// What an installer would have written for a distribution without files of its own: the code is
// part of the program.
void Environment::write_distribution() const {
    const std::string name = fmt::format("tutor-{}.dist-info", parts_.version);
    const fs::path folder = site_packages() / name;
    std::error_code error;
    for (fs::directory_iterator entry(site_packages(), error);
         !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const std::string other = entry->path().filename().string();
        if (other.starts_with("tutor-") && other.ends_with(".dist-info") && other != name
            && fs::exists(entry->path() / "tutor-native", error)) {
            fs::remove_all(entry->path(), error);  // of a former release of this program
        }
    }
    if (fs::exists(folder / "RECORD", error)) {
        return;
    }
    write_atomically(
        folder / "METADATA",
        fmt::format(
            "Metadata-Version: 2.1\nName: tutor\nVersion: {}\n"
            "Summary: The package that plugins import; part of the native program\n"
            "Requires-Python: >=3.9\n",
            parts_.version));
    write_atomically(folder / "INSTALLER", "tutor\n");
    write_atomically(
        folder / "WHEEL",
        "Wheel-Version: 1.0\nGenerator: tutor\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    write_atomically(folder / "tutor-native", "");
    std::string record;
    for (const char* file : {"METADATA", "INSTALLER", "WHEEL", "tutor-native", "RECORD"}) {
        record += fmt::format("{}/{},,\n", name, file);
    }
    write_atomically(folder / "RECORD", record);
    write_atomically(constraints(), fmt::format("tutor=={}\n", parts_.version));
}

void Environment::install_companions() {
    Words check{python().string(), "-c", missing_modules};
    for (const Companion& companion : companions) {
        check.emplace_back(companion.module);
    }
    const std::vector<std::string> missing =
        split(std::string(trim(parts_.runner.capture({.argv = check}))), ' ');
    Words install{
        python().string(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"};
    const std::size_t plain = install.size();
    for (const Companion& companion : companions) {
        if (std::find(missing.begin(), missing.end(), companion.module) != missing.end()) {
            install.emplace_back(companion.requirement);
        }
    }
    if (install.size() > plain && parts_.runner.run({.argv = install}) != 0) {
        parts_.output.alert(fmt::format(
            "Python modules that plugins often use could not be installed: {}. A plugin that "
            "needs one of them will say so",
            join(missing, ", ")));
    }
}

void Environment::install(
    const std::vector<std::string>& requirements, const InstallOptions& options) {
    ensure();
    process::Command command{
        .argv = {
            python().string(),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--constraint",
            constraints().string()}};
    if (options.upgrade) {
        command.argv.emplace_back("--upgrade");
    }
    for (const Words& words : {options.pip_options, requirements}) {
        command.argv.insert(command.argv.end(), words.begin(), words.end());
    }
    parts_.output.command(command.argv);
    if (const int status = parts_.runner.run(command); status != 0) {
        throw process::failure(command, status);
    }
}

}  // namespace tutor::plugin_python
