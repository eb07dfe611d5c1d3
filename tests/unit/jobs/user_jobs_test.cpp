// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

// Says whose password was set to what, in hexadecimal digits.
constexpr const char* fake_django =
    "class User:\n"
    "    def __init__(self, username): self.username = username\n"
    "    def set_password(self, password): self.password = password\n"
    "    def save(self): print(self.username.encode().hex(), self.password.encode().hex())\n"
    "class Users:\n"
    "    def get(self, username): return User(username)\n"
    "class Model:\n"
    "    objects = Users()\n"
    "def get_user_model(): return Model\n";

std::string hex(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return result;
}

test::FakeContainer django_container() {
    test::FakeContainer container;
    container.add_program("manage.py", "[ \"$2\" != shell ] || exec python3 -c \"$4\"\n");
    container.write("django/__init__.py", "");
    container.write("django/contrib/__init__.py", "");
    container.write("django/contrib/auth.py", fake_django);
    return container;
}

}  // namespace

TEST_CASE("createuser makes the user, then sets the password") {
    test::JobWorld world;
    const std::string script =
        world.script({"createuser", "--superuser", "--staff", "-p", "pass word", "me", "me@x.org"});
    CHECK(world.runner.scripts[0].service == "lms");
    test::FakeContainer container = django_container();
    const test::Trial trial = container.run(script);
    REQUIRE(trial.calls.size() == 2);
    CHECK(
        trial.calls[0]
        == Words{"manage.py", "lms", "manage_user", "--superuser", "--staff", "me", "me@x.org"});
    CHECK(
        Words(trial.calls[1].begin(), trial.calls[1].begin() + 4)
        == Words{"manage.py", "lms", "shell", "-c"});
    CHECK(trial.out == hex("me") + " " + hex("pass word") + "\n");
    CHECK(trial.status == 0);
}

TEST_CASE("createuser passes name, address and password untouched, whatever is in them") {
    for (const std::string& text : test::nasty_texts()) {
        CAPTURE(text);
        test::JobWorld world;
        const std::string script =
            world.script({"createuser", "--password=" + text, "n" + text, "e" + text});
        test::FakeContainer container = django_container();
        const test::Trial trial = container.run(script);
        REQUIRE(trial.calls.size() == 2);
        CHECK(trial.calls[0] == Words{"manage.py", "lms", "manage_user", "n" + text, "e" + text});
        CHECK(trial.out == hex("n" + text) + " " + hex(text) + "\n");
        CHECK(!std::filesystem::exists(container.path() / "injected"));
    }
}

TEST_CASE("createuser asks for the password, invisibly") {
    test::JobWorld world("s3cretpw\n");
    const std::string script = world.script({"createuser", "me", "me@x.org"});
    CHECK(script.find("s3cretpw") != std::string::npos);
    CHECK(world.out.text().find("s3cretpw") == std::string::npos);
}

TEST_CASE("the password of createuser is masked wherever the script is echoed") {
    for (const std::string& password :
         {std::string("s3cretpw"), std::string("it's \"quoted\""), std::string("back\\slash'es")}) {
        CAPTURE(password);
        test::JobWorld world;
        const std::string script =
            world.script({"createuser", "--password=" + password, "me", "me@x.org"});
        world.out.clear();
        world.output.line(script);
        world.output.command({"docker", "compose", "run", "lms-job", "sh", "-e", "-c", script});
        world.output.line("a password: " + password);
        CHECK(world.out.text().find("set_password(") != std::string::npos);
        for (const char* part : {"s3cretpw", "quoted", "slash"}) {
            CHECK(world.out.text().find(part) == std::string::npos);
        }
    }
}

TEST_CASE("createuser refuses names that manage.py would take for options") {
    test::JobWorld world;
    CHECK(world.run({"createuser", "-p", "x", "--", "--remove", "me@x.org"}) == 2);
    CHECK(world.runner.scripts.empty());
    CHECK(world.error.text().find("cannot begin with '-': '--remove'") != std::string::npos);
}

}  // namespace tutor::jobs
