#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/hostile_elf.h"
#include "core/test_elf.h"

using namespace core;
using core::test::ElfWriter;

namespace {

ElfError check(const ElfWriter& elf) {
    return check_elf(elf.write(), ElfWriter::digest()).error;
}

/// The error as text, for the output of a failed check.
std::string words(ElfError error) {
    return std::string(describe(error));
}

void check_hostile(std::span<const std::uint8_t> good, const SpecDigest& spec) {
    REQUIRE(words(check_elf(good, spec).error) == "good");
    const std::vector<core::test::HostileElf> hostile = core::test::hostile_elfs(good);
    REQUIRE_FALSE(hostile.empty());
    for (const core::test::HostileElf& one : hostile) {
        CAPTURE(std::string(one.name));
        CHECK(words(check_elf(one.bytes, spec).error) == words(one.expected));
    }
}

/// The digest in the first AbiNote in the bytes of a program.
std::optional<SpecDigest> digest_of(std::span<const std::uint8_t> program) {
    constexpr std::string_view begin{"\12\0\0\0\40\0\0\0\1\0\0\0abi-check\0\0\0", 24};
    const auto found = std::ranges::search(program, std::span(begin), {}, {},
                                           [](char letter) { return static_cast<std::uint8_t>(letter); });
    if (std::ranges::distance(found.begin(), program.end()) < static_cast<std::ptrdiff_t>(sizeof(AbiNote))) {
        return std::nullopt;
    }
    SpecDigest digest{};
    std::ranges::copy_n(found.begin() + begin.size(), digest.size(), digest.begin());
    return digest;
}

}  // namespace

TEST_CASE("a good program is accepted, and its segments are returned") {
    const std::vector<std::uint8_t> file = ElfWriter{}.write();
    const ElfCheck check = check_elf(file, ElfWriter::digest());
    REQUIRE(check.error == ElfError::none);
    CHECK(check.image.entry == ElfWriter::code_address + 0x20);
    REQUIRE(check.image.segment_count == 3);
    CHECK(check.image.bytes == 4 * page_bytes);
    CHECK(check.image.segments[0].access == (access_read | access_execute));
    CHECK(check.image.segments[1].access == access_read);
    CHECK(check.image.segments[2].access == (access_read | access_write));
    CHECK(check.image.segments[2].memory_bytes == 0x1800);
    CHECK(check.image.segments[2].file.data() == file.data() + 0x2000);
}

TEST_CASE("each error in a program is refused with its own ElfError") {
    check_hostile(ElfWriter{}.write(), ElfWriter::digest());
    ElfWriter all_bss;
    all_bss.segments[2].p_filesz = 0;
    check_hostile(all_bss.write(), ElfWriter::digest());
}

TEST_CASE("a program of this build is accepted, and refused with each error") {
    std::ifstream file(REFKERNEL_HELLO, std::ios::binary);
    if (!file) {
        MESSAGE("hello is not built: '" REFKERNEL_HELLO "'");
        return;
    }
    const std::vector<std::uint8_t> hello(std::istreambuf_iterator<char>(file), {});
    const std::optional<SpecDigest> digest = digest_of(hello);
    REQUIRE(digest);
    check_hostile(hello, *digest);
}

TEST_CASE("each ElfError is the result for some hostile program, and each has its own text") {
    const std::vector<core::test::HostileElf> hostile = core::test::hostile_elfs(ElfWriter{}.write());
    std::set<std::string> expected;
    for (const core::test::HostileElf& one : hostile) {
        expected.insert(words(one.expected));
    }
    constexpr auto count = static_cast<std::size_t>(ElfError::stale) + 1;
    CHECK(expected.size() == count - 1);
    for (std::size_t error = 1; error < count; ++error) {
        CAPTURE(words(static_cast<ElfError>(error)));
        CHECK(expected.contains(words(static_cast<ElfError>(error))));
    }
}

