// SPDX-License-Identifier: Apache-2.0

#include "jobs/engine.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

namespace tutor::jobs {
namespace {

namespace fs = std::filesystem;
using catalog::Task;
using catalog::TaskOutput;

class EngineWorld : public test::JobWorld {
public:
    void run_tasks(std::vector<Task> tasks, const std::string& job = "init") {
        Engine engine(renderer, output, results, folder.path() / "logs");
        engine.run(job, sequence_of(std::move(tasks)), settings, runner);
    }

    /// The error of a run that must fail.
    ErrorInfo failure(std::vector<Task> tasks) {
        try {
            run_tasks(std::move(tasks));
        } catch (const Error& thrown) {
            frames = thrown.frames();
            return thrown.info();
        }
        FAIL("no error");
        return {};
    }

    /// Paths of logs below the folder of the only job, sorted.
    std::vector<fs::path> logs() const {
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
            if (entry.is_regular_file()) {
                files.push_back(entry.path());
            }
        }
        std::sort(files.begin(), files.end());
        return files;
    }

    std::vector<std::string> frames;
};

}  // namespace

TEST_CASE("tasks run in order, rendered and without white space around them") {
    EngineWorld world;
    world.run_tasks(
        {{.service = "mysql", .script = "\n  echo {{ LMS_HOST }}\n\n"},
         {.service = "lms", .script = "./manage.py"}});
    REQUIRE(world.runner.scripts.size() == 2);
    CHECK(world.runner.scripts[0].service == "mysql");
    CHECK(world.runner.scripts[0].text == "echo site.org");
    CHECK(world.runner.scripts[1].service == "lms");
    CHECK(world.runner.scripts[1].text == "./manage.py");
}

TEST_CASE("a task is asked for only after the one before has succeeded") {
    EngineWorld world;
    std::vector<std::string> events;
    world.runner.plays = {{.act = [&] {
        events.emplace_back("ran");
    }}};
    Engine engine(world.renderer, world.output, world.results, world.folder.path() / "logs");
    int asked = 0;
    engine.run(
        "x",
        [&]() -> std::optional<Task> {
            events.emplace_back("asked");
            return ++asked == 1 ? std::optional(Task{.service = "lms", .script = "x"})
                                : std::nullopt;
        },
        world.settings,
        world.runner);
    CHECK(events == std::vector<std::string>{"asked", "ran", "asked"});
}

TEST_CASE("the first failure stops the job and says what is known of it") {
    EngineWorld world;
    world.runner.plays = {
        {},
        {.lines = {{Channel::out, "one"}, {Channel::error, "two"}},
         .outcome = {.status = 3, .cause = "image cannot be pulled"}}};
    const ErrorInfo info = world.failure(
        {{.service = "lms", .script = "a"},
         {.service = "cms", .script = "b", .source = {.plugin = "scorm"}},
         {.service = "mysql", .script = "c"}});
    CHECK(world.runner.scripts.size() == 2);
    CHECK(
        info.message
        == "job 'init': the task of service 'cms' of plugin 'scorm' failed with status 3: "
           "image cannot be pulled\nLast lines of its output:\n    one\n    two");
    REQUIRE(world.logs().size() == 2);
    CHECK(info.hint == "the whole output is in '" + world.logs()[1].string() + "'");
}

TEST_CASE("a failure shows the last twelve lines") {
    EngineWorld world;
    test::RecordingJobRunner::Play play{.outcome = {.status = 1}};
    for (int i = 1; i <= 20; ++i) {
        play.lines.emplace_back(Channel::out, fmt::format("line {}.", i));
    }
    world.runner.plays = {play};
    const ErrorInfo info = world.failure({{.service = "lms", .script = "a"}});
    CHECK(info.message.find("line 8.") == std::string::npos);
    CHECK(info.message.find("line 9.") != std::string::npos);
    CHECK(info.message.find("line 20.") != std::string::npos);
}

TEST_CASE("a task ended by a signal is a failure that names it") {
    EngineWorld world;
    world.runner.plays = {{.outcome = {.status = 128 + 9}}};
    CHECK(
        world.failure({{.service = "lms", .script = "a"}}).message
        == "job 'init': the task of service 'lms' was ended by signal SIGKILL");
}

