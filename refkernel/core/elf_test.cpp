#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "core/test_elf.h"

using namespace core;
using core::test::ElfWriter;

namespace {

ElfError check(const ElfWriter& elf) {
    return check_elf(elf.write(), ElfWriter::digest()).error;
}

struct Spoiled {
    ElfError expected;
    const char* how;
    std::function<void(ElfWriter&)> spoil;
};

}  // namespace

TEST_CASE("a good program is accepted, and its segments are named") {
    const std::vector<std::uint8_t> file = ElfWriter{}.write();
    const ElfCheck check = check_elf(file, ElfWriter::digest());
    REQUIRE(check.error == ElfError::none);
    CHECK(check.image.entry == ElfWriter::code_address + 0x20);
    REQUIRE(check.image.segment_count == 3);
    CHECK(check.image.segments[0].access == (access_read | access_execute));
    CHECK(check.image.segments[1].access == access_read);
    CHECK(check.image.segments[2].access == (access_read | access_write));
    CHECK(check.image.segments[2].memory_bytes == 0x1800);
    CHECK(check.image.segments[2].file.data() == file.data() + 0x2000);
}

TEST_CASE("every way to spoil a program is refused by its own name") {
    using E = ElfWriter;
    constexpr std::uint64_t huge = ~std::uint64_t{0};
    const Spoiled cases[] = {
        {ElfError::bad_magic, "magic", [](E& e) { e.header.e_ident[3] = 'f'; }},
        {ElfError::not_64_bit, "32-bit", [](E& e) { e.header.e_ident[EI_CLASS] = ELFCLASS32; }},
        {ElfError::not_little_endian, "big-endian", [](E& e) { e.header.e_ident[EI_DATA] = ELFDATA2MSB; }},
        {ElfError::bad_version, "ident version", [](E& e) { e.header.e_ident[EI_VERSION] = 0; }},
        {ElfError::bad_version, "version", [](E& e) { e.header.e_version = 2; }},
        {ElfError::bad_os_abi, "FreeBSD", [](E& e) { e.header.e_ident[EI_OSABI] = ELFOSABI_FREEBSD; }},
        {ElfError::not_executable, "position independent", [](E& e) { e.header.e_type = ET_DYN; }},
        {ElfError::not_riscv, "x86-64", [](E& e) { e.header.e_machine = EM_X86_64; }},
        {ElfError::bad_header_bytes, "header size", [](E& e) { e.header.e_ehsize = 52; }},
        {ElfError::bad_header_bytes, "program header size", [](E& e) { e.header.e_phentsize = 32; }},
        {ElfError::no_program_headers, "none", [](E& e) { e.segments.clear(); }},
        {ElfError::too_many_program_headers, "65", [](E& e) { e.header.e_phnum = 65; }},
        {ElfError::program_headers_outside, "at the end", [](E& e) { e.header.e_phoff = E::file_bytes - 8; }},
        {ElfError::program_headers_outside, "far away", [](E& e) { e.header.e_phoff = huge; }},
        {ElfError::needs_interpreter, "PT_INTERP", [](E& e) { e.segments[4].p_type = PT_INTERP; }},
        {ElfError::needs_dynamic_linking, "PT_DYNAMIC", [](E& e) { e.segments[4].p_type = PT_DYNAMIC; }},
        {ElfError::executable_stack, "PT_GNU_STACK", [](E& e) { e.segments[4].p_flags |= PF_X; }},
        {ElfError::too_many_segments, "nine",
         [](E& e) {
             e.segments.clear();
             for (std::uint64_t i = 0; i < 9; ++i) {
                 e.segments.push_back(E::segment(PT_LOAD, PF_R, 0, E::code_address + i * 0x1000, 8, 8));
             }
         }},
        {ElfError::no_segments, "only a note",
         [](E& e) { e.segments.erase(e.segments.begin(), e.segments.begin() + 3); }},
        {ElfError::empty_segment, "empty", [](E& e) { e.segments[1].p_memsz = e.segments[1].p_filesz = 0; }},
        {ElfError::file_exceeds_memory, "filesz", [](E& e) { e.segments[1].p_memsz = e.segments[1].p_filesz - 1; }},
        {ElfError::segment_outside_file, "one byte too far",
         [](E& e) { e.segments[2].p_filesz = E::file_bytes - 0x2000 + 1; }},
        {ElfError::segment_outside_file, "offset far away", [](E& e) { e.segments[2].p_offset = huge - 0xfff; }},
        {ElfError::segment_outside_file, "note", [](E& e) { e.segments[3].p_offset = huge - 8; }},
        {ElfError::segment_overflows, "memsz", [](E& e) { e.segments[2].p_memsz = huge; }},
        {ElfError::segment_outside_user, "in the kernel", [](E& e) { e.segments[0].p_vaddr = 0x8020'0000; }},
        {ElfError::segment_outside_user, "into the rings",
         [](E& e) { e.segments[2].p_memsz = USER_PROGRAM_END - E::data_address + 1; }},
        {ElfError::bad_alignment, "3", [](E& e) { e.segments[1].p_align = 3; }},
        {ElfError::bad_alignment, "16", [](E& e) { e.segments[1].p_align = 16; }},
        {ElfError::bad_alignment, "0", [](E& e) { e.segments[1].p_align = 0; }},
        {ElfError::misaligned_segment, "8 bytes off", [](E& e) { e.segments[1].p_vaddr += 8; }},
        {ElfError::segments_out_of_order, "swapped", [](E& e) { std::swap(e.segments[0], e.segments[1]); }},
        {ElfError::segments_out_of_order, "overlapping", [](E& e) { e.segments[0].p_memsz = 0x1001; }},
        {ElfError::segments_share_page, "one page",
         [](E& e) {
             e.segments[1].p_vaddr -= 0xf00;
             e.segments[1].p_offset -= 0xf00;
         }},
        {ElfError::unreadable_segment, "execute only", [](E& e) { e.segments[0].p_flags = PF_X; }},
        {ElfError::writable_and_executable, "rwx", [](E& e) { e.segments[0].p_flags = PF_R | PF_W | PF_X; }},
        {ElfError::unknown_flags, "flag 8", [](E& e) { e.segments[0].p_flags |= 8; }},
        {ElfError::entry_misaligned, "odd", [](E& e) { e.header.e_entry += 1; }},
        {ElfError::entry_not_executable, "in data", [](E& e) { e.header.e_entry = E::data_address; }},
        {ElfError::entry_not_executable, "before the code", [](E& e) { e.header.e_entry = E::code_address - 2; }},
        {ElfError::entry_not_executable, "behind the code", [](E& e) { e.header.e_entry = E::code_address + 0x40; }},
        {ElfError::damaged_note, "no room for its header", [](E& e) { e.segments[3].p_filesz = 11; }},
        {ElfError::damaged_note, "descriptor too long", [](E& e) { e.note.digest_bytes = 33; }},
        {ElfError::damaged_note, "name far too long", [](E& e) { e.note.name_bytes = 0xffff'ffff; }},
        {ElfError::damaged_note, "digest too short",
         [](E& e) {
             e.note.digest_bytes = 16;
             e.segments[3].p_filesz = sizeof(AbiNote) - 16;
         }},
        {ElfError::no_abi_note, "no note at all", [](E& e) { e.segments.erase(e.segments.begin() + 3); }},
        {ElfError::no_abi_note, "somebody else's note", [](E& e) { e.note.name[0] = 'A'; }},
        {ElfError::no_abi_note, "another type", [](E& e) { e.note.type = 2; }},
        {ElfError::stale, "another digest", [](E& e) { e.note.digest[31] ^= 1; }},
    };
    for (const Spoiled& spoiled : cases) {
        CAPTURE(spoiled.how);
        ElfWriter elf;
        spoiled.spoil(elf);
        CHECK(std::string(describe(check(elf))) == std::string(describe(spoiled.expected)));
    }
}

TEST_CASE("a file cut off anywhere is refused") {
    const std::vector<std::uint8_t> file = ElfWriter{}.write();
    for (std::size_t length = 0; length < file.size(); length += 7) {
        CAPTURE(length);
        CHECK(check_elf(std::span(file).first(length), ElfWriter::digest()).error != ElfError::none);
    }
    CHECK(check_elf(std::span(file).first(63), {}).error == ElfError::too_short);
}

TEST_CASE("the note is found behind another one") {
    ElfWriter elf;
    std::vector<std::uint8_t> file = elf.write();
    const Elf64_Nhdr other{.n_namesz = 4, .n_descsz = 3, .n_type = 1};
    std::memcpy(file.data() + 0x1000, &other, sizeof other);
    std::memcpy(file.data() + 0x1000 + sizeof other, "GNU\0abc", 8);
    std::memcpy(file.data() + 0x1000 + sizeof other + 8, &elf.note, sizeof elf.note);
    elf.segments[3].p_filesz = sizeof other + 8 + sizeof elf.note;
    std::memcpy(file.data() + sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr), &elf.segments[3], sizeof(Elf64_Phdr));
    CHECK(check_elf(file, ElfWriter::digest()).error == ElfError::none);
    SpecDigest other_digest = ElfWriter::digest();
    other_digest[0] = 0;
    CHECK(check_elf(file, other_digest).error == ElfError::stale);
}

TEST_CASE("a second note that says the same is accepted, one that contradicts the first is damage, in either order") {
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

TEST_CASE("a kernel without a spec runs programs of any spec, or of none") {
    ElfWriter elf;
    CHECK(check_elf(elf.write(), {}).error == ElfError::none);
    elf.segments.erase(elf.segments.begin() + 3);
    CHECK(check_elf(elf.write(), {}).error == ElfError::none);
}