TEST_CASE("an error has its numbers: the program header, the values, and by how much they are wrong") {
    const auto numbers = [](void (*change)(ElfWriter&)) {
        ElfWriter elf;
        change(elf);
        const std::vector<std::uint8_t> file = elf.write();
        return core::test::words_of(elf_numbers(check_elf(file, ElfWriter::digest())));
    };
    using E = ElfWriter;
    CHECK(numbers([](E&) {}) == "");
    CHECK(numbers([](E& e) { e.header.e_machine = EM_X86_64; }) == ": e_type 2, e_machine 0x3e, e_flags 5");
    CHECK(numbers([](E& e) { e.header.e_phoff = 0x9000; }) ==
          ": e_ehsize 0x40, e_phoff 0x9000, e_phnum 5, e_phentsize 0x38, the file ends at 0x2100");
    CHECK(numbers([](E& e) { e.segments[1].p_filesz = e.segments[1].p_memsz = 0x5000; }) ==
          ": program header 1: p_type 1, p_flags 4, p_offset 0x1000, p_vaddr 0x100001000, p_filesz 0x5000, "
          "p_memsz 0x5000, p_align 0x1000, ends after the file by 0x3f00");
    CHECK(numbers([](E& e) { e.segments[2].p_memsz = 0xff; }) ==
          ": program header 2: p_type 1, p_flags 6, p_offset 0x2000, p_vaddr 0x100002000, p_filesz 0x100, "
          "p_memsz 0xff, p_align 0x1000, too long by 1");
    CHECK(numbers([](E& e) { std::swap(e.segments[0], e.segments[1]); }) ==
          ": program header 1: p_type 1, p_flags 5, p_offset 0, p_vaddr 0x100000000, p_filesz 0x40, "
          "p_memsz 0x40, p_align 0x1000, the segment before ends at 0x100001100");
    CHECK(numbers([](E& e) { e.segments[0].p_memsz = max_image_bytes + 1; }).ends_with(", free for it 0x2000000"));
    CHECK(numbers([](E& e) { e.segments[4].p_flags |= PF_X; }) ==
          ": program header 4: p_type 0x6474e551, p_flags 7, p_offset 0, p_vaddr 0, p_filesz 0, p_memsz 0, "
          "p_align 0x1000");
    CHECK(numbers([](E& e) { e.header.e_entry |= 1; }) == ": e_entry 0x100000021");
    const std::vector<std::uint8_t> file(10);
    CHECK(core::test::words_of(elf_numbers(check_elf(file, {}))) == ": it has 0xa bytes of 0x40");
}

TEST_CASE("each error of a hostile program has numbers, except those about notes and missing parts") {
    const std::set<std::string> without{words(ElfError::no_segments), words(ElfError::bad_program_headers_segment),
                                        words(ElfError::damaged_note), words(ElfError::no_abi_note),
                                        words(ElfError::stale)};
    for (const core::test::HostileElf& one : core::test::hostile_elfs(ElfWriter{}.write())) {
        CAPTURE(std::string(one.name));
        const ElfNumbers numbers = elf_numbers(check_elf(one.bytes, ElfWriter::digest()));
        CHECK(core::test::words_of(numbers).empty() == without.contains(words(one.expected)));
    }
}

