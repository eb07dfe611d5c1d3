// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/loader.hpp"

#include "plugin_python/distributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;

class FilePlugin final : public plugins::Plugin {
public:
    FilePlugin(fs::path file, std::shared_ptr<Python> python)
        : name_(file.stem().string()),
          version_(file.string()),
          file_(std::move(file)),
          python_(std::move(python)) {}

    const std::string& name() const override { return name_; }
    const std::string& version() const override { return version_; }
    void load(catalog::Catalog& /*catalog*/) override { python_->host().load_file(name_, file_); }

private:
    std::string name_;
    std::string version_;
    fs::path file_;
    std::shared_ptr<Python> python_;
};

class PackagePlugin final : public plugins::Plugin {
public:
    struct About {
        Kind kind;
        EntryPoint point;
        Distribution distribution;
        std::string contract_version;
    };

    PackagePlugin(About about, std::shared_ptr<Python> python)
        : about_(std::move(about)), python_(std::move(python)) {}

    const std::string& name() const override { return about_.point.name; }
    const std::string& version() const override { return about_.distribution.version; }

    void load(catalog::Catalog& /*catalog*/) override {
        Host& host = python_->host();
        try {
            if (about_.kind == Kind::v0_package) {
                host.load_v0(name(), about_.point.value);
            } else {
                host.load_module(name(), about_.point.value);
            }
        } catch (const Error& error) {
            const std::string hint = hint_about_version();
            if (hint.empty()) {
                throw;
            }
            ErrorInfo info = error.info();
            info.hint = hint;
            Error better(std::move(info));
            for (const std::string& frame : error.frames()) {
                better.add_frame(frame);
            }
            throw better;  // NOLINT(cert-err60-cpp): copying may only fail for lack of memory
        }
    }

private:
    // What to tell when it fails and was made for another release.
    std::string hint_about_version() const {
        const std::optional<std::string> wanted = requirement_of(about_.distribution, "tutor");
        if (!wanted || satisfies(about_.contract_version, *wanted)) {
            return {};
        }
        return fmt::format(
            "{} {} is made for Tutor {}, this is {}: install a release of it for {}, or disable it "
            "with: tutor plugins disable {}",
            about_.distribution.name,
            about_.distribution.version,
            *wanted,
            about_.contract_version,
            about_.contract_version,
            name());
    }

    About about_;
    std::shared_ptr<Python> python_;
};

const char* group_of(Kind kind) {
    return kind == Kind::v0_package ? "tutor.plugin.v0" : "tutor.plugin.v1";
}

std::vector<fs::path> single_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const fs::path& path = entry->path();
        if (path.extension() == ".py" && !path.filename().string().starts_with('.')
            && entry->is_regular_file(error)) {
            files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

PythonLoader::PythonLoader(Kind kind, std::shared_ptr<Python> python, std::string version)
    : kind_(kind), python_(std::move(python)), version_(std::move(version)) {}

std::vector<std::unique_ptr<plugins::Plugin>>
PythonLoader::discover(std::vector<Error>& /*problems*/) {
    std::vector<std::unique_ptr<plugins::Plugin>> plugins;
    if (kind_ == Kind::v1_file) {
        for (fs::path& file : single_files(python_->places().plugins_root)) {
            plugins.push_back(std::make_unique<FilePlugin>(std::move(file), python_));
        }
        return plugins;
    }
    if (std::getenv("TUTOR_IGNORE_ENTRYPOINT_PLUGINS") != nullptr) {
        return plugins;
    }
    for (const Distribution& distribution :
         find_distributions(python_->installation().folders, {group_of(kind_)})) {
        for (const EntryPoint& point : distribution.entry_points) {
            plugins.push_back(std::make_unique<PackagePlugin>(
                PackagePlugin::About{kind_, point, distribution, version_}, python_));
        }
    }
    return plugins;
}

void contribute_group_commands(catalog::Catalog& catalog, std::shared_ptr<Python> python) {
    catalog.cli_group_commands.add(
        [python = std::move(python)](std::vector<cli::Command> commands, const std::string& group) {
            if (python->is_started()) {
                for (cli::Command& command : python->host().group_commands(group)) {
                    commands.push_back(std::move(command));
                }
            }
            return commands;
        });
}

}  // namespace tutor::plugin_python
