// SPDX-License-Identifier: Apache-2.0

#include "base/files.hpp"

#include "base/error.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace tutor {
namespace {

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status = {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("what is written is read back, byte for byte") {
    const test::TempDir folder;
    const std::string content("a\0b\r\n\xFF", 6);
    write_atomically(folder / "deep/er/file", content);
    CHECK(read_file(folder / "deep/er/file") == content);
    write_atomically(folder / "deep/er/file", "");
    CHECK(read_file(folder / "deep/er/file").empty());
}

TEST_CASE("a new file has the mode asked for, an existing one keeps its own") {
    const test::TempDir folder;
    write_atomically(folder / "secret", "1", {.mode = 0600});
    CHECK(mode_of(folder / "secret") == 0600);
    ::chmod((folder / "secret").c_str(), 0640);
    write_atomically(folder / "secret", "2", {.mode = 0600, .sync = Sync::yes});
    CHECK(mode_of(folder / "secret") == 0640);
}

TEST_CASE("a symbolic link survives and its target is replaced") {
    const test::TempDir folder;
    write_atomically(folder / "real", "old");
    std::filesystem::create_symlink("real", folder / "link");
    write_atomically(folder / "link", "new");
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(read_file(folder / "real") == "new");
}

TEST_CASE("a failed write leaves no temporary file") {
    const test::TempDir folder;
    std::filesystem::create_directory(folder / "taken");
    CHECK_THROWS_AS(write_atomically(folder / "taken", "x"), Error);
    const auto begin = std::filesystem::directory_iterator(folder.path());
    CHECK(std::distance(begin, std::filesystem::directory_iterator()) == 1);
}

TEST_CASE("files staged together are put in place together, or not at all") {
    const test::TempDir folder;
    write_atomically(folder / "a", "old");
    std::filesystem::create_directory(folder / "taken");
    {
        AtomicWriter writer;
        writer.stage(folder / "a", "new");
        writer.stage(folder / "b", "new");
        CHECK(read_file(folder / "a") == "old");
        CHECK_THROWS_AS(writer.stage(folder / "taken", "new"), Error);
    }
    CHECK(read_file(folder / "a") == "old");
    const auto begin = std::filesystem::directory_iterator(folder.path());
    CHECK(std::distance(begin, std::filesystem::directory_iterator()) == 2);
    AtomicWriter writer;
    writer.stage(folder / "a", "new");
    writer.stage(folder / "b", "new");
    writer.commit();
    CHECK(read_file(folder / "a") == "new");
    CHECK(read_file(folder / "b") == "new");
}

TEST_CASE("a missing file is an error that names it, or none where that is expected") {
    const test::TempDir folder;
    CHECK_FALSE(read_file_if_exists(folder / "absent").has_value());
    CHECK_THROWS_WITH_AS(
        read_file("/nonexistent/x"),
        "cannot read '/nonexistent/x': No such file or directory",
        Error);
}

TEST_CASE("a locked folder keeps other processes out and holds no new file") {
    const test::TempDir folder;
    const std::filesystem::path root = folder / "root";
    {
        const FileLock lock(root);
        const int other = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        REQUIRE(other >= 0);
        CHECK(::flock(other, LOCK_EX | LOCK_NB) != 0);
        ::close(other);
    }
    CHECK(std::filesystem::is_empty(root));
    const int other = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(::flock(other, LOCK_EX | LOCK_NB) == 0);
    ::close(other);
}

TEST_CASE("who holds a lock, and what it started, may lock again") {
    const test::TempDir folder;
    const FileLock outer(folder.path());
    { const FileLock inner(folder.path()); }
    const int other = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CHECK(::flock(other, LOCK_EX | LOCK_NB) != 0);  // still the outer one's
    ::close(other);
    CHECK(std::getenv("TUTOR_LOCKED") != nullptr);
}

}  // namespace tutor