TEST_CASE("programs with these properties are accepted") {
    struct Good {
        const char* what;
        void (*change)(ElfWriter&);
    };
    using E = ElfWriter;
    constexpr Good cases[] = {
        {"no compressed instructions", [](E& e) { e.header.e_flags = EF_RISCV_FLOAT_ABI_DOUBLE; }},
        {"no PT_GNU_STACK", [](E& e) { e.segments.pop_back(); }},
        {"the largest stack", [](E& e) { e.segments[4].p_memsz = USER_STACK_END - USER_STACK_BEGIN; }},
        {"the last two bytes of its code as entry", [](E& e) { e.header.e_entry = E::code_address + 0x3e; }},
        {"the first two bytes of its code as entry", [](E& e) { e.header.e_entry = E::code_address; }},
        {"a larger alignment that fits",
         [](E& e) {
             e.segments[0].p_align = 2 * page_bytes;
             e.segments[2].p_align = 2 * page_bytes;
         }},
        {"the most memory", [](E& e) { e.segments[2].p_memsz = max_image_bytes - 2 * page_bytes; }},
        {"the last page",
         [](E& e) {
             e.segments[2].p_vaddr = USER_PROGRAM_END - page_bytes;
             e.segments[2].p_memsz = page_bytes;
         }},
        {"a segment without a byte in the file",
         [](E& e) {
             e.segments[2].p_filesz = 0;
             e.segments[2].p_offset = E::file_bytes & ~(page_bytes - 1);
         }},
        {"headers that are ignored",
         [](E& e) {
             for (const auto type : {PT_NULL, PT_GNU_RELRO, PT_GNU_PROPERTY, PT_RISCV_ATTRIBUTES}) {
                 e.segments.push_back(E::segment(static_cast<std::uint32_t>(type), PF_R, ~std::uint64_t{0}, 0, 1, 1));
             }
         }},
        {"a segment without file bytes, whose offset is the end of the file",
         [](E& e) {
             e.segments[2].p_filesz = 0;
             e.segments[2].p_offset = E::file_bytes;
             e.segments[2].p_vaddr += E::file_bytes % page_bytes;
         }},
        {"the most program headers", [](E& e) { e.segments.resize(64, E::segment(PT_NULL, 0, 0, 0, 0, 0)); }},
        {"section headers right after the ELF header",
         [](E& e) {
             e.header.e_shoff = sizeof(Elf64_Ehdr);
             e.header.e_shentsize = sizeof(Elf64_Shdr);
             e.header.e_shnum = 1;
         }},
        {"a segment that begins with its program headers",
         [](E& e) {
             e.segments[0] = E::segment(PT_LOAD, PF_R | PF_X, sizeof(Elf64_Ehdr), E::code_address + sizeof(Elf64_Ehdr),
                                        0x800, 0x800);
             e.header.e_entry = E::code_address + 0x400;
             const std::uint64_t bytes = 6 * sizeof(Elf64_Phdr);
             e.segments.insert(e.segments.begin(), E::segment(PT_PHDR, PF_R, sizeof(Elf64_Ehdr),
                                                              E::code_address + sizeof(Elf64_Ehdr), bytes, bytes));
         }},
        {"its program headers in memory",
         [](E& e) {
             e.segments[0].p_filesz = e.segments[0].p_memsz = page_bytes;
             const std::uint64_t bytes = 6 * sizeof(Elf64_Phdr);
             e.segments.insert(e.segments.begin(), E::segment(PT_PHDR, PF_R, sizeof(Elf64_Ehdr),
                                                              E::code_address + sizeof(Elf64_Ehdr), bytes, bytes));
         }},
        {"a note whose fields are padded to 8 bytes", [](E& e) { e.segments[3].p_align = 8; }},
        {"a note with p_align 0", [](E& e) { e.segments[3].p_align = 0; }},
        {"a note with p_align 1", [](E& e) { e.segments[3].p_align = 1; }},
    };
    for (const Good& good : cases) {
        CAPTURE(good.what);
        ElfWriter elf;
        good.change(elf);
        CHECK(words(check(elf)) == "good");
    }
}

TEST_CASE("a PT_PHDR that is not the table that was read is refused, whatever differs") {
    const auto with = [](void (*change)(Elf64_Phdr&)) {
        ElfWriter elf;
        elf.segments[0].p_filesz = elf.segments[0].p_memsz = page_bytes;
        const std::uint64_t bytes = 6 * sizeof(Elf64_Phdr);
        Elf64_Phdr table = ElfWriter::segment(PT_PHDR, PF_R, sizeof(Elf64_Ehdr),
                                              ElfWriter::code_address + sizeof(Elf64_Ehdr), bytes, bytes);
        change(table);
        elf.segments.insert(elf.segments.begin(), table);
        return check(elf);
    };
    CHECK(with([](Elf64_Phdr&) {}) == ElfError::none);
    CHECK(with([](Elf64_Phdr& table) { table.p_offset += 8; }) == ElfError::bad_program_headers_segment);
    CHECK(with([](Elf64_Phdr& table) { table.p_vaddr += 8; }) == ElfError::bad_program_headers_segment);
    CHECK(with([](Elf64_Phdr& table) { table.p_vaddr += page_bytes; }) == ElfError::bad_program_headers_segment);
    CHECK(with([](Elf64_Phdr& table) { table.p_filesz -= 56; }) == ElfError::bad_program_headers_segment);
    CHECK(with([](Elf64_Phdr& table) { table.p_memsz += 56; }) == ElfError::bad_program_headers_segment);
}

