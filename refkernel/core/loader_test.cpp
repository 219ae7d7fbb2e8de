#include "core/loader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/test_arena.h"
#include "core/test_elf.h"
#include "core/test_load.h"
#include "core/user_memory.h"

using namespace core;
using core::test::Arena;
using core::test::ElfWriter;

namespace {

/// Fills memory as if another process had used it; no byte of this may appear in a loaded program.
void poison(Arena& arena) {
    for (core::test::HostPage& page : arena.memory) {
        page.bytes.fill(0xee);
    }
}

/// The expected content and permissions of a page.
struct Page {
    std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(page_bytes);
    unsigned access = access_read;
};

/// Computes the expected pages byte by byte from the program headers.
std::map<std::uint64_t, Page> expected_pages(const ElfWriter& elf, std::span<const std::uint8_t> file) {
    std::map<std::uint64_t, Page> pages;
    for (const Elf64_Phdr& segment : elf.segments) {
        for (std::uint64_t i = 0; segment.p_type == PT_LOAD && i < segment.p_memsz; ++i) {
            const std::uint64_t address = segment.p_vaddr + i;
            Page& page = pages[page_floor(address)];
            page.bytes[address % page_bytes] = i < segment.p_filesz ? file[segment.p_offset + i] : 0;
            page.access = access_read | ((segment.p_flags & PF_W) != 0 ? access_write : 0U) |
                          ((segment.p_flags & PF_X) != 0 ? access_execute : 0U);
        }
    }
    for (std::uint64_t address = USER_STACK_BEGIN; address < USER_STACK_END; address += page_bytes) {
        pages[address].access = access_read | access_write;
    }
    return pages;
}

unsigned access_at(AddressSpace space, std::uint64_t address) {
    unsigned found = 0;
    for (const Access access : {access_read, access_write, access_execute}) {
        found |= translate_user(space, address, access) ? access : 0U;
    }
    return found;
}

/// The number of pages for a good program: four tables (root, middle, one for the program, one for the stack), its four
/// pages, its stack.
constexpr std::uint64_t needed = 4 + 4 + (USER_STACK_END - USER_STACK_BEGIN) / page_bytes;

}  // namespace

TEST_CASE(
    "each byte in memory is from the file or zero, each page has its segment's permissions, and no others are mapped") {
    struct Shape {
        const char* what;
        void (*change)(ElfWriter&);
    };
    using E = ElfWriter;
    constexpr Shape shapes[] = {
        {"unchanged", [](E&) {}},
        {"the file has more bytes after those of a segment", [](E& e) { e.segments[2].p_filesz = 0x7f; }},
        {"a segment begins and ends within a page",
         [](E& e) {
             e.segments[2].p_vaddr += 0x81;
             e.segments[2].p_offset += 0x81;
             e.segments[2].p_filesz = 0x33;
         }},
        {"a segment fills its page", [](E& e) { e.segments[0].p_filesz = e.segments[0].p_memsz = page_bytes; }},
        {"a segment fills a page and one more byte",
         [](E& e) {
             e.segments[1].p_vaddr += 0x10'0000;
             e.segments[2].p_vaddr += 0x10'0000;
             e.segments[0].p_filesz = e.segments[0].p_memsz = page_bytes + 1;
         }},
        {"a segment without bytes in the file", [](E& e) { e.segments[2].p_filesz = 0; }},
        {"BSS begins at a page boundary", [](E& e) { e.segments[1].p_filesz = e.segments[1].p_memsz = 0x1000; }},
    };
    for (const Shape& shape : shapes) {
        CAPTURE(shape.what);
        ElfWriter elf;
        shape.change(elf);
        std::vector<std::uint8_t> file = elf.write();
        for (std::size_t at = 0x400; at < file.size(); ++at) {
            file[at] = file[at] == 0 ? static_cast<std::uint8_t>(at * 7 | 1) : file[at];
        }
        std::memcpy(file.data() + 0x1000, &elf.note, sizeof elf.note);

        Arena arena(64);
        const AddressSpace kernel = make_space(arena.pages);
        poison(arena);
        std::ranges::fill(page_at(kernel.root), std::uint8_t{0});
        const core::test::Loaded loaded = core::test::load_program(arena.pages, kernel, file, ElfWriter::digest());
        REQUIRE(describe(loaded.error) == "good");
        REQUIRE(loaded.space.root != 0);

        const std::map<std::uint64_t, Page> expected = expected_pages(elf, file);
        for (const auto& [address, page] : expected) {
            CAPTURE(address);
            CHECK(access_at(loaded.space, address) == page.access);
            const std::optional<std::uint64_t> physical = translate_user(loaded.space, address, access_read);
            REQUIRE(physical);
            CHECK(std::ranges::equal(page_at(*physical), page.bytes));
            for (const std::uint64_t beside : {address - page_bytes, address + page_bytes}) {
                CHECK((expected.contains(beside) || access_at(loaded.space, beside) == 0));
            }
        }
        CHECK(arena.pages.count - arena.pages.free == 1 + 4 + expected.size());  // the kernel's root, tables, pages
    }
}

