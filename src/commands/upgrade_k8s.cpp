// SPDX-License-Identifier: Apache-2.0
//
// k8s upgrade: the steps on Kubernetes. Servers of MongoDB are not changed here: who runs a cluster
// is told what to do.

#include "base/text.hpp"
#include "commands/cluster.hpp"
#include "commands/internal/k8s_group.hpp"
#include "commands/internal/releases.hpp"
#include "commands/internal/upgrade.hpp"
#include "commands/platform.hpp"
#include "commands/save.hpp"
#include "env/tree.hpp"
#include "jobs/engine.hpp"
#include "k8s/objects.hpp"
#include "k8s/pods.hpp"
#include "k8s/rollout.hpp"

#include <fmt/format.h>

namespace tutor::commands::internal {
namespace {

// Names of objects hold no dot.
constexpr const char* passing_mysql = "mysql-81";

// A server on the volume of service mysql, which does not run meanwhile.
constexpr const char* passing_mysql_deployment = R"(---
kind: Deployment
apiVersion: apps/v1
metadata: {name: mysql-81, labels: {app.kubernetes.io/name: mysql-81}}
spec:
  strategy: {type: Recreate}
  selector: {matchLabels: {app.kubernetes.io/name: mysql-81}}
  template:
    metadata: {labels: {app.kubernetes.io/name: mysql-81}}
    spec:
      securityContext:
        {fsGroup: 999, fsGroupChangePolicy: OnRootMismatch, runAsUser: 999, runAsGroup: 999}
      containers:
        - image: docker.io/mysql:8.1.0
          name: mysql-81
          ports: [{containerPort: 3306}]
          args: [mysqld, --binlog-expire-logs-seconds=259200,
                 --character-set-server=utf8mb3, --collation-server=utf8mb3_general_ci]
          securityContext: {allowPrivilegeEscalation: false}
          env:
            - value: {{ MYSQL_ROOT_PASSWORD|replace("$(", "$$(")|tojson }}
              name: MYSQL_ROOT_PASSWORD
          volumeMounts:
            - {name: data, mountPath: /var/lib/mysql}
      volumes:
        - {name: data, persistentVolumeClaim: {claimName: mysql}})";

constexpr const char* passing_mysql_service = R"(---
kind: Service
apiVersion: v1
metadata: {name: mysql-81, labels: {app.kubernetes.io/name: mysql-81}}
spec:
  type: ClusterIP
  ports: [{port: 3306, protocol: TCP}]
  selector: {app.kubernetes.io/name: mysql-81})";

constexpr const char* passing_mysql_job = R"(---
kind: Job
apiVersion: batch/v1
metadata: {name: mysql-81-job, labels: {app.kubernetes.io/component: job}}
spec:
  template:
    spec:
      containers: [{name: mysql-81, image: "docker.io/mysql:8.1.0"}]
      restartPolicy: Never)";

// The steps name the first versions of old lines; on a cluster an image needs the whole number.
std::string image_version(const std::string& version) {
    return version == "3.4" ? "3.4.24" : version == "3.6" ? "3.6.18" : version;
}

class ClusterUpgrade final : public UpgradeTarget {
public:
    ClusterUpgrade(Context& context, const cli::Invocation& call)
        : context_(context), jobs_(context, call) {}

    // Nothing is done to servers here for which all else would have to stand still.
    void stop_platform() override {}

    void upgrade_mongodb(const MongodbStop& stop) override {
        const std::string version = image_version(stop.version);
        if (!is_on("RUN_MONGODB")) {
            tell_external(context_, "MongoDB", "RUN_MONGODB", version);
            return;
        }
        const std::string command = fmt::format(
            "db.adminCommand({{'setFeatureCompatibilityVersion': '{}'{}}})",
            stop.compatibility,
            stop.confirm ? ", 'confirm': 1" : "");
        context_.output().info(fmt::format(
            "MongoDB has to be brought to v{0} by hand:\n\n"
            "    tutor config save --set DOCKER_IMAGE_MONGODB=mongo:{0}\n"
            "    tutor k8s start mongodb\n"
            "    tutor k8s wait mongodb\n"
            "    tutor k8s exec mongodb -- {1} --eval {2}\n"
            "    tutor config save --unset DOCKER_IMAGE_MONGODB\n",
            version,
            stop.shell,
            shell_quote(command)));
    }

