// SPDX-License-Identifier: Apache-2.0
//
// What the real tool makes of many kustomizations is compared in tests/oracle/kustomize.

#include "kustomize/build.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

using namespace tutor;

namespace {

/// A folder of files that goes with the object.
class Folder {
public:
    using Files = std::map<std::string, std::string>;

    explicit Folder(const Files& files) {
        std::string name = (std::filesystem::temp_directory_path() / "kustomize-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
        for (const auto& [file, text] : files) {
            std::filesystem::create_directories((path_ / file).parent_path());
            std::ofstream(path_ / file) << text;
        }
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string built() const { return kustomize::to_text(kustomize::build(path_)); }
    /// "FILE:LINE: message" of the error.
    std::string error() const {
        try {
            kustomize::build(path_);
        } catch (const Error& error) {
            const auto& where = error.info().where;
            return (where ? std::filesystem::path(where->source).filename().string() + ":"
                            + std::to_string(where->line) + ": "
                          : "")
                + error.what();
        }
        return "no error";
    }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("generated names carry the hash of their content, and references follow") {
    const Folder folder({
        {"kustomization.yml",
         "resources: [pod.yml]\nconfigMapGenerator:\n- name: cm\n  literals: [a=1]\n"},
        {"pod.yml",
         "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{name: v, configMap: "
         "{name: cm}}]}}"},
    });
    CHECK(
        folder.built()
        == "apiVersion: v1\ndata:\n  a: \"1\"\nkind: ConfigMap\nmetadata:\n  name: cm-h29d89cmmt\n"
           "---\n"
           "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n  - configMap:\n"
           "      name: cm-h29d89cmmt\n    name: v\n");
}

TEST_CASE("a field that is not supported is an error with its line") {
    CHECK(
        Folder(Folder::Files{{"kustomization.yml", "resources: []\nvars: []\n"}}).error()
        == "kustomization.yml:2: field 'vars' of a kustomization is not supported");
    CHECK(
        Folder(
            Folder::Files{{"kustomization.yml", "resources: []\nimages:\n- name: a\n  nwTag: b\n"}})
            .error()
        == "kustomization.yml:4: an image entry has no field 'nwTag'");
}

TEST_CASE("what cannot be built is an error with its place") {
    CHECK(
        Folder(Folder::Files{{"kustomization.yml", "\nresources: [a.yml]\n"}}).error()
        == "kustomization.yml:2: there is no file 'a.yml'");
    CHECK(
        Folder(Folder::Files{
                   {"kustomization.yml", "resources: [a.yml]\n"}, {"a.yml", "a: 1\n---\n- b\n"}})
            .error()
        == "a.yml:1: a Kubernetes object has no apiVersion");
    CHECK(
        Folder(Folder::Files{{"kustomization.yml", "resources: [/etc/hostname]\n"}})
            .error()
            .find("lies outside")
        != std::string::npos);
    CHECK(
        Folder(Folder::Files{{"kustomization.yml", "resources: ['https://example.com/x.yml']\n"}})
            .error()
        == "kustomization.yml:1: 'https://example.com/x.yml' is not on this machine");
    CHECK(
        Folder(Folder::Files{
                   {"kustomization.yml", "resources: [b]\n"},
                   {"b/kustomization.yml", "resources: [..]\n"}})
            .error()
            .find("is a part of itself")
        != std::string::npos);
}

TEST_CASE("an error in a patch that stands in the kustomization names the line there") {
    const Folder folder({
        {"kustomization.yml",
         "resources: [a.yml]\npatches:\n- target: {kind: Pod}\n  patch: |\n    [{op: remove, path: "
         "/b}]\n"},
        {"a.yml", "{apiVersion: v1, kind: Pod, metadata: {name: p}}"},
    });
    CHECK(
        folder.error()
        == "kustomization.yml:5: operation 1 of the patch: there is nothing at '/b'");
}