TEST_CASE("a loaded program has its file's bytes, zeroed BSS, and a stack") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const core::test::Loaded loaded =
        core::test::load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
    REQUIRE(loaded.error == ElfError::none);
    REQUIRE_FALSE(loaded.no_memory);
    CHECK(loaded.entry == ElfWriter::code_address + 0x20);

    std::vector<std::uint8_t> data(0x1800);
    CHECK(copy_in(loaded.space, {ElfWriter::data_address, data.size()}, data));
    CHECK(std::ranges::all_of(std::span(data).first(0x100), [](std::uint8_t byte) { return byte == 0xda; }));
    CHECK(std::ranges::all_of(std::span(data).subspan(0x100), [](std::uint8_t byte) { return byte == 0; }));

    CHECK(user_may(loaded.space, {USER_STACK_BEGIN, USER_STACK_END - USER_STACK_BEGIN}, access_read | access_write));
    CHECK_FALSE(user_may(loaded.space, {USER_STACK_BEGIN - 1, 1}, access_read));
    CHECK(user_may(loaded.space, {loaded.entry, 2}, access_execute));
    CHECK_FALSE(user_may(loaded.space, {loaded.entry, 2}, access_write));
    CHECK_FALSE(user_may(loaded.space, {ElfWriter::data_address, 2}, access_execute));
}

TEST_CASE("a segment may begin in the middle of a page; the bytes before it are zero") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    ElfWriter elf;
    elf.segments[2].p_vaddr += 0x80;
    elf.segments[2].p_offset += 0x80;
    elf.segments[2].p_filesz -= 0x80;
    const core::test::Loaded loaded = core::test::load_program(arena.pages, kernel, elf.write(), ElfWriter::digest());
    REQUIRE(loaded.space.root != 0);
    std::vector<std::uint8_t> page(0x200);
    CHECK(copy_in(loaded.space, {ElfWriter::data_address, page.size()}, page));
    for (std::size_t at = 0; at < page.size(); ++at) {
        CAPTURE(at);
        CHECK(page[at] == (at >= 0x80 && at < 0x100 ? 0xda : 0));
    }
}

TEST_CASE("loading and destroying does not change the number of free pages") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    for (int round = 0; round < 100; ++round) {
        const core::test::Loaded loaded =
            core::test::load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
        REQUIRE(loaded.space.root != 0);
        REQUIRE(destroy_user_space(arena.pages, loaded.space));
    }
    CHECK(arena.pages.free == before);
}

TEST_CASE("a program that is loaded page by page is the same, and is complete after its last page") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::vector<std::uint8_t> file = ElfWriter{}.write();
    const core::test::Loaded whole = core::test::load_program(arena.pages, kernel, file, ElfWriter::digest());
    Load load = begin_load(arena.pages, kernel, file, ElfWriter::digest());
    REQUIRE(load.space.root != 0);
    for (int page = 1; page < 4; ++page) {
        CHECK(load_pages(arena.pages, load, 1) == LoadStep::more);
    }
    CHECK(load_pages(arena.pages, load, 1) == LoadStep::complete);
    CHECK(load_pages(arena.pages, load, 1) == LoadStep::complete);
    for (const ElfSegment& segment : std::span(load.check.image.segments).first(load.check.image.segment_count)) {
        for (std::uint64_t address = page_floor(segment.address); address < segment.address + segment.memory_bytes;
             address += page_bytes) {
            const std::optional<std::uint64_t> one = translate_user(load.space, address, access_read);
            const std::optional<std::uint64_t> other = translate_user(whole.space, address, access_read);
            REQUIRE((one && other));
            CHECK(std::ranges::equal(page_at(*one), page_at(*other)));
        }
    }
}

TEST_CASE("a refused program takes no page") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    ElfWriter elf;
    elf.header.e_entry = 0;
    const core::test::Loaded loaded = core::test::load_program(arena.pages, kernel, elf.write(), ElfWriter::digest());
    CHECK(loaded.error == ElfError::entry_outside);
    CHECK(loaded.space.root == 0);
    CHECK(arena.pages.free == before);
}

TEST_CASE("if memory runs out at any page, all pages are freed; if it just suffices, none is left") {
    Arena kernels(1);
    const AddressSpace kernel = make_space(kernels.pages);
    for (std::size_t count = 0; count <= needed; ++count) {
        CAPTURE(count);
        Arena arena(count);
        poison(arena);
        const core::test::Loaded loaded =
            core::test::load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
        const bool suffices = count == needed;
        CHECK(loaded.error == ElfError::none);
        CHECK(loaded.no_memory != suffices);
        CHECK((loaded.space.root != 0) == suffices);
        CHECK(arena.pages.free == (suffices ? 0 : count));
        CHECK((!suffices || destroy_user_space(arena.pages, loaded.space)));
        for (std::size_t page = 0; page < count; ++page) {
            CHECK(take_page(arena.pages) == arena.pages.base + page * page_bytes);
        }
    }
}

TEST_CASE("a small file that asks for much memory is refused before a page is taken") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    ElfWriter elf;
    elf.segments[2].p_memsz = max_image_bytes;
    poison(arena);
    const core::test::Loaded loaded = core::test::load_program(arena.pages, kernel, elf.write(), ElfWriter::digest());
    CHECK(loaded.error == ElfError::image_too_large);
    CHECK(arena.pages.free == before);
    CHECK(std::ranges::all_of(page_at(arena.pages.base + page_bytes), [](std::uint8_t byte) { return byte == 0xee; }));
}
