#include "fix/mend.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "fix/c_record.h"

using namespace abi;
using namespace abi::fix;

namespace {

struct Made {
    std::string name;
    std::uint64_t bits = 0;
    std::uint64_t offset_bytes = 0;
    bool is_signed = false;
    std::vector<std::uint64_t> extents{};
};

Field field_of(const Made& made) {
    Field field;
    field.name = made.name;
    field.type.kind = made.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    field.type.width_bits = made.bits;
    field.type.extents = made.extents;
    field.offset_bits = made.offset_bytes * 8;
    return field;
}

Record record_of(const std::vector<Made>& fields, std::uint64_t size, std::uint64_t align) {
    Record record;
    record.name = "P";
    record.size_bytes = size;
    record.align_bytes = align;
    for (const auto& one : fields) record.fields.push_back(field_of(one));
    return record;
}

Place place_at(const std::string& text, std::size_t at) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto begin = text.rfind('\n', at);
    return {"p.h", static_cast<unsigned>(line + 1),
            static_cast<unsigned>(at - (begin == std::string::npos ? 0 : begin + 1) + 1)};
}

/// Gives the record and its fields the places of their names in the text: of the fields, the last word of that name.
Record placed(Record record, const std::string& text) {
    record.place = place_at(text, text.find("struct"));
    for (auto& field : record.fields) {
        for (const auto& token : tokens_of(text).tokens) {
            if (token.text == field.name) field.place = place_at(text, token.begin);
        }
    }
    return record;
}

struct Result {
    std::string text;  // as it is edited
    Mend mend;
};

Result mend(const std::string& text, const Record& expected, const Record& found,
            const std::vector<std::pair<Rule, std::string>>& rules) {
    const Record actual = placed(found, text);
    std::vector<Finding> findings;
    for (const auto& [rule, field] : rules) findings.push_back({.rule = rule, .record = "P", .field = field});
    std::vector<const Finding*> pointers;
    for (const auto& finding : findings) pointers.push_back(&finding);
    auto made = find_mend({pointers, expected, actual, "p.h", text});
    return {edited(text, made.edits).value_or("OVERLAP"), made};
}

const Record packet = record_of({{"kind", 32, 0}, {"_pad", 32, 4}, {"arg", 64, 8}}, 16, 8);
const Record with_hole = record_of({{"kind", 32, 0}, {"arg", 64, 8}}, 16, 8);

std::string padded(const std::string& text) {
    const auto result = mend(text, packet, with_hole, {{Rule::implicit_padding, "_pad"}});
    return result.mend.edits.empty() ? "refused: " + result.mend.refusal : result.text;
}

}  // namespace

TEST_CASE("missing padding comes on a line of its own behind the field before it, as the text is indented") {
    CHECK(padded("struct P {\n\tuint32_t kind;\n\tuint64_t arg;\n};\n") ==
          "struct P {\n\tuint32_t kind;\n\tuint32_t _pad;\n\tuint64_t arg;\n};\n");
    CHECK(padded("struct P {\r\n  u32 kind;  // a\r\n  u64 arg;\r\n};\r\n") ==
          "struct P {\r\n  u32 kind;  // a\r\n  u32 _pad;\r\n  u64 arg;\r\n};\r\n");
    CHECK(padded("struct P {\n  u32 kind; /* a\n   b */\n  u64 arg;\n};\n") ==
          "struct P {\n  u32 kind; /* a\n   b */\n  u32 _pad;\n  u64 arg;\n};\n");
}

TEST_CASE("where code follows on the line, it stays there") {
    CHECK(padded("struct P { uint32_t kind; uint64_t arg; };") ==
          "struct P { uint32_t kind; uint32_t _pad; uint64_t arg; };");
    CHECK(padded("struct P { uint32_t kind; /* a */ uint64_t arg; };") ==
          "struct P { uint32_t kind; uint32_t _pad; /* a */ uint64_t arg; };");
}

TEST_CASE("several fields that are missing in one place come in the order of the spec, and a first one comes first") {
    const auto expected = record_of({{"magic", 16, 0}, {"a", 8, 2}, {"b", 8, 3}, {"kind", 32, 4}}, 8, 4);
    const auto found = record_of({{"kind", 32, 0}}, 4, 4);
    const std::vector<std::pair<Rule, std::string>> all{
        {Rule::missing_field, "b"}, {Rule::missing_field, "magic"}, {Rule::missing_field, "a"}};
    const auto result = mend("struct P {\n    uint32_t kind;\n};", expected, found, all);
    CHECK(result.text == "struct P {\n    uint16_t magic;\n    uint8_t a;\n    uint8_t b;\n    uint32_t kind;\n};");
    CHECK(result.mend.what ==
          "insert `uint16_t magic` as the first field, insert `uint8_t a` after `magic`, insert `uint8_t b` after `a`");
    CHECK(result.mend.moves_fields);
}

TEST_CASE("padding that has no place of its own is refused, with the reason") {
    CHECK(padded("struct P { uint32_t kind, x; uint64_t arg; };") ==
          "refused: the text declares other fields together with `kind`, or does not declare it in this record");
    CHECK(padded("struct P { uint32_t x, kind; uint64_t arg; };") ==
          "struct P { uint32_t x, kind; uint32_t _pad; uint64_t arg; };");
    CHECK(padded("struct P { struct { uint32_t kind; }; uint64_t arg; };") ==
          "refused: the text declares other fields together with `kind`, or does not declare it in this record");
    CHECK(padded("MACRO(struct, P) { uint32_t kind; uint64_t arg; };")
              .starts_with("refused: its declaration was not found"));
    auto nested = packet;
    nested.fields[1].type.kind = Kind::record;
    CHECK(mend("struct P { uint32_t kind; };", nested, with_hole, {{Rule::missing_field, "_pad"}})
              .mend.refusal.starts_with("the type of `_pad`"));
}

