// SPDX-License-Identifier: Apache-2.0
//
// The module `kube` as a program, for the tests on a real cluster: kube-probe COMMAND ARGUMENT...
// The kubeconfig is chosen as for any client. Standard output is what tests compare.

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "json/dump.hpp"
#include "kube/client.hpp"
#include "kube/exec.hpp"
#include "kube/logs.hpp"
#include "kube/port_forward.hpp"
#include "kube/watch.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace tutor::kube {
namespace {

using Arguments = std::vector<std::string>;
using namespace std::chrono_literals;

void print(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

ObjectName name_from(const Arguments& arguments) {
    const Resource* resource = find_builtin_kind_by_name(arguments.at(0));
    if (resource == nullptr) {
        throw Error({.message = fmt::format("kind '{}' is not known", arguments.at(0))});
    }
    return {.kind = resource->kind, .name_space = {}, .name = arguments.at(1)};
}

Kind kind_from(const std::string& name) {
    return name_from({name, "-"}).kind;
}

void get(const Client& client, const Arguments& arguments) {
    print(json::dump(client.get(name_from(arguments))));
}

void list(const Client& client, const Arguments& arguments) {
    ListOptions options = {.page_size = 2};
    if (arguments.size() > 1) {
        options.label_selector = arguments[1];
    }
    for (const value::Dict& object : client.list(kind_from(arguments.at(0)), options).items) {
        print(to_text(name_of(object)));
    }
}

std::vector<value::Dict> documents_of(const std::string& file) {
    std::vector<value::Dict> documents;
    for (const yaml::Manifest& manifest : yaml::load_manifests(read_file(file), file)) {
        documents.push_back(manifest.value.as_dict());
    }
    return documents;
}

void apply(const Client& client, const Arguments& arguments) {
    const bool dry = arguments.size() > 1 && arguments[1] == "dry";
    const auto results = client.apply_all(
        documents_of(arguments.at(0)),
        {.dry_run = dry ? DryRun::all : DryRun::no, .force = Force::yes});
    for (const ApplyResult& result : results) {
        if (result.error) {
            std::rethrow_exception(result.error);
        }
        print("applied " + to_text(result.name));
    }
}

void create(const Client& client, const Arguments& arguments) {
    for (const value::Dict& document : documents_of(arguments.at(0))) {
        print("created " + to_text(name_of(client.create(document))));
    }
}

void remove(const Client& client, const Arguments& arguments) {
    const bool there = client.remove(
        name_from(arguments), {.propagation = Propagation::foreground, .wait = Wait::yes});
    print(there ? "deleted" : "not there");
}

void remove_all(const Client& client, const Arguments& arguments) {
    client.remove_all(
        kind_from(arguments.at(0)), {.label_selector = arguments.at(1)}, {.wait = Wait::yes});
    print("deleted");
}

void patch(const Client& client, const Arguments& arguments) {
    const std::map<std::string, PatchType> types = {
        {"json", PatchType::json},
        {"merge", PatchType::merge},
        {"strategic", PatchType::strategic_merge}};
    const value::Value document = yaml::load_manifests(arguments.at(3), "patch").at(0).value;
    print(json::dump(client.patch(name_from(arguments), types.at(arguments.at(2)), document)));
}

void scale(const Client& client, const Arguments& arguments) {
    client.scale(name_from(arguments), std::stoi(arguments.at(2)));
    print(std::to_string(client.replicas(name_from(arguments))));
}

std::string text_of(WatchEvent::Type type) {
    switch (type) {
    case WatchEvent::Type::added: return "added";
    case WatchEvent::Type::modified: return "modified";
    case WatchEvent::Type::deleted: return "deleted";
    case WatchEvent::Type::synchronised: return "synchronised";
    case WatchEvent::Type::disconnected: return "disconnected";
    case WatchEvent::Type::reconnected: return "reconnected";
    case WatchEvent::Type::woken: return "woken";
    }
    return {};
}

// watch KIND LABEL SECONDS: each event with the time at which it was taken from the queue.
void watch(const Client& client, const Arguments& arguments) {
    WatchQueue queue;
    const Watcher watcher(
        client, {.kind = kind_from(arguments.at(0)), .label_selector = arguments.at(1)}, queue);
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(std::stoi(arguments.at(2)));
    while (const std::optional<WatchEvent> event = queue.next_before(deadline)) {
        const auto now =
            std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch());
        print(fmt::format(
            "{:.6f} {} {} {}",
            now.count(),
            text_of(event->type),
            string_field(event->object, {"metadata", "name"}),
            string_field(event->object, {"metadata", "resourceVersion"})));
    }
}

void logs(const Client& client, const Arguments& arguments) {
    LogOptions options;
    if (arguments.size() > 1) {
        options.follow = arguments[1] == "follow" ? Follow::yes : Follow::no;
    }
    if (arguments.size() > 2) {
        options.tail_lines = std::stoll(arguments[2]);
    }
    read_logs(client, arguments.at(0), options, [](std::string_view line, std::string_view) {
        print(std::string(line));
    });
}

int run_exec(const Client& client, const Arguments& arguments) {
    return exec(
        client,
        {.pod = arguments.at(0),
         .command = {arguments.begin() + 2, arguments.end()},
         .input = arguments.at(1).find('i') == std::string::npos ? Input::no : Input::yes,
         .terminal =
             arguments.at(1).find('t') == std::string::npos ? Terminal::no : Terminal::yes});
}

void forward(const Client& client, const Arguments& arguments) {
    const PortForward forward(
        client,
        {.pod = arguments.at(0),
         .remote_port = static_cast<std::uint16_t>(std::stoi(arguments.at(1))),
         .on_problem = [](std::string_view problem) {
             print(std::string(problem));
         }});
    print(std::to_string(forward.local_port()));
    std::this_thread::sleep_for(std::chrono::seconds(std::stoi(arguments.at(2))));
}

int run(const std::string& command, const Arguments& arguments) {
    const http::Environment environment = http::process_environment();
    Client client(choose_access({.context = environment("PROBE_CONTEXT")}, environment));
    if (const auto name_space = environment("PROBE_NAMESPACE")) {
        client = client.in_namespace(*name_space);
    }
    const std::map<std::string, std::function<void(const Client&, const Arguments&)>> commands = {
        {"get", get},
        {"list", list},
        {"apply", apply},
        {"create", create},
        {"delete", remove},
        {"delete-all", remove_all},
        {"patch", patch},
        {"scale", scale},
        {"watch", watch},
        {"logs", logs},
        {"forward", forward},
        {"version", [](const Client& to, const Arguments&) {
             print(to.server_version());
         }}};
    if (command == "exec") {
        return run_exec(client, arguments);
    }
    commands.at(command)(client, arguments);
    return 0;
}

}  // namespace
}  // namespace tutor::kube

int main(int argc, char** argv) {
    try {
        return tutor::kube::run(argv[1], {argv + 2, argv + argc});
    } catch (const tutor::Error& error) {
        std::fputs(
            fmt::format("Error: {}\nHint: {}\n", error.what(), error.info().hint).c_str(), stderr);
        if (error.info().where) {
            std::fputs(
                fmt::format("at {}:{}\n", error.info().where->source, error.info().where->line)
                    .c_str(),
                stderr);
        }
        return 1;
    } catch (const std::exception& error) {
        std::fputs(fmt::format("{}\n", error.what()).c_str(), stderr);
        return 3;
    }
}
