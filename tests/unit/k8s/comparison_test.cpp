// SPDX-License-Identifier: Apache-2.0

#include "k8s/comparison.hpp"

#include "documents.hpp"
#include "k8s/internal/prune.hpp"
#include "k8s/internal/take_over.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::k8s {

TEST_CASE("what the server counts by itself is no difference") {
    const value::Dict before = object(
        "{kind: Deployment, metadata: {name: lms, uid: 1, resourceVersion: '5', generation: 3,"
        " managedFields: [{manager: x}], creationTimestamp: t}, spec: {replicas: 1},"
        " status: {replicas: 1}}");
    const value::Dict after = object(
        "{kind: Deployment, metadata: {name: lms, uid: 1, resourceVersion: '5', generation: 4,"
        " managedFields: []}, spec: {replicas: 1}, status: {replicas: 2}}");
    const ObjectChange change = compare("deployment/lms", before, after);
    CHECK(change.before == change.after);
    CHECK(change.after.find("replicas: 1") != std::string::npos);
    CHECK(change.after.find("uid") == std::string::npos);
    // The arguments are as they were.
    CHECK(before.contains("status"));
}

TEST_CASE("a new object has nothing before") {
    CHECK_FALSE(compare("x", std::nullopt, object("{kind: Service}")).before);
}

TEST_CASE("data of secrets are never shown, only that they differ") {
    const value::Dict before = object("{kind: Secret, data: {same: YQ==, other: Yg==}}");
    const value::Dict after = object("{kind: Secret, data: {same: YQ==, other: Yw==, new: ZA==}}");
    const ObjectChange change = compare("secret/s", before, after);
    CHECK(*change.before == "data:\n  other: '*** (before)'\n  same: '***'\nkind: Secret\n");
    CHECK(
        change.after
        == "data:\n  new: '*** (after)'\n  other: '*** (after)'\n  same: '***'\nkind: Secret\n");
    const ObjectChange same = compare("secret/s", before, before);
    CHECK(same.before == same.after);
}

TEST_CASE("only what was applied is pruned") {
    using internal::was_applied_by_us;
    CHECK(was_applied_by_us(
        document("{metadata: {managedFields: [{manager: tutor, operation: Apply}]}}")));
    CHECK(was_applied_by_us(document(
        "{metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}}}")));
    CHECK_FALSE(was_applied_by_us(
        document("{metadata: {managedFields: [{manager: helm, operation: Apply}]}}")));
    CHECK_FALSE(was_applied_by_us(
        document("{metadata: {managedFields: [{manager: tutor, operation: Update}]}}")));
    CHECK_FALSE(was_applied_by_us(document("{metadata: {name: x}}")));
}

TEST_CASE("fields of kubectl become ours") {
    const value::Value object =
        document("{metadata: {managedFields: ["
                 "{manager: kubectl-client-side-apply, operation: Update, fieldsV1: {f:spec: {f:a: "
                 "{}, f:b: {}}}},"
                 "{manager: controller, operation: Update, fieldsV1: {f:status: {}}},"
                 "{manager: tutor, operation: Apply, fieldsV1: {f:spec: {f:a: {}, f:c: {}}}}]}}");
    const auto fields = internal::fields_taken_over(object);
    REQUIRE(fields);
    CHECK(
        value::repr(*fields)
        == "[{'manager': 'controller', 'operation': 'Update', 'fieldsV1': {'f:status': {}}}, "
           "{'manager': 'tutor', 'operation': 'Apply', 'fieldsV1': {'f:spec': {'f:a': {}, 'f:c': "
           "{}, "
           "'f:b': {}}}}]");
    CHECK_FALSE(internal::fields_taken_over(document("{metadata: {managedFields: []}}")));
}

}  // namespace tutor::k8s
