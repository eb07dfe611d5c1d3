// SPDX-License-Identifier: Apache-2.0
//
// Bringing the data of a platform from the release that wrote it to ours: the steps, whatever the
// platform runs on, and what they need of it.

#pragma once

#include "commands/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tutor::commands::internal {

/// One stop of MongoDB on its way: servers take data of the release before theirs only.
struct MongodbStop {
    std::string version;        ///< of the server: "4.2.17"
    std::string compatibility;  ///< what its data is set to then: "4.2"
    std::string shell = "mongo";
    bool confirm = false;  ///< newer servers want to be told twice
};

/// How the steps are carried out: by Compose here (upgrade_compose.cpp), by Kubernetes elsewhere.
/// What cannot be done there is told to the operator instead. Every method throws Error when the
/// platform refuses.
class UpgradeTarget {
public:
    virtual ~UpgradeTarget() = default;

    virtual void stop_platform() = 0;
    virtual void upgrade_mongodb(const MongodbStop& stop) = 0;
    /// From 5.6 to 5.7: the server's own tables.
    virtual void upgrade_mysql_tables() = 0;
    /// From 5.7 to 8.4 through 8.1, each initialised once.
    virtual void upgrade_mysql_through_8_1() = 0;
    /// Objects of lilac that later releases cannot take over.
    virtual void remove_lilac_objects() {}
    /// The environment as the configuration has it now.
    virtual void render() = 0;
    /// Each script in a new container of the service.
    virtual void run(const std::string& service, const std::vector<std::string>& scripts) = 0;
    /// In the service's running container, which is started.
    virtual void run_in(const std::string& service, const std::string& script) = 0;
    /// In the service's job container.
    virtual void run_job(const std::string& service, const std::string& script) = 0;
};

/// The release that the environment was made for; none when there is no environment.
///
/// @throws Error  made by a version that is not known
std::optional<std::string> rendered_release(Context& context);

/// All steps from `release` to ours. The configuration is not saved in the end.
void run_upgrade_steps(Context& context, UpgradeTarget& target, const std::string& release);

/// While it lives, the platform has a further server of MySQL, which it uses and initialises in
/// place of service mysql.
class PassingMysql {
public:
    /// @param service  its name
    /// @param patches  what defines it and its job
    PassingMysql(Context& context, std::string service, std::vector<catalog::Patch> patches);
    ~PassingMysql();
    PassingMysql(const PassingMysql&) = delete;
    PassingMysql& operator=(const PassingMysql&) = delete;

private:
    Context& context_;
    std::string app_;
};

/// Its version: between 5.7 and 8.4.
inline constexpr const char* passing_mysql_version = "8.1.0";

/// Says that a server which the platform does not run has to be upgraded where it runs.
void tell_external(
    Context& context, const char* program, const char* setting, const std::string& version);

/// Option --from of the commands `upgrade`.
cli::Option from_release_option();

/// Whether the tag of an image is that of a server newer than `version`; tags that are no number
/// ("latest") count as newer.
bool is_newer_image(const std::string& image, const std::string& version);

}  // namespace tutor::commands::internal
