// SPDX-License-Identifier: Apache-2.0

#include "base/files.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace tutor {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }

private:
    int number_;
};

[[noreturn]] void fail(std::string_view action, const fs::path& path, int error) {
    std::string hint;
    if (error == EACCES || error == EPERM || error == EROFS) {
        hint = "check the owner and the permissions of that file and of its folder";
    } else if (error == ENOSPC || error == EDQUOT) {
        hint = "free some disk space and run the command again: nothing was changed";
    }
    throw Error(
        {.message = fmt::format("cannot {} '{}': {}", action, path.string(), std::strerror(error)),
         .hint = std::move(hint)});
}

std::optional<std::string> read(const fs::path& path, bool must_exist) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        if (!must_exist && (errno == ENOENT || errno == ENOTDIR)) {
            return std::nullopt;
        }
        fail("read", path, errno);
    }
    struct stat status = {};
    std::string content;
    if (::fstat(file.get(), &status) == 0 && status.st_size > 0) {
        content.resize(static_cast<std::size_t>(status.st_size) + 1);
    } else {
        content.resize(4096);
    }
    std::size_t size = 0;
    while (true) {
        const ssize_t count = ::read(file.get(), content.data() + size, content.size() - size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail("read", path, errno);
        }
        if (count == 0) {
            content.resize(size);
            return content;
        }
        size += static_cast<std::size_t>(count);
        if (size == content.size()) {
            content.resize(content.size() * 2);
        }
    }
}

void write_all(int file, std::string_view content, const fs::path& path) {
    while (!content.empty()) {
        const ssize_t count = ::write(file, content.data(), content.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail("write", path, errno);
        }
        content.remove_prefix(static_cast<std::size_t>(count));
    }
}

void make_folder(const fs::path& folder) {
    if (folder.empty()) {
        return;
    }
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        fail("create folder", folder, error.value());
    }
}

}  // namespace

std::string read_file(const fs::path& path) {
    return *read(path, true);
}

std::optional<std::string> read_file_if_exists(const fs::path& path) {
    return read(path, false);
}

void write_atomically(const fs::path& path, std::string_view content, const WriteOptions& options) {
    AtomicWriter writer;
    writer.stage(path, content, options);
    writer.commit();
}

AtomicWriter::~AtomicWriter() {
    for (const Staged& file : staged_) {
        ::unlink(file.temporary.c_str());
    }
}

void AtomicWriter::stage(
    const fs::path& path, std::string_view content, const WriteOptions& options) {
    std::error_code error;
    fs::path target = path;
    if (fs::is_symlink(fs::symlink_status(path, error))) {
        target = fs::weakly_canonical(path, error);
        if (error) {
            fail("write", path, error.value());
        }
    }
    struct stat existing = {};
    const bool exists = ::stat(target.c_str(), &existing) == 0;
    if (exists && S_ISDIR(existing.st_mode)) {
        fail("write", path, EISDIR);
    }
    make_folder(target.parent_path());
    std::string name = target.string() + ".XXXXXX";
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (file.get() < 0) {
        fail("write", path, errno);
    }
    staged_.push_back({name, target, options.sync});
    write_all(file.get(), content, path);
    mode_t mode = existing.st_mode & 07777;
    if (!exists) {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        mode = options.mode & ~mask;
    }
    if (::fchmod(file.get(), mode) != 0) {
        fail("write", path, errno);
    }
    if (exists && (existing.st_uid != ::geteuid() || existing.st_gid != ::getegid())) {
        // Root keeps the owner of a user's file; for anybody else this is best effort.
        static_cast<void>(::fchown(file.get(), existing.st_uid, existing.st_gid) == 0);
    }
    if (options.sync == Sync::yes && ::fsync(file.get()) != 0) {
        fail("write", path, errno);
    }
}

void AtomicWriter::commit() {
    while (!staged_.empty()) {
        const Staged& file = staged_.front();
        if (::rename(file.temporary.c_str(), file.target.c_str()) != 0) {
            fail("write", file.target, errno);
        }
        if (file.sync == Sync::yes) {
            const fs::path folder =
                file.target.has_parent_path() ? file.target.parent_path() : fs::path(".");
            const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            if (directory.get() >= 0) {
                ::fsync(directory.get());
            }
        }
        staged_.pop_front();
    }
}

namespace {

constexpr const char* lock_variable = "TUTOR_LOCKED";

// "DEVICE:INODE:" of a folder, before the process that holds its lock.
std::string lock_name(int descriptor) {
    struct stat status = {};
    ::fstat(descriptor, &status);
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) + ":";
}

// Whether this process or a living one that started it holds the lock already.
bool is_held_above(const std::string& name) {
    const char* value = std::getenv(lock_variable);
    const std::string held = value == nullptr ? "" : value;
    if (!held.starts_with(name)) {
        return false;
    }
    const std::optional<std::int64_t> holder =
        parse_int(std::string_view(held).substr(name.size()));
    return holder && *holder > 0 && ::kill(static_cast<pid_t>(*holder), 0) == 0;
}

}  // namespace

FileLock::FileLock(const fs::path& folder) {
    make_folder(folder);
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) {
        fail("lock", folder, errno);
    }
    const std::string name = lock_name(descriptor_);
    if (is_held_above(name)) {
        // A plugin runs the program from within the program: it must not wait for itself.
        ::close(descriptor_);
        descriptor_ = -1;
        return;
    }
    while (::flock(descriptor_, LOCK_EX) != 0) {
        if (errno != EINTR) {
            const int error = errno;
            ::close(descriptor_);
            fail("lock", folder, error);
        }
    }
    ::setenv(lock_variable, (name + std::to_string(::getpid())).c_str(), 1);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) {
        ::unsetenv(lock_variable);
        ::close(descriptor_);
    }
}

}  // namespace tutor