TEST_CASE("output is shown with the service before each line and kept in a private log") {
    EngineWorld world;
    world.runner.plays = {
        {.lines = {{Channel::out, "10%\r90%\rdone\r"}, {Channel::error, "careful"}}}};
    world.run_tasks({{.service = "lms", .script = "a"}}, "createuser");
    CHECK(world.out.text() == "lms | done\n");
    CHECK(world.error.text() == "lms | careful\n");
    REQUIRE(world.logs().size() == 1);
    const fs::path log = world.logs()[0];
    CHECK(log.filename() == "01-lms.log");
    CHECK(log.parent_path().filename().string().ends_with("-createuser"));
    CHECK(log.parent_path().parent_path() == world.folder.path() / "logs");
    const std::string text = read_file(log);
    CHECK(text.starts_with("done\ncareful\n[status 0 after "));
    struct stat status = {};
    REQUIRE(::stat(log.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("secrets are masked on the terminal, in the log and in the error") {
    EngineWorld world;
    world.masker.add("hunter22");
    world.runner.plays = {
        {.lines = {{Channel::out, "password is hunter22"}, {Channel::error, "no hunter22"}},
         .outcome = {.status = 1}}};
    const ErrorInfo info = world.failure({{.service = "lms", .script = "a"}});
    CHECK(info.message.find("hunter22") == std::string::npos);
    CHECK(info.message.find("    password is ***") != std::string::npos);
    CHECK(world.out.text() == "lms | password is ***\n");
    CHECK(world.error.text() == "lms | no ***\n");
    CHECK(read_file(world.logs()[0]).starts_with("password is ***\nno ***\n"));
}

TEST_CASE("a result is shown as it comes, unmasked, and kept masked") {
    EngineWorld world;
    world.masker.add("hunter22");
    world.runner.plays = {{.lines = {{Channel::out, "hunter22"}, {Channel::error, "noise"}}}};
    world.run_tasks({{.service = "lms", .script = "a", .output = TaskOutput::result}});
    CHECK(world.results_out.text() == "hunter22\n");
    CHECK(world.out.text().empty());
    CHECK(world.error.text() == "noise\n");
    CHECK(read_file(world.logs()[0]).starts_with("***\nnoise\n"));
}

TEST_CASE("a dialogue on the terminal leaves no log") {
    EngineWorld world;
    world.run_tasks({{.service = "lms", .script = "a", .output = TaskOutput::terminal}});
    CHECK(world.runner.scripts[0].output == TaskOutput::terminal);
    CHECK(world.logs().empty());
}

TEST_CASE("two jobs in the same second have logs of their own") {
    EngineWorld world;
    for (int i = 0; i < 3; ++i) {
        world.run_tasks({{.service = "lms", .script = "a"}});
    }
    CHECK(world.logs().size() == 3);
}

TEST_CASE("logs that cannot be written do not stop a job") {
    EngineWorld world;
    write_atomically(world.folder.path() / "logs", "a file in the way");
    world.runner.plays = {{.lines = {{Channel::out, "one"}}}, {.outcome = {.status = 1}}};
    const ErrorInfo info =
        world.failure({{.service = "lms", .script = "a"}, {.service = "cms", .script = "b"}});
    CHECK(world.runner.scripts.size() == 2);
    CHECK(world.out.text() == "lms | one\n");
    CHECK(info.hint.empty());
}

TEST_CASE("a task that cannot be started keeps its error and says which it was") {
    EngineWorld world;
    world.runner.plays = {{.act = [] {
        throw Error({.message = "no docker"});
    }}};
    const ErrorInfo info =
        world.failure({{.service = "lms", .script = "a", .source = {.plugin = "x"}}});
    CHECK(info.message == "no docker");
    CHECK(
        world.frames
        == std::vector<std::string>{
            "running the task of service 'lms' of plugin 'x' (job 'init')"});
}

TEST_CASE("an interruption passes through and is told in the log") {
    EngineWorld world;
    world.runner.plays = {{.lines = {{Channel::out, "working"}}, .act = [] {
                               throw Interrupted();
                           }}};
    CHECK_THROWS_AS(world.run_tasks({{.service = "lms", .script = "a"}}), Interrupted);
    CHECK(read_file(world.logs()[0]).starts_with("working\n[interrupted after "));
}

TEST_CASE("a script that cannot be rendered names job, service and plugin file") {
    EngineWorld world;
    const Task task{
        .service = "lms",
        .script = "echo {{ LMS_HOSTT }}",
        .source = {.plugin = "x", .where = {"x.yml", 7, 0}}};
    const ErrorInfo info = world.failure({task});
    CHECK(world.runner.scripts.empty());
    CHECK(info.message.find("LMS_HOSTT") != std::string::npos);
    REQUIRE(info.where);
    CHECK(info.where->line == 7);
}

}  // namespace tutor::jobs
