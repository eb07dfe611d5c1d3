// SPDX-License-Identifier: Apache-2.0
//
// The core's images, a configuration, a docker that is not there, and an ENV with Dockerfiles.

#pragma once

#include "base/files.hpp"
#include "config/config.hpp"
#include "images/images.hpp"
#include "support/recording_runner.hpp"
#include "support/temp_dir.hpp"
#include "term/sink.hpp"

#include <string>
#include <vector>

namespace tutor::test {

class ImageWorld {
public:
    ImageWorld() {
        images::contribute_core(catalog);
        set("DOCKER_IMAGE_OPENEDX", "reg.io/openedx:21");
        set("DOCKER_IMAGE_OPENEDX_DEV", "openedx-dev:21");
        set("DOCKER_IMAGE_PERMISSIONS", "reg.io/permissions:21");
        for (const char* service : {"CADDY", "MEILISEARCH", "MONGODB", "MYSQL", "REDIS", "SMTP"}) {
            set(std::string("DOCKER_IMAGE_") + service, std::string("reg.io/") + service);
        }
        add_dockerfile("build/openedx");
        add_dockerfile("build/permissions");
    }

    void set(std::string_view name, value::Value value) {
        config.set(name, std::move(value), config::Layer::user);
    }

    void add_dockerfile(const std::string& folder_of_image) {
        write_atomically(environment.path() / folder_of_image / "Dockerfile", "FROM scratch\n");
    }

    images::Images images() {
        return {
            .catalog = catalog,
            .config = config,
            .renderer = renderer,
            .output = output,
            .runner = runner,
            .environment = environment.path()};
    }

    /// The message and hint of a call that must fail.
    template <class Call>
    ErrorInfo failure(const Call& call) {
        try {
            call();
        } catch (const Error& thrown) {
            return thrown.info();
        }
        return {.message = "no error"};
    }

    TempDir environment;
    Masker masker;
    term::StringSink out;
    term::StringSink err;
    term::Output output{masker, out, err};
    catalog::Catalog catalog;
    render::Renderer renderer{catalog, {.version = "21.0.8"}};
    config::Config config{renderer, masker};
    RecordingRunner runner;
};

}  // namespace tutor::test
