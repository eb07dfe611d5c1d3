// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/build_settings.hpp"
#include "plugin_python/loader.hpp"

#include <fmt/format.h>

#include <dlfcn.h>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;

constexpr const char* library_name = "libtutor-python.so";

// Beside the program, or where it is installed.
std::optional<fs::path> find_library(const fs::path& program) {
    const fs::path folder = program.parent_path();
    for (const fs::path& place : {folder, folder.parent_path() / "lib" / "tutor"}) {
        std::error_code error;
        if (fs::exists(place / library_name, error)) {
            return place / library_name;
        }
    }
    return std::nullopt;
}

Error cannot_open(const fs::path& library, const std::string& why, const std::string& hint) {
    return Error(
        {.message = fmt::format("the Python host '{}' cannot be opened: {}", library.string(), why),
         .hint = hint + ", or disable the plugins that are written in Python"});
}

Error cannot_open(const fs::path& library, const std::string& why) {
    return cannot_open(
        library, why, "install Python 3.11 (Debian: apt install python3 python3-click)");
}

StartFunction open_library(const fs::path& library) {
    // Global: modules written in C find the interpreter's symbols there. Never closed.
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (handle == nullptr) {
        throw cannot_open(library, ::dlerror());
    }
    void* symbol = ::dlsym(handle, start_function_name);
    if (symbol == nullptr) {
        throw cannot_open(library, ::dlerror());
    }
    return reinterpret_cast<StartFunction>(symbol);
}

}  // namespace

Python::Python(Places places, Services& services)
    : places_(std::move(places)), services_(services) {
    loading_ = make_loading(
        {.folder = places_.snapshots,
         .identity = fmt::format(
             "{}\n{}\n{}\n{}",
             internal::build_identity,
             places_.root.string(),
             places_.plugins_root.string(),
             places_.environment.string()),
         .program = places_.program,
         .arguments = places_.arguments,
         .files = [this] { return files(); },
         .start_host = [this]() -> Host& { return host(); },
         .trace = places_.trace},
        services_);
}

Python::~Python() = default;

const Installation& Python::installation() {
    if (!installation_) {
        installation_ = find_installation(places_.environment);
    }
    return *installation_;
}

// Program, host, interpreter and where it looks for packages.
std::vector<fs::path> Python::files() {
    std::vector<fs::path> files = installation().folders;
    std::error_code error;
    for (const fs::path& file :
         {places_.program,
          find_library(places_.program).value_or(""),
          places_.environment / "pyvenv.cfg",
          installation().executable,
          fs::canonical(installation().executable, error)}) {
        files.push_back(file);
    }
    return files;
}

Host& Python::host() {
    if (host_) {
        return *host_;
    }
    const std::optional<fs::path> library = find_library(places_.program);
    if (!library) {
        throw Error(
            {.message = "the plugin is written in Python, and this program has no Python host",
             .hint = fmt::format(
                 "build it where python3-dev and pybind11-dev are installed, or put {} beside the "
                 "program",
                 library_name)});
    }
    const StartFunction start = open_library(*library);
    const fs::path package = library->parent_path() / "python";
    const Start settings{
        .executable = installation().executable,
        .package = package,
        .extra = {package / "fallback"},
        .arguments = places_.arguments,
        .tape = &loading_->tape()};
    host_.reset(start(internal::build_identity, &services_, &settings));
    if (!host_) {
        throw cannot_open(
            *library,
            "it belongs to another build of this program",
            "install it together with the program");
    }
    return *host_;
}

}  // namespace tutor::plugin_python
