#include "gen/words.h"

#include <doctest/doctest.h>

#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

TEST_CASE("a comment ends where its text ends") {
    CHECK(gen::comment("//", "") == "");
    CHECK(gen::comment("//", "one\ntwo\\\n\nthree\t!") == "// one\n// two\\.\n//\n// three !\n");
}

TEST_CASE("a name is given once, and always the same") {
    gen::Names names([](const std::string& name) { return name == "int" ? "int_" : name; });
    CHECK(names.of("int") == "int_");
    CHECK(names.of("int_") == "int_2");
    CHECK(names.of("int") == "int_");
    CHECK(names.of("a b") == "a_b");
    CHECK(names.of("2nd") == "_2nd");
    names.reserve("taken");
    CHECK(names.of("taken") == "taken2");
}

TEST_CASE("a number has its bits in two's complement") {
    CHECK(gen::bits_of({.low = 5}).low == 5);
    CHECK(gen::bits_of({.low = 1, .high = 0, .negative = true}).low == ~std::uint64_t{0});
    CHECK(gen::bits_of({.low = 1, .high = 0, .negative = true}).high == ~std::uint64_t{0});
    CHECK(gen::bits_of({.low = 0, .high = 1, .negative = true}).high == ~std::uint64_t{0});
    CHECK(gen::bits_of({.low = 0, .high = 1, .negative = true}).low == 0);
}

TEST_CASE("bit-fields count from the low end in little-endian, from the high end in big-endian") {
    Field one = field("mode", u(16), 4);
    one.offset_bits += 3;
    one.bit_width = 5;
    const Field* fields[] = {&one};
    CHECK(gen::bit_lines(fields, 32, 16, "bits4", ByteOrder::little).at(0) == "mode (u16:5) is bits4 >> 3 & 0x1f");
    CHECK(gen::bit_lines(fields, 32, 16, "bits4", ByteOrder::big).at(0) == "mode (u16:5) is bits4 >> 8 & 0x1f");
    CHECK(gen::place_lines(fields).at(0) == "mode (u16:5) at byte 4, bit 3");
}

}  // namespace
}  // namespace abi
