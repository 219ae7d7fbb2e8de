#include "specfile/check_record.h"

#include <doctest/doctest.h>

#include "specfile/read.h"
#include "specfile/refusal.h"

namespace abi {
namespace {

std::string field(const char* name, const char* type, int offset, const char* more = "") {
    return std::string(R"({"name": ")") + name + R"(", "type": ")" + type + R"(", "offset": )" +
           std::to_string(offset) + more + "}";
}

TEST_CASE("a geometry that cannot be, or leaves bytes to chance, is refused") {
    const std::string a = field("a", "u32", 0);
    const std::string inner =
        R"({"name": "I", "size": 8, "align": 8, "fields": [{"name": "x", "type": "u64", "offset": 0}]})";
    const std::string tail = R"({"name": "I", "size": 4, "align": 4, "fields": [
        {"name": "x", "type": "u32", "offset": 0}, {"name": "y", "type": "u8[]", "offset": 4}]})";
    const auto with = [](const std::string& other, int size, int align, const std::string& fields) {
        return one_spec("\"records\": [{\"name\": \"R\", \"size\": " + std::to_string(size) +
                        ", \"align\": " + std::to_string(align) + ", \"fields\": [" + fields + "]}, " + other + "]");
    };
    const std::string old = R"("history": [{"label": "old", "size": 4, "align": 1, "fields": [)";
    for (const Refusal& row : {
             Refusal{"overlap", one_record(8, 4, a + "," + field("b", "u16", 2) + "," + field("c", "u32", 4)),
                     "/records/0/fields/1", "do not overlap", "b at bytes 2 to 4, but a covers bytes 2 to 4"},
             Refusal{"past the size", one_record(4, 4, a + "," + field("b", "u32", 4)), "/records/0/fields/1",
                     "within the 4 bytes", "b at bytes 4 to 8"},
             Refusal{"size no multiple of align", one_record(6, 4, a + "," + field("b", "u16", 4)), "/records/0/size",
                     "a multiple of align, 4", "6"},
             Refusal{"align no power of two", one_record(3, 3, field("a", "bytes[3]", 0)), "/records/0/align",
                     "a power of two", "3"},
             Refusal{"no bytes", one_record(0, 1, ""), "/records/0/size", "at least 1 byte", "0"},
             Refusal{"unsorted", one_record(8, 4, field("b", "u32", 4) + "," + a), "/records/0/fields/1/offset",
                     "fields by offset", "a at byte 0 after b at byte 4"},
             Refusal{"misaligned",
                     one_record(8, 4, field("a", "u16", 0) + "," + field("b", "u32", 2) + "," + field("c", "u16", 6)),
                     "/records/0/fields/1/offset", "a multiple of 4, the alignment of u32", "2"},
             Refusal{"misaligned nested record",
                     with(inner, 16, 8, a + "," + field("b", "I", 4) + "," + field("c", "u32", 12)),
                     "/records/0/fields/1/offset", "a multiple of 8, the alignment of I", "4"},
             Refusal{"align below a field's", one_record(8, 4, field("a", "u64", 0)), "/records/0/align",
                     "at least 8, the alignment of a", "4"},
             Refusal{"a union's field elsewhere",
                     one_record(4, 2, field("a", "u32", 0) + "," + field("b", "u16", 2),
                                R"("kind": "union", "packed": true, )"),
                     "/records/0/fields/1/offset", "0 for each field of a union", "2"},
             Refusal{"a union that grows", one_record(4, 4, a, R"("kind": "union", "grows_at_end": true, )"),
                     "/records/0/grows_at_end", "a struct", "a union"},
             Refusal{"min_size of a record that does not grow", one_record(4, 4, a, R"("min_size": 4, )"),
                     "/records/0/min_size", "beside \"grows_at_end\": true", "4"},
             Refusal{"size_field of a record that does not grow", one_record(4, 4, a, R"("size_field": "a", )"),
                     "/records/0/size_field", "beside \"grows_at_end\": true", "\"a\""},
             Refusal{"a version with letters", one_record(4, 4, field("a", "u32", 0, R"(, "since": "v2")")),
                     "/records/0/fields/0/since", "a version: numbers", "\"v2\""},
             Refusal{"min_size within a field",
                     one_record(8, 4, a + "," + field("b", "u32", 4), R"("grows_at_end": true, "min_size": 6, )"),
                     "/records/0/min_size", "an end between two fields", "6, within b at bytes 4 to 8"},
             Refusal{"min_size above the size", one_record(4, 4, a, R"("grows_at_end": true, "min_size": 5, )"),
                     "/records/0/min_size", "1 to 4", "5"},
             Refusal{"size_field that is no field",
                     one_record(4, 4, a, R"("grows_at_end": true, "size_field": "size", )"), "/records/0/size_field",
                     "the name of a field", "\"size\""},
             Refusal{"size_field that is no number",
                     one_record(4, 4, field("a", "u16[2]", 0), R"("grows_at_end": true, "size_field": "a", )"),
                     "/records/0/size_field", "an unsigned integer", "a: u16[2]"},
             Refusal{"size_field that is padding",
                     one_record(4, 4, field("a", "u32", 0, R"(, "role": "padding")"),
                                R"("grows_at_end": true, "size_field": "a", )"),
                     "/records/0/size_field", "a field that holds data", "a, which is padding"},
             Refusal{"size_field behind the first version",
                     one_record(8, 4, a + "," + field("b", "u32", 4),
                                R"("grows_at_end": true, "min_size": 4, "size_field": "b", )"),
                     "/records/0/size_field", "a field in the first 4 bytes", "b at offset 4"},
             Refusal{"a tail before the end",
                     one_record(8, 4, a + "," + field("t", "u8[]", 4) + "," + field("b", "u32", 4)),
                     "/records/0/fields/1", "only as the last field", "t: u8[]"},
             Refusal{"a tail before the size",
                     one_record(8, 4, a + "," + field("b", "u32", 4) + "," + field("t", "u8[]", 4)),
                     "/records/0/fields/2/offset", "8, the record's size", "4"},
             Refusal{"a nested tail", with(tail, 4, 4, field("b", "I", 0)), "/records/0/fields/0/type",
                     "without a flexible tail", "I"},
             Refusal{"history past its size", one_record(4, 4, a, old + field("a", "u64", 0) + "]}], "),
                     "/records/0/history/0/fields/0", "within the 4 bytes", "a at bytes 0 to 8"},
             Refusal{"history with an overlap",
                     one_record(4, 4, a, old + field("a", "u16", 0) + "," + field("b", "u16", 1) + "]}], "),
                     "/records/0/history/0/fields/1", "do not overlap", "b at bytes 1 to 3"},
         }) {
        check_refusal(row, parse_spec("test.json", row.text));
    }
}