TEST_CASE("an integer gets the width and the sign of the spec, in the words of the source") {
    const auto expected = record_of({{"a", 32, 0}, {"b", 64, 8}}, 16, 8);
    const auto found = record_of({{"a", 32, 0, true}, {"b", 64, 8}}, 16, 8);
    const auto retyped = [&](const std::string& text) {
        const auto result = mend(text, expected, found, {{Rule::signedness, "a"}});
        return result.mend.edits.empty() ? "refused: " + result.mend.refusal : result.text;
    };
    CHECK(retyped("struct P { int32_t a; uint64_t b; };") == "struct P { uint32_t a; uint64_t b; };");
    CHECK(retyped("struct P { volatile int const a; long b; };") ==
          "struct P { volatile unsigned int const a; long b; };");
    CHECK(retyped("struct P { signed int a; };") == "struct P { unsigned int a; };");
    CHECK(retyped("struct P { std::int32_t a{-1}; };") == "struct P { std::uint32_t a{-1}; };");
    CHECK(retyped("struct P { int32_t a, c; };") == "refused: `a` is declared together with other names");
    CHECK(retyped("struct P { int *a; };").starts_with("refused: the type of `a` is more than"));
    CHECK(retyped("#define A a\nstruct P { int32_t A; };") ==
          "refused: `a` does not stand in the text of the record, such as behind a macro");
}

TEST_CASE("an extent that is a number gets that of the spec") {
    const auto expected = record_of({{"a", 8, 0, false, {16}}}, 16, 1);
    const auto found = record_of({{"a", 8, 0, false, {8}}}, 8, 1);
    CHECK(mend("struct P { uint8_t a[8]; };", expected, found, {{Rule::width, "a"}}).text ==
          "struct P { uint8_t a[16]; };");
    CHECK(mend("struct P { uint8_t a[0x8]; };", expected, found, {{Rule::width, "a"}}).text ==
          "struct P { uint8_t a[16]; };");
    CHECK(mend("struct P { uint8_t a[N]; };", expected, found, {{Rule::width, "a"}}).mend.refusal ==
          "the text does not write the length of `a` as a number");
    CHECK(mend("struct P { uint8_t a[2 * 4]; };", expected, found, {{Rule::width, "a"}}).mend.edits.empty());
}

TEST_CASE("two fields are exchanged with their comments") {
    const auto expected = record_of({{"len", 32, 0}, {"at", 64, 8}, {"flags", 32, 16}}, 24, 8);
    const auto found = record_of({{"flags", 32, 0}, {"at", 64, 8}, {"len", 32, 16}}, 24, 8);
    const std::vector<std::pair<Rule, std::string>> rules{{Rule::offset, "len"}, {Rule::offset, "flags"}};
    CHECK(mend("struct P { u32 flags; u64 at; u32 len; };", expected, found, rules).text ==
          "struct P { u32 len; u64 at; u32 flags; };");
    const auto result =
        mend("struct P {\n    /* what\n       it is */\n    u32 flags;  // a\n    u64 at;\n\n    u32 len;\n};\n",
             expected, found, rules);
    CHECK(result.text ==
          "struct P {\n    u32 len;\n    u64 at;\n\n    /* what\n       it is */\n    u32 flags;  // a\n};\n");
    CHECK(result.mend.what == "exchange `len` and `flags`");
    CHECK(result.mend.moves_fields);
    const auto rotated = record_of({{"at", 64, 0}, {"flags", 32, 8}, {"len", 32, 12}}, 16, 8);
    CHECK(mend("struct P { u64 at; u32 flags; u32 len; };", expected, rotated, rules).mend.refusal ==
          "no edit is known for this difference");
}

TEST_CASE("an edit packs a record, unpacks it, or aligns it") {
    const auto dense = record_of({{"a", 8, 0}, {"b", 32, 1}}, 5, 1);
    const auto natural = record_of({{"a", 8, 0}, {"b", 32, 4}}, 8, 4);
    auto packed = dense;
    packed.packed = true;
    CHECK(mend("struct P { u8 a; u32 b; };", dense, natural, {{Rule::offset, "b"}, {Rule::size, ""}}).text ==
          "struct __attribute__((packed)) P { u8 a; u32 b; };");
    CHECK(mend("struct P { u8 a; u32 b; } __attribute__((packed));", natural, packed, {{Rule::offset, "b"}}).text ==
          "struct P { u8 a; u32 b; };");
    CHECK(mend("struct __packed P { u8 a; u32 b; };", natural, packed, {{Rule::offset, "b"}}).text ==
          "struct P { u8 a; u32 b; };");
    CHECK(mend("#pragma pack(1)\nstruct P { u8 a; u32 b; };", natural, packed, {{Rule::offset, "b"}})
              .mend.refusal.starts_with("what packs the record"));
    const auto aligned = record_of({{"a", 32, 0}}, 16, 16);
    const auto plain = record_of({{"a", 32, 0}}, 4, 4);
    CHECK(mend("struct P { u32 a; };", aligned, plain, {{Rule::alignment, ""}, {Rule::size, ""}}).text ==
          "struct __attribute__((aligned(16))) P { u32 a; };");
    CHECK(mend("struct P { std::uint32_t a; };", aligned, plain, {{Rule::alignment, ""}}).text ==
          "struct alignas(16) P { std::uint32_t a; };");
    CHECK(mend("struct P { u32 a; };", plain, aligned, {{Rule::alignment, ""}}).mend.refusal ==
          "an alignment can be raised, but not lowered");
}
