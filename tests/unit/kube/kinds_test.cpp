// SPDX-License-Identifier: Apache-2.0

#include "kube/kinds.hpp"

#include "json/parse.hpp"

#include <doctest/doctest.h>

namespace tutor::kube {

TEST_CASE("kinds that every cluster has are known") {
    const Resource* deployment = find_builtin_kind("apps/v1", "Deployment");
    REQUIRE(deployment != nullptr);
    CHECK(deployment->plural == "deployments");
    CHECK(deployment->namespaced);
    CHECK(find_builtin_kind("apps/v2", "Deployment") == nullptr);
    CHECK_FALSE(find_builtin_kind("v1", "Namespace")->namespaced);
}

TEST_CASE("a kind is found by the names of the command line") {
    for (const char* name : {"deploy", "deployment", "deployments", "Deployment"}) {
        CAPTURE(name);
        REQUIRE(find_builtin_kind_by_name(name) != nullptr);
        CHECK(find_builtin_kind_by_name(name)->kind.kind == "Deployment");
    }
    CHECK(find_builtin_kind_by_name("event")->kind.api_version == "v1");
    CHECK(find_builtin_kind_by_name("cronjob")->kind.api_version == "batch/v1");
    CHECK(find_builtin_kind_by_name("widget") == nullptr);
}

TEST_CASE("paths of collections") {
    CHECK(collection_path(*find_builtin_kind("v1", "Pod"), "a") == "/api/v1/namespaces/a/pods");
    CHECK(collection_path(*find_builtin_kind("v1", "Pod"), "") == "/api/v1/pods");
    CHECK(collection_path(*find_builtin_kind("v1", "Namespace"), "a") == "/api/v1/namespaces");
    CHECK(
        collection_path(*find_builtin_kind("batch/v1", "Job"), "a/../b")
        == "/apis/batch/v1/namespaces/a%2F..%2Fb/jobs");
}

TEST_CASE("fields deep in a document") {
    const value::Value document =
        json::parse(R"({"a": [{"b": "c", "n": 5}], "s": "t", "big": 123456789012345678901})", "x");
    CHECK(string_field(document, {"a", "0", "b"}) == "c");
    CHECK(integer_field(document, {"a", "0", "n"}) == 5);
    CHECK(integer_field(document, {"big"}, 7) == 7);
    CHECK(integer_field(document, {"s"}, 7) == 7);
    for (const auto& path : std::initializer_list<std::initializer_list<std::string_view>>{
             {"a", "1"}, {"a", "-1"}, {"a", "x"}, {"s", "x"}, {"none", "x"}}) {
        CHECK(find_field(document, path) == nullptr);
    }
    CHECK(string_field(document, {"a", "0", "n"}).empty());
}

TEST_CASE("the name of a document") {
    const value::Value document = json::parse(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"n","namespace":"s"}})", "x");
    const ObjectName name = name_of(document.as_dict());
    CHECK(to_text(name) == "configmap/n");
    CHECK(name.name_space == "s");
    CHECK(name_of(value::Dict()).name.empty());
}

}  // namespace tutor::kube
