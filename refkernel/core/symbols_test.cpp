#include "core/symbols.h"

#include <doctest/doctest.h>

#include <vector>

using namespace core;

TEST_CASE("an address is in the last function that begins at or before it") {
    constexpr std::string_view table = "0x1000 first\n0x1010 core::second\n0x2000 last\n";
    CHECK(find_symbol(table, 0xfff).name == "");
    CHECK(find_symbol(table, 0x1000).name == "first");
    CHECK(find_symbol(table, 0x100f).name == "first");
    CHECK(find_symbol(table, 0x100f).offset == 0xf);
    CHECK(find_symbol(table, 0x1010).name == "core::second");
    CHECK(find_symbol(table, 0x9999).name == "last");
    CHECK(find_symbol("", 0x1000).name == "");
    CHECK(find_symbol("0x1000 cut", 0x1000).name == "cut");
    for (const std::string_view damaged : {"0x1000", "x y\n", "\n", "0x1000 \n"}) {
        CAPTURE(damaged);
        CHECK(find_symbol(damaged, 0x1000).name == "");
    }
}

TEST_CASE("a return address follows an instruction that writes ra") {
    struct Row {
        std::string_view sentence;
        std::vector<std::uint8_t> before;
        bool call;
    };
    const Row rows[] = {
        {"jal ra", {0xef, 0x00, 0x40, 0x00}, true},
        {"jalr ra, 0(a5)", {0xe7, 0x80, 0x07, 0x00}, true},
        {"c.jalr a5", {0x82, 0x97}, true},
        {"jal zero", {0x6f, 0x00, 0x40, 0x00}, false},
        {"jalr zero, 0(ra)", {0x67, 0x80, 0x00, 0x00}, false},
        {"c.jr ra", {0x82, 0x80}, false},
        {"c.ebreak", {0x02, 0x90}, false},
        {"c.add a5, a4", {0xba, 0x97}, false},
        {"nothing", {}, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.sentence);
        CHECK(follows_call(row.before, row.before.size()) == row.call);
        CHECK_FALSE(follows_call(row.before, row.before.size() + 1));
        CHECK_FALSE(follows_call(row.before, row.before.size() + 2));
    }
}
