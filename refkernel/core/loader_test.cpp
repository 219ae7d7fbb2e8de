#include "core/loader.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/test_arena.h"
#include "core/test_elf.h"
#include "core/user_memory.h"

using namespace core;
using core::test::Arena;
using core::test::ElfWriter;

TEST_CASE("a loaded program has its file's bytes, zeroed BSS, and a stack") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const Loaded loaded = load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
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

TEST_CASE("a segment may begin in the middle of a page; what lies before it is zero") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    ElfWriter elf;
    elf.segments[2].p_vaddr += 0x80;
    elf.segments[2].p_offset += 0x80;
    elf.segments[2].p_filesz -= 0x80;
    const Loaded loaded = load_program(arena.pages, kernel, elf.write(), ElfWriter::digest());
    REQUIRE(loaded.space.root != 0);
    std::vector<std::uint8_t> page(0x200);
    CHECK(copy_in(loaded.space, {ElfWriter::data_address, page.size()}, page));
    for (std::size_t at = 0; at < page.size(); ++at) {
        CAPTURE(at);
        CHECK(page[at] == (at >= 0x80 && at < 0x100 ? 0xda : 0));
    }
}

TEST_CASE("loading and destroying leaves the count of free pages as it was") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    for (int round = 0; round < 100; ++round) {
        const Loaded loaded = load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
        REQUIRE(loaded.space.root != 0);
        REQUIRE(destroy_user_space(arena.pages, loaded.space));
    }
    CHECK(arena.pages.free == before);
}

TEST_CASE("a program that is refused has taken no page") {
    Arena arena(64);
    const AddressSpace kernel = make_space(arena.pages);
    const std::uint64_t before = arena.pages.free;
    ElfWriter elf;
    elf.header.e_entry = 0;
    const Loaded loaded = load_program(arena.pages, kernel, elf.write(), ElfWriter::digest());
    CHECK(loaded.error == ElfError::entry_outside);
    CHECK(loaded.space.root == 0);
    CHECK(arena.pages.free == before);
}

TEST_CASE("when memory ends at any page of the way, every page comes back") {
    std::size_t count = 2;
    for (;; ++count) {
        CAPTURE(count);
        REQUIRE(count < 64);
        Arena arena(count);
        const AddressSpace kernel = make_space(arena.pages);
        const std::uint64_t before = arena.pages.free;
        const Loaded loaded = load_program(arena.pages, kernel, ElfWriter{}.write(), ElfWriter::digest());
        if (loaded.space.root != 0) {
            break;
        }
        CHECK(loaded.no_memory);
        CHECK(arena.pages.free == before);
    }
    CHECK(count > 20);  // 4 pages of program, 16 of stack, and tables
}
