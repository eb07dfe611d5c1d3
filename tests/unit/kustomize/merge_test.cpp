// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/merge.hpp"

#include "base/error.hpp"
#include "kustomize/internal/selector.hpp"
#include "yaml/manifest.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tutor;
using namespace tutor::kustomize::internal;
using tutor::kustomize::labels_fit;

namespace {

value::Value read(std::string_view text) {
    return yaml::load_manifests(text, "test").at(0).value;
}

std::string merged(std::string_view document, std::string_view patch) {
    value::Dict result = read(document).as_dict();
    return strategic_merge(result, read(patch).as_dict()) ? "deleted" : yaml::dump_manifest(result);
}

std::string patched(std::string_view document, std::string_view operations) {
    value::Dict result = read(document).as_dict();
    json_patch(result, read(operations), {.source = "p.yml", .line = 3});
    return yaml::dump_manifest(result);
}

constexpr std::string_view pod =
    "{apiVersion: v1, spec: {containers: [{name: a, image: x}, {name: b, image: w}]}}";

}  // namespace

TEST_CASE("items of known lists are merged by their key") {
    CHECK(
        merged(pod, "{spec: {containers: [{name: b, image: z}, {name: new}]}}")
        == "apiVersion: v1\nspec:\n  containers:\n  - image: z\n    name: b\n  - name: new\n"
           "  - image: x\n    name: a\n");
    CHECK(
        merged(pod, "{spec: {containers: [{name: a, $patch: delete}]}}")
        == "apiVersion: v1\nspec:\n  containers:\n  - image: w\n    name: b\n");
}

TEST_CASE("lists of other kinds are replaced") {
    CHECK(
        merged("{apiVersion: example.com/v1, containers: [{name: a}]}", "{containers: [{name: b}]}")
        == "apiVersion: example.com/v1\ncontainers:\n- name: b\n");
}

TEST_CASE("ports of the same number with different protocols are different") {
    CHECK(
        merged(
            "{apiVersion: v1, spec: {ports: [{port: 53, protocol: TCP}]}}",
            "{spec: {ports: [{port: 53, protocol: UDP}, {port: 53, name: dns}]}}")
        == "apiVersion: v1\nspec:\n  ports:\n  - port: 53\n    protocol: UDP\n"
           "  - name: dns\n    port: 53\n    protocol: TCP\n");
}

TEST_CASE("null and directives remove") {
    CHECK(
        merged("{apiVersion: v1, a: {b: 1, c: 2}}", "{a: {b: null}}")
        == "a:\n  c: 2\napiVersion: v1\n");
    CHECK(
        merged("{apiVersion: v1, a: {b: 1}}", "{a: {$patch: replace, c: 2}}")
        == "a:\n  c: 2\napiVersion: v1\n");
    CHECK(merged("{apiVersion: v1}", "{$patch: delete}") == "deleted");
    CHECK_THROWS_WITH_AS(
        merged("{apiVersion: v1}", "{$patch: drop}"),
        "'$patch' is one of delete, replace, merge, not 'drop'",
        Error);
}

TEST_CASE("operations of RFC 6902") {
    CHECK(patched("{a: [1, 2]}", "[{op: add, path: /a/-, value: 3}]") == "a:\n- 1\n- 2\n- 3\n");
    CHECK(patched("{a: [1, 2]}", "[{op: add, path: /a/0, value: 3}]") == "a:\n- 3\n- 1\n- 2\n");
    CHECK(patched("{a/b: 1}", "[{op: move, from: /a~1b, path: /c}]") == "c: 1\n");
    CHECK(
        patched("{a: {b: 1}}", "[{op: copy, from: /a, path: /c}, {op: remove, path: /a/b}]")
        == "a: {}\nc:\n  b: 1\n");
}

TEST_CASE("an operation that fails is named with its place") {
    const auto fails = [](std::string_view operations) -> std::string {
        try {
            patched("{a: [1]}", operations);
        } catch (const Error& error) {
            CHECK(error.info().where->line == 3);
            return error.what();
        }
        return "no error";
    };
    CHECK(
        fails("[{op: remove, path: /b}]") == "operation 1 of the patch: there is nothing at '/b'");
    CHECK(
        fails("[{op: add, path: /a/2, value: 1}]")
        == "operation 1 of the patch: there is nothing at '/a/2'");
    CHECK(
        fails("[{op: test, path: /a/0, value: 1}, {op: test, path: /a/0, value: 2}]")
        == "operation 2 of the patch: the test of '/a/0' failed");
    CHECK(
        fails("[{op: add, path: a}]")
        == "operation 1 of the patch: path 'a' does not begin with '/'");
    CHECK(fails("[5]") == "operation 1 of the patch: an operation must be a mapping");
}

TEST_CASE("label selectors") {
    const value::Dict labels{{"app", "lms"}, {"tier", "front"}};
    CHECK(labels_fit("", labels));
    CHECK(labels_fit("app=lms, tier != back", labels));
    CHECK(labels_fit("app==lms,tier in (front, back)", labels));
    CHECK(labels_fit("app,!old,app notin (cms)", labels));
    CHECK_FALSE(labels_fit("old", labels));
    CHECK_FALSE(labels_fit("app=cms", labels));
    CHECK_FALSE(labels_fit("tier notin (front)", labels));
    CHECK_THROWS_AS(labels_fit("tier among (front)", labels), Error);
}
