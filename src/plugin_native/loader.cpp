// SPDX-License-Identifier: Apache-2.0

#include "plugin_native/loader.hpp"

#include "plugin_native/internal/elf.hpp"
#include "plugin_native/internal/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::plugin_native {
namespace {

namespace fs = std::filesystem;

class NativePlugin final : public plugins::Plugin {
public:
    NativePlugin(fs::path file, internal::PluginInfo info, plugins::Services& services)
        : file_(std::move(file)),
          info_(std::move(info)),
          name_(file_.stem().string()),
          services_(services) {}

    const std::string& name() const override { return name_; }
    const std::string& version() const override { return info_.version; }

    void load(catalog::Catalog& catalog) override {
        check_version();
        internal::Host::load(file_, name_, catalog, services_);
    }

private:
    void check_version() const {
        if (info_.sdk_major == TUTOR_SDK_MAJOR && info_.sdk_minor <= TUTOR_SDK_MINOR) {
            return;
        }
        const bool newer = info_.sdk_major > TUTOR_SDK_MAJOR
            || (info_.sdk_major == TUTOR_SDK_MAJOR && info_.sdk_minor > TUTOR_SDK_MINOR);
        throw Error(
            {.message = fmt::format(
                 "plugin '{}' is made for version {}.{} of the plugin SDK, this program has {}.{}",
                 name_,
                 info_.sdk_major,
                 info_.sdk_minor,
                 TUTOR_SDK_MAJOR,
                 TUTOR_SDK_MINOR),
             .where = Position{file_.string()},
             .hint = newer ? "use a newer version of this program, or an older one of the plugin"
                           : "build the plugin again with the SDK of this program"});
    }

    fs::path file_;
    internal::PluginInfo info_;
    std::string name_;
    plugins::Services& services_;
};

std::vector<fs::path> shared_objects(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".so" && !entry.is_directory(error)) {
            files.push_back(fs::absolute(entry.path()));
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

NativeLoader::NativeLoader(fs::path plugins_root, plugins::Services& services)
    : plugins_root_(std::move(plugins_root)), services_(services) {}

std::vector<std::unique_ptr<plugins::Plugin>> NativeLoader::discover(std::vector<Error>& problems) {
    std::vector<std::unique_ptr<plugins::Plugin>> plugins;
    if (std::getenv("TUTOR_IGNORE_NATIVE_PLUGINS") != nullptr) {
        return plugins;
    }
    for (const fs::path& file : shared_objects(plugins_root_)) {
        try {
            plugins.push_back(
                std::make_unique<NativePlugin>(file, internal::read_plugin_info(file), services_));
        } catch (const Error& error) {
            problems.push_back(error);
        }
    }
    return plugins;
}

}  // namespace tutor::plugin_native
