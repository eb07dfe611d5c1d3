// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/snapshot.hpp"

#include "base/files.hpp"
#include "plugin_python/internal/items.hpp"

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace tutor::plugin_python::internal {
namespace {

namespace fs = std::filesystem;

// Changes with every change of what is written.
constexpr std::string_view format = "tutor python snapshot 2\n";
constexpr std::string_view extension = ".snapshot";
constexpr std::size_t most_files = 64;
constexpr auto longest_life = std::chrono::hours(24 * 60);

void write_event(Writer& out, const Event& event) {
    out.byte(static_cast<std::uint8_t>(event.kind));
    out.number(event.hook);
    out.real(event.priority);
    out.texts(event.contexts);
    write_position(out, event.where);
    out.text(event.content);
}

Event read_event(Reader& in) {
    Event event;
    const std::uint8_t kind = in.byte();
    if (kind > static_cast<std::uint8_t>(Event::Kind::clear_context)) {
        throw Corrupt();
    }
    event.kind = static_cast<Event::Kind>(kind);
    event.hook = in.number();
    event.priority = in.real();
    event.contexts = in.texts();
    event.where = read_position(in);
    event.content = in.text();
    return event;
}

void write_step(Writer& out, const Step& step) {
    out.byte(step.load ? 1 : 0);
    if (step.load) {
        out.byte(static_cast<std::uint8_t>(step.load->kind));
        out.text(step.load->plugin);
        out.text(step.load->target);
    }
    out.texts(step.loaded);
    out.number(step.callback);
    out.texts(step.contexts);
    out.number(step.events.size());
    for (const Event& event : step.events) {
        write_event(out, event);
    }
}

Step read_step(Reader& in) {
    Step step;
    if (in.byte() != 0) {
        LoadRequest load;
        const std::uint8_t kind = in.byte();
        if (kind > static_cast<std::uint8_t>(Kind::v1_package)) {
            throw Corrupt();
        }
        load.kind = static_cast<Kind>(kind);
        load.plugin = in.text();
        load.target = in.text();
        step.load = std::move(load);
    }
    step.loaded = in.texts();
    step.callback = in.number();
    step.contexts = in.texts();
    step.events.resize(in.count());
    for (Event& event : step.events) {
        event = read_event(in);
    }
    return step;
}

std::string encode_body(const Snapshot& snapshot) {
    Writer out;
    out.text(snapshot.key);
    write_dependencies(out, snapshot.dependencies);
    out.byte(snapshot.repeatable ? 1 : 0);
    out.number(snapshot.steps.size());
    for (const Step& step : snapshot.steps) {
        write_step(out, step);
    }
    out.number(snapshot.group_commands.size());
    for (const GroupCommand& command : snapshot.group_commands) {
        out.text(command.group);
        out.number(command.index);
        out.text(command.content);
    }
    return out.take();
}

Snapshot decode_body(std::string_view body) {
    Reader in(body);
    Snapshot snapshot;
    snapshot.key = in.text();
    snapshot.dependencies = read_dependencies(in);
    snapshot.repeatable = in.byte() != 0;
    snapshot.steps.resize(in.count());
    for (Step& step : snapshot.steps) {
        step = read_step(in);
    }
    snapshot.group_commands.resize(in.count());
    for (GroupCommand& command : snapshot.group_commands) {
        command.group = in.text();
        command.index = in.number();
        command.content = in.text();
    }
    if (!in.at_end()) {
        throw Corrupt();
    }
    return snapshot;
}

}  // namespace

std::string encode(const Snapshot& snapshot) {
    const std::string body = encode_body(snapshot);
    return fmt::format("{}{:016x}", format, checksum(body)) + body;
}

std::optional<Snapshot> decode(std::string_view bytes) {
    constexpr std::size_t digits = 16;
    if (!bytes.starts_with(format) || bytes.size() < format.size() + digits) {
        return std::nullopt;
    }
    const std::string_view body = bytes.substr(format.size() + digits);
    if (bytes.substr(format.size(), digits) != fmt::format("{:016x}", checksum(body))) {
        return std::nullopt;
    }
    try {
        return decode_body(body);
    } catch (const Corrupt&) {
        return std::nullopt;
    }
}

SnapshotFile::SnapshotFile(fs::path folder, std::string_view identity)
    : path_(std::move(folder) / fmt::format("{:016x}{}", checksum(identity), extension)) {}

std::optional<Snapshot> SnapshotFile::read() const {
    // Without a home the folder may be everybody's.
    struct stat found = {};
    if (::lstat(path_.c_str(), &found) != 0 || !S_ISREG(found.st_mode)
        || found.st_uid != ::geteuid() || (found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return std::nullopt;
    }
    try {
        const std::optional<std::string> bytes = read_file_if_exists(path_);
        return bytes ? decode(*bytes) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void SnapshotFile::write(const Snapshot& snapshot) const noexcept {
    try {
        // A file keeps its mode, whoever made it: not this one.
        std::error_code error;
        fs::create_directories(path_.parent_path(), error);
        fs::remove(path_, error);
        write_atomically(path_, encode(snapshot), {.mode = 0600});
        prune();
    } catch (const std::exception&) {
        remove();
    }
}

void SnapshotFile::remove() const noexcept {
    std::error_code error;
    fs::remove(path_, error);
}

void SnapshotFile::prune() const {
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    for (fs::directory_iterator entry(path_.parent_path(), error);
         !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (entry->path().extension() == extension && entry->path() != path_) {
            std::error_code gone;
            files.emplace_back(entry->last_write_time(gone), entry->path());
        }
    }
    std::sort(files.rbegin(), files.rend());
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (i + 1 >= most_files || now - files[i].first > longest_life) {
            fs::remove(files[i].second, error);
        }
    }
}

}  // namespace tutor::plugin_python::internal
