#include "model/words.h"

#include <doctest/doctest.h>

#include <vector>

using namespace abi;

TEST_CASE("a count takes its noun in the singular or the plural") {
    CHECK(counted(0, "record") == "0 records");
    CHECK(counted(1, "record") == "1 record");
    CHECK(counted(2, "more row") == "2 more rows");
}

TEST_CASE("offsets and sizes name bits only where they are not whole bytes") {
    CHECK(offset_text(64) == "offset 8");
    CHECK(offset_text(35) == "offset 4, bit 3");
    CHECK(size_text(8) == "1 byte");
    CHECK(size_text(64) == "8 bytes");
    CHECK(size_text(5) == "5 bits");
    CHECK(size_text(1) == "1 bit");
}

TEST_CASE("a bit-field names its width behind its type") {
    Field field{.name = "present", .type = {.kind = Kind::unsigned_integer, .width_bits = 32}};
    CHECK(type_text(field) == "u32");
    field.bit_width = 5;
    CHECK(type_text(field) == "u32:5");
}

TEST_CASE("lists are joined by commas, and by a word before the last") {
    struct Row {
        std::string_view name;
    };
    const std::vector<std::string> names{"a", "b", "c"};
    CHECK(join(std::vector<std::string>{}) == "");
    CHECK(join(names) == "a, b, c");
    CHECK(join(std::vector<std::string>{"", "b"}, "; ") == "; b");
    CHECK(join(std::vector<Row>{{"x"}, {"y"}}, " | ", &Row::name) == "x | y");
    CHECK(list_names(names, "and") == "a, b and c");
    CHECK(list_names(std::vector<std::string>{"a", "b"}, "or") == "a or b");
    CHECK(list_names(std::vector<std::string>{"a"}, "or") == "a");
    CHECK(list_names(std::vector<Row>{{"x"}, {"y"}}, "or", &Row::name) == "x or y");
    CHECK(join_some(names, 2) == "a, b and 1 more");
    CHECK(join_some(names, 3) == "a, b, c");
}

TEST_CASE("quotes stand around the text") {
    CHECK(in_quotes("x y") == "\"x y\"");
}
