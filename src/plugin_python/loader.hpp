// SPDX-License-Identifier: Apache-2.0
//
// Plugins written in Python: found here without an interpreter, loaded by the host, which is
// opened when the first of them is.

#pragma once

#include "plugin_python/host.hpp"
#include "plugin_python/installation.hpp"
#include "plugin_python/loading.hpp"
#include "plugins/loader.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tutor::plugin_python {

/// Where things are.
struct Places {
    std::filesystem::path plugins_root;    ///< of single files
    std::filesystem::path environment;     ///< our virtual environment; need not exist
    std::filesystem::path program;         ///< the running executable
    std::vector<std::string> arguments;    ///< the command line, program first
    std::filesystem::path root = {};       ///< of the project
    std::filesystem::path snapshots = {};  ///< folder of snapshots; empty: none are used
    std::function<void(const std::string&)> trace = {};  ///< see Loading::World
};

/// The shared object and the interpreter in it; opened when first asked for.
class Python {
public:
    Python(Places places, Services& services);
    ~Python();
    Python(const Python&) = delete;
    Python& operator=(const Python&) = delete;

    /// @throws Error  this build has no host, or it cannot be started
    Host& host();
    Loading& loading() { return *loading_; }

    const Places& places() const { return places_; }
    const Installation& installation();

private:
    std::vector<std::filesystem::path> files();

    Places places_;
    Services& services_;
    std::optional<Installation> installation_;
    std::unique_ptr<Host> host_;
    std::shared_ptr<Loading> loading_;
};

/// Finds plugins of one kind. Packages are left out when TUTOR_IGNORE_ENTRYPOINT_PLUGINS is set.
class PythonLoader final : public plugins::Loader {
public:
    /// `version` is that of the contract, which packages may require.
    PythonLoader(Kind kind, std::shared_ptr<Python> python, std::string version);

    std::vector<std::unique_ptr<plugins::Plugin>> discover(std::vector<Error>& problems) override;

private:
    Kind kind_;
    std::shared_ptr<Python> python_;
    std::string version_;
};

/// Lets the core's groups show what plugins added to their click groups.
void contribute_group_commands(catalog::Catalog& catalog, std::shared_ptr<Python> python);

}  // namespace tutor::plugin_python
