// SPDX-License-Identifier: Apache-2.0

#include "process/system_runner.hpp"

#include "process/internal/child.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace tutor::process {
namespace {

using BytesSink = std::function<void(std::string_view bytes)>;

struct Source {
    Descriptor& descriptor;
    const BytesSink& sink;
};

// Reads once; closes the descriptor at its end.
void read_some(Source& source) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(source.descriptor.get(), buffer.data(), buffer.size());
    if (count > 0) {
        source.sink(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    } else if (count == 0 || errno != EINTR) {
        source.descriptor.close();
    }
}

// Hands on what arrives until all descriptors are at their end.
template <std::size_t N>
void pump(Child& child, std::array<Source, N> sources) {
    while (true) {
        std::array<pollfd, N> waiting = {};
        bool any_open = false;
        for (std::size_t i = 0; i < N; ++i) {
            waiting[i] = {.fd = sources[i].descriptor.get(), .events = POLLIN, .revents = 0};
            any_open = any_open || sources[i].descriptor.is_open();
        }
        if (!any_open) {
            return;
        }
        const int ready = ::poll(waiting.data(), waiting.size(), child.milliseconds_left());
        if (ready == 0) {
            child.time_out();
        }
        for (std::size_t i = 0; i < N && ready > 0; ++i) {
            if (waiting[i].revents != 0) {
                read_some(sources[i]);
            }
        }
    }
}

// Cuts bytes into lines.
class LineCutter {
public:
    explicit LineCutter(const LineSink& sink) : sink_(sink) {}

    void add(std::string_view bytes) {
        std::size_t end = bytes.find('\n');
        while (end != std::string_view::npos) {
            rest_ += bytes.substr(0, end);
            const std::string line = std::exchange(rest_, {});
            sink_(line);
            bytes.remove_prefix(end + 1);
            end = bytes.find('\n');
        }
        rest_ += bytes;
    }

    void finish() {
        if (!rest_.empty()) {
            sink_(std::exchange(rest_, {}));
        }
    }

private:
    const LineSink& sink_;
    std::string rest_;
};

}  // namespace

int SystemRunner::run(const Command& command) {
    return Child(command, Pipes::none).wait();
}

std::string SystemRunner::capture(const Command& command) {
    Child child(command, Pipes::output);
    std::string result;
    const BytesSink collect = [&](std::string_view bytes) {
        result += bytes;
    };
    pump<1>(child, {{{child.output(), collect}}});
    const int status = child.wait();
    if (status != 0) {
        throw captured_failure(command, status);
    }
    return result;
}

int SystemRunner::stream(
    const Command& command, const LineSink& on_output, const LineSink& on_error) {
    Child child(command, Pipes::output_and_error);
    LineCutter output(on_output);
    LineCutter error(on_error);
    const BytesSink add_output = [&](std::string_view bytes) {
        output.add(bytes);
    };
    const BytesSink add_error = [&](std::string_view bytes) {
        error.add(bytes);
    };
    pump<2>(child, {{{child.output(), add_output}, {child.error(), add_error}}});
    output.finish();
    error.finish();
    return child.wait();
}

}  // namespace tutor::process
