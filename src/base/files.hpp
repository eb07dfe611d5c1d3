// SPDX-License-Identifier: Apache-2.0
//
// Reading and writing whole files so that nothing is ever half-written.
//
//     const FileLock lock(root);
//     write_atomically(root / "config.yml", text, {.mode = 0600});

#pragma once

#include <sys/types.h>

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tutor {

/// The whole content, byte for byte.
///
/// @throws Error  it cannot be read, or is a directory
std::string read_file(const std::filesystem::path& path);

/// As `read_file`, but none when the file does not exist.
std::optional<std::string> read_file_if_exists(const std::filesystem::path& path);

enum class Sync { no, yes };

struct WriteOptions {
    /// Mode of a file that is new, before the umask; an existing file keeps its own.
    mode_t mode = 0666;
    /// Whether content and name reach the disk before the call returns.
    Sync sync = Sync::no;
};

/// Replaces `path` with `content`: written to a temporary file in the same folder, then renamed.
/// Missing folders are made. A symbolic link stays one: what it points to is replaced.
///
/// @throws Error  nothing has changed then
void write_atomically(
    const std::filesystem::path& path, std::string_view content, const WriteOptions& options = {});

/// Several files that are replaced together: `stage` does all that can run out of disk or be
/// forbidden, `commit` only renames, in the order of staging. What was staged and not committed
/// leaves nothing behind.
class AtomicWriter {
public:
    AtomicWriter() = default;
    ~AtomicWriter();
    AtomicWriter(const AtomicWriter&) = delete;
    AtomicWriter& operator=(const AtomicWriter&) = delete;

    /// As `write_atomically`, up to the renaming.
    ///
    /// @throws Error  no file has changed then
    void stage(
        const std::filesystem::path& path,
        std::string_view content,
        const WriteOptions& options = {});

    /// @throws Error  a name is refused; files before it have been replaced
    void commit();

private:
    struct Staged {
        std::string temporary;
        std::filesystem::path target;
        Sync sync;
    };
    std::deque<Staged> staged_;
};

/// An exclusive advisory lock on a folder between processes, held while the object lives.
///
/// The folder is made when it is missing; nothing is left in it.
/// Upstream: none, two writers of the reference overwrite each other.
class FileLock {
public:
    /// Blocks until the lock is free.
    ///
    /// @throws Error  the folder cannot be made or opened
    explicit FileLock(const std::filesystem::path& folder);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_;
};

}  // namespace tutor