    void upgrade_mysql_tables() override {
        if (!is_on("RUN_MYSQL")) {
            tell_external(context_, "MySQL", "RUN_MYSQL", "5.7");
            return;
        }
        context_.output().info("MySQL has to be brought to v5.7 by hand:\n\n"
                               "    tutor k8s start mysql\n"
                               "    tutor k8s wait mysql\n"
                               "    tutor k8s exec mysql -- bash -e -c 'mysql_upgrade -u root "
                               "--password=\"$MYSQL_ROOT_PASSWORD\"'\n");
    }

    void upgrade_mysql_through_8_1() override {
        if (!is_on("RUN_MYSQL")) {
            tell_external(context_, "MySQL", "RUN_MYSQL", "8.4");
            return;
        }
        if (!is_newer_image(context_.config().text("DOCKER_IMAGE_MYSQL"), passing_mysql_version)) {
            return;
        }
        context_.output().title(fmt::format("Upgrading MySQL to v{}", passing_mysql_version));
        k8s::stop(jobs_.platform(), {"mysql"});  // two servers must not share their data
        {
            const PassingMysql passing(
                context_,
                passing_mysql,
                {{.name = "k8s-deployments", .content = passing_mysql_deployment},
                 {.name = "k8s-services", .content = passing_mysql_service},
                 {.name = "k8s-jobs", .content = passing_mysql_job}});
            render();
            bring_up(passing_mysql);
            run_init(context_, jobs_, passing_mysql);
            k8s::stop(jobs_.platform(), {passing_mysql});
        }
        render();
        bring_up("mysql");
        run_init(context_, jobs_, "mysql");
        k8s::stop(jobs_.platform(), {"mysql"});
    }

    void remove_lilac_objects() override { k8s::remove_deployments_and_services(jobs_.platform()); }

    void render() override {
        save(context_, {}, {.store = Store::environment_only, .ask = Ask::no});
        jobs_.platform().forget_manifests();
    }

    void run(const std::string& service, const std::vector<std::string>& scripts) override {
        if (is_on("RUN_MYSQL")) {
            bring_up("mysql");
        }
        bring_up(service);
        for (const std::string& script : scripts) {
            exec(service, script);
        }
    }

    void run_in(const std::string& service, const std::string& script) override {
        bring_up(service);
        exec(service, script);
    }

    void run_job(const std::string& service, const std::string& script) override {
        jobs::Engine engine(
            context_.renderer(), context_.output(), context_.results(), context_.project().logs());
        engine.run(
            "upgrade",
            jobs::sequence_of({{.service = service, .script = script}}),
            context_.config(),
            jobs_);
    }

private:
    bool is_on(const char* setting) { return context_.config().boolean(setting, false); }

    void bring_up(const std::string& service) {
        k8s::start(jobs_.platform(), {service}, k8s::Prune::no);
        k8s::wait_for_rollout(jobs_.platform(), {service}, k8s::usual_wait);
    }

    void exec(const std::string& service, const std::string& script) {
        const int status =
            k8s::run_in_pod(jobs_.platform(), service, {"sh", "-e", "-c", script}, false);
        if (status != 0) {
            throw Error(
                {.message = fmt::format("Command failed with status {}: {}", status, script)});
        }
    }

    Context& context_;
    ClusterJobs jobs_;
};

void run_steps(Context& context, const cli::Invocation& call, const std::string& release) {
    context.output().alert(
        "This does only a part of an upgrade: what the data needs. The whole is done by "
        "\"tutor k8s launch\".");
    ClusterUpgrade target(context, call);
    run_upgrade_steps(context, target, release);
}

}  // namespace

bool upgrade_cluster_before_launch(Context& context, const cli::Invocation& call) {
    const std::optional<std::string> version = env::version_of(context.environment());
    if (!version || !is_older_release(*version, context.version())) {
        return false;
    }
    context.output().title("Upgrading from an older release");
    context.skip_version_check();
    run_steps(context, call, release_of(*version));
    save(context, {});
    return true;
}

cli::Command k8s_upgrade_command(Context& context) {
    std::vector<cli::Option> options = job_options();
    options.insert(options.begin(), from_release_option());
    return {
        .name = "upgrade",
        .help = "Do what the data of an older release needs before this one can use it.\n\n"
                "A part of \"launch\", which is what should be used.",
        .options = std::move(options),
        .run = [&context](const cli::Invocation& call) {
            context.skip_version_check();
            const std::optional<std::string> from = call.text("from");
            const std::optional<std::string> release = from ? from : rendered_release(context);
            if (release) {
                run_steps(context, call, *release);
            } else {
                context.output().info(
                    "Nothing to upgrade: there is no environment of an older release");
            }
            save(context, {});
        }};
}

}  // namespace tutor::commands::internal
