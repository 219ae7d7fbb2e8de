#include "fix/assertions.h"

#include <doctest/doctest.h>

using namespace abi;
using namespace abi::fix;

namespace {

Record made() {
    Record record;
    record.name = "Packet";
    record.size_bytes = 16;
    record.align_bytes = 8;
    for (const auto& [name, offset] : {std::pair{"kind", 0U}, {"arg", 8U}}) {
        Field field;
        field.name = name;
        field.type.kind = Kind::unsigned_integer;
        field.type.width_bits = offset == 0 ? 32 : 64;
        field.offset_bits = offset * 8;
        record.fields.push_back(field);
    }
    record.place = {"p.h", 1, 1};
    return record;
}

std::string asserted(const std::string& text, const std::string& file = "p.h", const Record& expected = made()) {
    const auto edit = assert_layout(expected, made(), file, text);
    return edit ? edited(text, {*edit}).value() : "none";
}

}  // namespace

TEST_CASE("assertions state the size, the alignment and the offsets, in the words of the language") {
    const std::string text = "struct packet { uint32_t kind; uint64_t arg; };\n";
    CHECK(asserted(text) ==
          "struct packet { uint32_t kind; uint64_t arg; };\n"
          "_Static_assert(sizeof(struct packet) == 16, \"size of Packet\");\n"
          "_Static_assert(_Alignof(struct packet) == 8, \"alignment of Packet\");\n"
          "_Static_assert(__builtin_offsetof(struct packet, kind) == 0, \"offset of Packet.kind\");\n"
          "_Static_assert(__builtin_offsetof(struct packet, arg) == 8, \"offset of Packet.arg\");\n");
    CHECK(asserted(text, "p.hpp") ==
          "struct packet { uint32_t kind; uint64_t arg; };\n"
          "static_assert(sizeof(packet) == 16, \"size of Packet\");\n"
          "static_assert(alignof(packet) == 8, \"alignment of Packet\");\n"
          "static_assert(__builtin_offsetof(packet, kind) == 0, \"offset of Packet.kind\");\n"
          "static_assert(__builtin_offsetof(packet, arg) == 8, \"offset of Packet.arg\");\n");
}

TEST_CASE("assertions that the text has are not added again") {
    const auto once = asserted("struct packet { uint32_t kind; };\n");
    CHECK(asserted(once) == "none");
}

TEST_CASE("a bit-field and a field that the source calls otherwise have no assertion of their offset") {
    auto expected = made();
    expected.fields[0].bit_width = 3;
    expected.fields[1].name = "argument";
    CHECK(asserted("struct packet { };\n", "p.h", expected).find("offsetof") == std::string::npos);
}

TEST_CASE("what depends on the target, or has no name, has no assertions") {
    CHECK(asserted("struct { int a; } x;\n") == "none");
    CHECK(asserted("int x;\n") == "none");
    auto expected = made();
    expected.targets = {"i686"};
    CHECK(asserted("struct packet { };\n", "p.h", expected) == "none");
    expected = made();
    expected.fields[0].type.host_sized = true;
    CHECK(asserted("struct packet { };\n", "p.h", expected) == "none");
}