TEST_CASE("a file truncated anywhere is refused") {
    const std::vector<std::uint8_t> file = ElfWriter{}.write();
    for (std::size_t length = 0; length < file.size(); length += 7) {
        CAPTURE(length);
        CHECK(check_elf(std::span(file).first(length), ElfWriter::digest()).error != ElfError::none);
    }
    CHECK(check_elf(std::span(file).first(63), {}).error == ElfError::too_short);
}

TEST_CASE("the note is found after another note, with the padding of the segment's p_align") {
    struct Other {
        std::uint64_t alignment;
        std::uint32_t name_bytes;
        std::uint32_t descriptor_bytes;
        std::size_t bytes;
    };
    for (const Other& other : {Other{4, 4, 3, 20}, Other{4, 5, 1, 24}, Other{8, 4, 20, 40}, Other{8, 5, 1, 32}}) {
        CAPTURE(other.alignment);
        CAPTURE(other.name_bytes);
        ElfWriter elf;
        elf.segments[3].p_filesz = other.bytes + sizeof elf.note;
        elf.segments[3].p_align = other.alignment;
        std::vector<std::uint8_t> file = elf.write();
        const Elf64_Nhdr header{.n_namesz = other.name_bytes, .n_descsz = other.descriptor_bytes, .n_type = 1};
        std::memset(file.data() + 0x1000, 'x', other.bytes);
        std::memcpy(file.data() + 0x1000, &header, sizeof header);
        std::memcpy(file.data() + 0x1000 + other.bytes, &elf.note, sizeof elf.note);
        CHECK(words(check_elf(file, ElfWriter::digest()).error) == "good");
        SpecDigest another = ElfWriter::digest();
        another[0] = 0;
        CHECK(check_elf(file, another).error == ElfError::stale);
    }
}

TEST_CASE("segments may be too large together even if no two of them are") {
    ElfWriter elf;
    constexpr std::uint64_t half = max_image_bytes / 2;
    elf.segments[1].p_memsz = half;
    elf.segments[2].p_vaddr += half;
    elf.segments[2].p_memsz = half - page_bytes;
    CHECK(check(elf) == ElfError::none);
    elf.segments[2].p_memsz += 1;
    CHECK(check(elf) == ElfError::image_too_large);
}

TEST_CASE("a second note with the same digest is accepted, one with another digest is damage, in either order") {
    ElfWriter elf;
    elf.segments[3].p_filesz = 2 * sizeof elf.note;
    std::vector<std::uint8_t> file = elf.write();
    const auto first = std::span(file).subspan(0x1000, sizeof elf.note);
    const auto second = std::span(file).subspan(0x1000 + sizeof elf.note, sizeof elf.note);
    std::ranges::copy(first, second.begin());
    CHECK(check_elf(file, ElfWriter::digest()).error == ElfError::none);
    for (const auto& note : {first, second}) {
        note.back() ^= 1;
        CHECK(check_elf(file, ElfWriter::digest()).error == ElfError::damaged_note);
        note.back() ^= 1;
    }
}

TEST_CASE("a kernel without a spec runs programs of any spec or without a note") {
    ElfWriter elf;
    CHECK(check_elf(elf.write(), {}).error == ElfError::none);
    elf.segments.erase(elf.segments.begin() + 3);
    CHECK(check_elf(elf.write(), {}).error == ElfError::none);
}
