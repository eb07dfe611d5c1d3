// SPDX-License-Identifier: Apache-2.0
//
// Server-side apply, of one document or of many.

#include "kube/internal/client_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace tutor::kube {
namespace internal {

PreparedApply
prepare_apply(const Client& client, const value::Dict& document, const WriteOptions& options) {
    ObjectName name = name_of(document);
    // JSON is YAML.
    RawRequest request = {
        .method = "PATCH",
        .target = client.path_of(name) + write_query(client, options, true),
        .content_type = "application/apply-patch+yaml",
        .body = compact(document)};
    return {.name = std::move(name), .request = std::move(request)};
}

value::Dict send_apply(const Client& client, const PreparedApply& prepared) {
    const http::Response response =
        client.raw(prepared.request, fmt::format("applying {}", to_text(prepared.name)));
    return parse_object(response.body, client.server());
}

}  // namespace internal

namespace {

using internal::PreparedApply;

// Others may live in it, or be of its kind.
bool is_needed_by_what_follows(const ObjectName& name) {
    return name.kind.kind == "Namespace" || name.kind.kind == "CustomResourceDefinition";
}

// Applies documents, several at a time; each worker takes the next one.
class ApplyRun {
public:
    ApplyRun(
        const Client& client,
        const std::vector<value::Dict>& documents,
        const WriteOptions& options,
        const std::function<void(const ApplyResult&)>& on_result)
        : client_(client),
          documents_(documents),
          options_(options),
          on_result_(on_result),
          results_(documents.size()) {}

    /// Documents from `begin` to before `end`.
    void run(std::size_t begin, std::size_t end, unsigned parallel) {
        prepared_.assign(end - begin, {});
        for (std::size_t i = begin; i < end; ++i) {
            prepare(i, prepared_[i - begin]);
        }
        next_ = begin;
        const std::size_t count = std::min<std::size_t>(std::max(parallel, 1U), end - begin);
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < count; ++i) {
            workers.emplace_back([this, begin, end] { work(begin, end); });
        }
        work(begin, end);
    }

    std::vector<ApplyResult> take_results() { return std::move(results_); }

private:
    // Documents are read on the caller's thread alone: they may share parts.
    void prepare(std::size_t index, std::optional<PreparedApply>& into) {
        results_[index].name = name_of(documents_[index]);
        try {
            into = internal::prepare_apply(client_, documents_[index], options_);
        } catch (const std::exception&) {
            results_[index].error = std::current_exception();
        }
    }

    void work(std::size_t begin, std::size_t end) {
        for (std::size_t i = next_++; i < end; i = next_++) {
            apply_one(i, prepared_[i - begin]);
        }
    }

    void apply_one(std::size_t index, const std::optional<PreparedApply>& prepared) {
        ApplyResult& result = results_[index];
        try {
            if (prepared) {
                result.object = internal::send_apply(client_, *prepared);
            }
        } catch (const std::exception&) {
            result.error = std::current_exception();
        }
        const std::lock_guard lock(telling_);
        if (on_result_ && !client_.stop_token().stop_requested()) {
            on_result_(result);
        }
    }

    const Client& client_;
    const std::vector<value::Dict>& documents_;
    const WriteOptions& options_;
    const std::function<void(const ApplyResult&)>& on_result_;
    std::vector<ApplyResult> results_;
    std::vector<std::optional<PreparedApply>> prepared_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex telling_;
};

}  // namespace

std::vector<ApplyResult> Client::apply_all(
    const std::vector<value::Dict>& documents,
    const WriteOptions& options,
    const std::function<void(const ApplyResult&)>& on_result,
    unsigned parallel) const {
    ApplyRun run(*this, documents, options, on_result);
    std::size_t begin = 0;
    while (begin < documents.size()) {
        // Up to and including the next one that others need.
        std::size_t end = begin;
        while (end < documents.size() && !is_needed_by_what_follows(name_of(documents[end]))) {
            ++end;
        }
        if (end == begin) {
            ++end;
        }
        run.run(begin, end, parallel);
        begin = end;
    }
    if (stop_.stop_requested()) {
        throw http::Cancelled();
    }
    return run.take_results();
}

}  // namespace tutor::kube
