// SPDX-License-Identifier: Apache-2.0
//
// The Kubernetes API: documents in, documents out.
//
//     kube::Client client(kube::choose_access({}, http::process_environment()));
//     client.apply(document, {.field_manager = "tutor"});
//     const std::optional<value::Dict> job = client.find({{"batch/v1", "Job"}, "", "lms-job-1"});
//
// What is safe to repeat is repeated, with back-off: reading always, applying, patching and
// deleting (they are idempotent), creating only when nothing of it was sent or the server said so
// (429). Upstream: client-go, kubernetes.io/docs/reference/using-api/api-concepts

#pragma once

#include "http/client.hpp"
#include "kube/error.hpp"
#include "kube/kinds.hpp"
#include "kube/kubeconfig.hpp"
#include "process/runner.hpp"
#include "value/value.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kube {

/// Waiting times between attempts: doubled each time up to `longest`, each shortened by a random
/// part of up to a half.
struct RetryOptions {
    std::chrono::milliseconds first = std::chrono::milliseconds(100);
    std::chrono::milliseconds longest = std::chrono::seconds(5);
    /// After so much time the last error goes to the caller.
    std::chrono::milliseconds give_up = std::chrono::seconds(30);
};

struct ClientOptions {
    std::string field_manager = "tutor";
    std::string user_agent = "tutor";
    http::Timeouts timeouts = {};
    RetryOptions retry = {};
    /// Runs credential plugins; none: processes are really started.
    std::shared_ptr<process::Runner> runner = {};
    http::Environment environment = http::process_environment();
};

enum class DryRun : std::uint8_t { no, all };
enum class Force : std::uint8_t { no, yes };
enum class PatchType : std::uint8_t { json, merge, strategic_merge };
enum class Propagation : std::uint8_t { background, foreground, orphan };
enum class Wait : std::uint8_t { no, yes };

struct ListOptions {
    std::string label_selector = {};  ///< "app.kubernetes.io/name=lms"
    std::string field_selector = {};  ///< "involvedObject.name=lms-1"
    int page_size = 500;
};

struct ObjectList {
    std::vector<value::Dict> items;  ///< with apiVersion and kind, as single objects have them
    std::string resource_version;    ///< where a watch of the same collection goes on
};

struct WriteOptions {
    DryRun dry_run = DryRun::no;
    /// For apply: take fields from other managers.
    Force force = Force::no;
    /// Empty: the client's.
    std::string field_manager = {};
};

struct DeleteOptions {
    Propagation propagation = Propagation::background;
    std::optional<std::chrono::seconds> grace_period = {};
    DryRun dry_run = DryRun::no;
    /// Until the object is gone (its finalizers included), at most `wait_limit`.
    Wait wait = Wait::no;
    std::chrono::milliseconds wait_limit = std::chrono::minutes(5);
};

/// How one document of many fared.
struct ApplyResult {
    ObjectName name;
    std::optional<value::Dict> object = {};  ///< as the server has it now
    std::exception_ptr error = {};           ///< instead of `object`
};

/// Where an object's sub-resource is: "/api/v1/namespaces/x/pods/y/log".
struct RawRequest {
    std::string method = "GET";
    std::string target;  ///< path and query
    std::string content_type = {};
    std::string body = {};
};

class Connection;

/// A client of one cluster in one role. Calls may come from several threads at once; documents that
/// are returned belong to the caller. Every call can throw:
///
/// @throws ApiError              the server refuses
/// @throws http::TransportError  the server cannot be reached, or verified, in time
/// @throws Error                 credentials cannot be had
/// @throws http::Cancelled       the stop token of `stoppable` was used
class Client {
public:
    explicit Client(Access access, ClientOptions options = {});
    ~Client();
    Client(Client&&) noexcept;
    Client(const Client&);  ///< the same connections
    Client& operator=(const Client&);
    Client& operator=(Client&&) noexcept;

    /// The same client (connections included), whose calls end when `stop` is requested.
    Client stoppable(std::stop_token stop) const;
    /// The same client for another namespace.
    Client in_namespace(std::string name_space) const;

    const std::string& name_space() const noexcept;
    /// "https://127.0.0.1:6443".
    const std::string& server() const noexcept;

    /// From the table, or by asking the server once.
    ///
    /// @throws Error  the cluster has no such kind
    Resource resource(const Kind& kind) const;

    value::Dict get(const ObjectName& name) const;
    /// None when it does not exist.
    std::optional<value::Dict> find(const ObjectName& name) const;
    /// Page by page; a page that expired begins anew. An empty namespace means the client's.
    ObjectList list(const Kind& kind, const ListOptions& options = {}) const;

    /// @throws ApiError  is_already_exists()
    value::Dict create(const value::Dict& document, const WriteOptions& options = {}) const;
    /// Server-side apply.
    ///
    /// @throws ApiError  is_conflict(): other managers have fields (see causes)
    value::Dict apply(const value::Dict& document, const WriteOptions& options = {}) const;
    /// Applies all, `parallel` at a time, in order of the list where one is a Namespace or a
    /// CustomResourceDefinition (what follows waits for it). `on_result` is called as results
    /// come, from one thread at a time. Results are in the order of the documents; errors are in
    /// them, the call itself throws only Cancelled.
    std::vector<ApplyResult> apply_all(
        const std::vector<value::Dict>& documents,
        const WriteOptions& options = {},
        const std::function<void(const ApplyResult&)>& on_result = {},
        unsigned parallel = 4) const;
    value::Dict patch(
        const ObjectName& name,
        PatchType type,
        const value::Value& patch,
        const WriteOptions& options = {}) const;

    /// Whether there was one.
    ///
    /// @throws Error  it is still there after the wait limit
    bool remove(const ObjectName& name, const DeleteOptions& options = {}) const;
    /// Everything of a kind that the selectors choose.
    void remove_all(
        const Kind& kind, const ListOptions& selection, const DeleteOptions& options = {}) const;
    /// Until the object is gone. Returns whether it is.
    bool wait_until_gone(const ObjectName& name, std::chrono::milliseconds limit) const;

    /// Sets spec.replicas through the scale subresource; returns the Scale.
    value::Dict scale(const ObjectName& name, int replicas) const;
    int replicas(const ObjectName& name) const;

    /// What GET /version says: "v1.20.2".
    std::string server_version() const;

    /// Any other request, retried like the rest; `doing` names it in errors.
    http::Response raw(const RawRequest& request, std::string_view doing) const;

    /// "/api/v1/namespaces/openedx/pods/lms-1". @throws Error  it has no name
    std::string path_of(const ObjectName& name) const;
    /// The path of a collection; an empty namespace means the client's.
    std::string collection_of(const Kind& kind, const std::string& name_space) const;

    /// For watches, logs and exec.
    Connection& connection() const noexcept;
    const std::stop_token& stop_token() const noexcept;

private:
    struct State;
    Client(std::shared_ptr<State> state, std::stop_token stop, std::string name_space);

    std::shared_ptr<State> state_;
    std::stop_token stop_;
    std::string name_space_;
};

}  // namespace tutor::kube
