// SPDX-License-Identifier: Apache-2.0

#include "plugin_native/internal/elf.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>
#include <tutor/plugin.h>

#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace tutor::plugin_native::internal {
namespace {

using Header = ElfW(Ehdr);
using Section = ElfW(Shdr);
using Segment = ElfW(Phdr);
using Symbol = ElfW(Sym);

constexpr std::string_view symbol_name = "tutor_plugin";

/// A shared object as bytes. Nothing in it is trusted: every access is checked.
class ElfFile {
public:
    ElfFile(std::string_view bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {
        header_ = at<Header>(0);
        // Our own program is of the right kind by definition.
        const Header own = own_header();
        if (std::memcmp(header_.e_ident, own.e_ident, EI_DATA + 1) != 0
            || header_.e_machine != own.e_machine || header_.e_type != ET_DYN) {
            fail("is no shared object of this machine");
        }
    }

    // Where an exported object is in the file; none when there is no such symbol.
    std::optional<std::string_view> object(std::string_view name) const {
        for (std::size_t i = 0; i < header_.e_shnum; ++i) {
            const auto section = at<Section>(header_.e_shoff + i * sizeof(Section));
            if (section.sh_type == SHT_DYNSYM) {
                return object_in(section, name);
            }
        }
        return std::nullopt;
    }

    [[noreturn]] void fail(std::string_view problem, std::string hint = {}) const {
        throw Error(
            {.message = fmt::format("'{}' {}", file_, problem),
             .where = Position{file_},
             .hint = hint.empty() ? "native plugins are described in docs/plugins/native.md"
                                  : std::move(hint)});
    }

private:
    static Header own_header() {
        Header header = {};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
        const std::uint16_t probe = 1;
        unsigned char first = 0;
        std::memcpy(&first, &probe, 1);
        header.e_ident[EI_DATA] = first == 1 ? ELFDATA2LSB : ELFDATA2MSB;
#if defined(__x86_64__)
        header.e_machine = EM_X86_64;
#elif defined(__aarch64__)
        header.e_machine = EM_AARCH64;
#elif defined(__riscv)
        header.e_machine = EM_RISCV;
#elif defined(__powerpc64__)
        header.e_machine = EM_PPC64;
#elif defined(__s390x__)
        header.e_machine = EM_S390;
#else
#  error "state the machine of this architecture"
#endif
        return header;
    }

    std::string_view slice(std::uint64_t offset, std::uint64_t size) const {
        if (offset > bytes_.size() || size > bytes_.size() - offset) {
            fail("is damaged: it ends too early");
        }
        return bytes_.substr(offset, size);
    }

    template <class T>
    T at(std::uint64_t offset) const {
        static_assert(std::is_trivially_copyable_v<T>);
        T value;
        std::memcpy(&value, slice(offset, sizeof(T)).data(), sizeof(T));
        return value;
    }

    std::optional<std::string_view> object_in(const Section& symbols, std::string_view name) const {
        if (symbols.sh_link >= header_.e_shnum) {
            fail("is damaged: its table of symbols has no names");
        }
        const auto names =
            at<Section>(header_.e_shoff + std::uint64_t{symbols.sh_link} * sizeof(Section));
        const std::string_view table = slice(names.sh_offset, names.sh_size);
        for (std::uint64_t i = 0; i < symbols.sh_size / sizeof(Symbol); ++i) {
            const auto symbol = at<Symbol>(symbols.sh_offset + i * sizeof(Symbol));
            if (symbol.st_name >= table.size() || symbol.st_shndx == SHN_UNDEF) {
                continue;
            }
            const std::string_view rest = table.substr(symbol.st_name);
            if (rest.substr(0, rest.find('\0')) == name) {
                return slice(offset_of(symbol.st_value), symbol.st_size);
            }
        }
        return std::nullopt;
    }

    // Of an address in memory.
    std::uint64_t offset_of(std::uint64_t address) const {
        for (std::size_t i = 0; i < header_.e_phnum; ++i) {
            const auto segment = at<Segment>(header_.e_phoff + i * sizeof(Segment));
            if (segment.p_type == PT_LOAD && address >= segment.p_vaddr
                && address - segment.p_vaddr < segment.p_filesz) {
                return segment.p_offset + (address - segment.p_vaddr);
            }
        }
        fail("is damaged: its data is not in the file");
    }

    std::string_view bytes_;
    std::string file_;
    Header header_ = {};
};

}  // namespace

PluginInfo read_plugin_info(const std::filesystem::path& file) {
    const std::string bytes = read_file(file);
    const ElfFile elf(bytes, file.string());
    const std::optional<std::string_view> object = elf.object(symbol_name);
    if (!object) {
        elf.fail(
            "is no plugin: it exports no 'tutor_plugin'",
            "say TUTOR_PLUGIN (C++) or TUTOR_PLUGIN_INFO (C) in it, see docs/plugins/native.md");
    }
    tutor_plugin_info info = {};
    if (object->size() < sizeof(info)) {
        elf.fail("is no plugin: its 'tutor_plugin' is too small");
    }
    std::memcpy(&info, object->data(), sizeof(info));
    if (std::memcmp(info.magic, "TUTORSO", sizeof(info.magic)) != 0) {
        elf.fail("is no plugin: its 'tutor_plugin' is something else");
    }
    info.version[sizeof(info.version) - 1] = '\0';
    std::string version(info.version);
    if (find_invalid_utf8(version)) {
        elf.fail("has a version that is no text");
    }
    return {info.sdk_major, info.sdk_minor, std::move(version)};
}

}  // namespace tutor::plugin_native::internal