TEST_CASE("a gap is refused with the very field that closes it") {
    struct Row {
        std::string text;
        const char* pointer;
        const char* found;
    };
    const std::string b8 = field("b", "u64", 8);
    for (
        const Row& row : {
            Row{one_record(16, 8, field("a", "u32", 0) + "," + b8), "/records/0/fields/0",
                R"(a gap at bytes 4 to 8; insert { "name": "_pad", "type": "u32", "offset": 4, "role": "padding" } after a)"},
            Row{one_record(16, 8, b8), "/records/0/fields",
                R"(a gap at bytes 0 to 8; insert { "name": "_pad", "type": "u64", "offset": 0, "role": "padding" } first)"},
            Row{one_record(16, 8, field("_pad", "u64", 0) + "," + field("a", "u8", 8)), "/records/0/fields/1",
                R"(a gap at bytes 9 to 16; insert { "name": "_pad1", "type": "bytes[7]", "offset": 9, "role": "padding" } after a)"},
            Row{one_record(4, 4, ""), "/records/0/fields",
                R"(a gap at bytes 0 to 4; insert { "name": "_pad", "type": "u32", "offset": 0, "role": "padding" } first)"},
            Row{one_record(4, 4, field("a", "u32:5", 0)), "/records/0/fields/0",
                R"(a gap at bits 5 to 32; insert { "name": "_pad", "type": "u8:3", "offset": 0, "bit": 5, "role": "padding" }, )"
                R"({ "name": "_pad1", "type": "bytes[3]", "offset": 1, "role": "padding" } after a)"},
            Row{one_record(1, 1, field("a", "u8:2", 0) + "," + field("b", "u8:2", 0, R"(, "bit": 6)")),
                "/records/0/fields/0",
                R"(insert { "name": "_pad", "type": "u8:4", "offset": 0, "bit": 2, "role": "padding" } after a)"},
            Row{one_record(8, 8, field("a", "u32", 0), R"("kind": "union", )"), "/records/0/fields",
                R"(a gap at bytes 4 to 8; insert { "name": "_pad", "type": "u64", "offset": 0, "role": "padding" })"},
        }) {
        check_refusal({row.found, row.text, row.pointer, "every byte of the record in a field", row.found},
                      parse_spec("test.json", row.text));
    }
}

TEST_CASE("the proposed padding, inserted, makes the spec valid") {
    const std::string broken = one_record(8, 4, field("a", "u32:5", 0) + "," + field("b", "u16", 4) + "#");
    std::string text = broken;
    text.replace(text.find('#'), 1, "");
    const auto problems = parse_spec("test.json", text).problems;
    REQUIRE(problems.size() == 2);
    const auto insertion = [](const std::string& found) {
        const auto begin = found.find('{');
        return found.substr(begin, found.rfind('}') + 1 - begin);
    };
    text = one_record(8, 4,
                      field("a", "u32:5", 0) + "," + insertion(problems[0].found) + "," + field("b", "u16", 4) + "," +
                          insertion(problems[1].found));
    const auto mended = parse_spec("test.json", text);
    for (const auto& problem : mended.problems) FAIL_CHECK(to_string(problem));
    CHECK(mended);
}

TEST_CASE("history may have gaps and misaligned fields, and packed records misaligned fields") {
    CHECK(read_spec("spec/membrane.abi.json"));
    const std::string old = R"("history": [{"label": "old", "size": 7, "align": 4, "fields": [)";
    CHECK(parse_spec("test.json", one_record(4, 4, field("a", "u32", 0), old + field("a", "u32", 1) + "]}], ")));
    CHECK(parse_spec("test.json",
                     one_record(5, 1, field("a", "u8", 0) + "," + field("b", "u32", 1), R"("packed": true, )")));
}

TEST_CASE("fields share bytes where they say that they do") {
    const auto said = [](const char* name, const char* type, int offset) {
        return field(name, type, offset, R"(, "overlaps": true)");
    };
    const std::string a = field("a", "u64", 0);
    CHECK(parse_spec("test.json", one_record(8, 8, a + "," + said("b", "u16", 0) + "," + said("c", "u32", 4))));
    // A struct of an anonymous struct within a union, and tails that begin before the end.
    CHECK(parse_spec("test.json", one_record(8, 8, a + "," + said("b", "u32", 4), R"("kind": "union", )")));
    CHECK(parse_spec("test.json", one_record(8, 8, a + "," + said("t", "u8[]", 5))));
    CHECK(parse_spec("test.json", one_record(8, 8, said("t", "u8[]", 0) + "," + a, R"("kind": "union", )")));
    CHECK_FALSE(parse_spec("test.json", one_record(8, 8, a + "," + said("t", "u16[]", 3))));
}

}  // namespace
}  // namespace abi
