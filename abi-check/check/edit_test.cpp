#include "check/edit.h"

#include <doctest/doctest.h>

#include "model/words.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

/// The sentences of all edits, and how many differences follow from each: "Packet: … (3)".
std::vector<std::string> edits(const Record& expected, const Record& actual) {
    const auto differences = compare_records(expected, actual);
    std::vector<std::string> sentences;
    for (const auto& edit : find_edits(expected, actual, differences)) {
        sentences.push_back(edit.sentence + " (" + std::to_string(edit.follows.size()) + ")");
    }
    return sentences;
}

Record natural() {
    return record("P", 40, 8,
                  {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                   field("id", u(64), 16), field("at", u(64), 24), field("seq", u(32), 32),
                   field("_tail", u(32), 36, Role::padding)});
}

struct Row {
    const char* what;
    Record actual;
    std::vector<std::string> expected;
};

void check_rows(const Record& expected, const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        CAPTURE(row.what);
        CHECK(join(edits(expected, row.actual), "\n") == join(row.expected, "\n"));
    }
}

}  // namespace

TEST_CASE("an edit explains all differences that follow from it") {
    check_rows(
        natural(),
        {
            {"nothing changed", natural(), {}},
            {"padding is missing",
             record("P", 32, 4,
                    {field("kind", u(32), 0), field("arg", u(64), 4), field("id", u(64), 12), field("at", u(64), 20),
                     field("seq", u(32), 28)}),
             {"P: `_pad` (u32) is missing after `kind`: arg 8 → 4, id 16 → 12, at 24 → 20, seq 32 → 28, 32 bytes "
              "instead "
              "of 40, aligned to 4 bytes instead of 8 (6)"}},
            {"a field is missing",
             record("P", 32, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("id", u(64), 8),
                     field("at", u(64), 16), field("seq", u(32), 24), field("_tail", u(32), 28, Role::padding)}),
             {"P: `arg` (u64) is missing after `_pad`: id 16 → 8, at 24 → 16, seq 32 → 24, 32 bytes instead of 40 "
              "(5)"}},
            {"a field is inserted",
             record("P", 48, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                     field("flags", u(64), 16), field("id", u(64), 24), field("at", u(64), 32), field("seq", u(32), 40),
                     field("_tail", u(32), 44, Role::padding)}),
             {"P: `flags` (u64) is inserted after `arg`: id 16 → 24, at 24 → 32, seq 32 → 40, 48 bytes instead of 40 "
              "(5)"}},
            {"a field is appended",
             record("P", 48, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                     field("id", u(64), 16), field("at", u(64), 24), field("seq", u(32), 32),
                     field("_tail", u(32), 36, Role::padding), field("more", u(64), 40)}),
             {"P: `more` (u64) is inserted after `_tail`: 48 bytes instead of 40 (2)"}},
            {"a field is narrower",
             record("P", 32, 8,
                    {field("kind", u(32), 0), field("arg", u(32), 4), field("id", u(64), 8), field("at", u(64), 16),
                     field("seq", u(32), 24), field("_tail", u(32), 28, Role::padding)}),
             {"P: `arg` is u32 (4 bytes) instead of u64 (8 bytes): arg 8 → 4, id 16 → 8, at 24 → 16, seq 32 → 24, 32 "
              "bytes instead of 40 (6)"}},
            {"a field is wider, and aligned like one",
             record("P", 48, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                     field("id", u(64), 16), field("at", u(64), 24), field("seq", u(64), 40)}),
             {"P: `seq` is u64 (8 bytes) instead of u32 (4 bytes): seq 32 → 40, 48 bytes instead of 40 (3)"}},
            {"two fields are swapped",
             record("P", 40, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("id", u(64), 8),
                     field("arg", u(64), 16), field("at", u(64), 24), field("seq", u(32), 32),
                     field("_tail", u(32), 36, Role::padding)}),
             {"P: `arg` and `id` are swapped: arg 8 → 16, id 16 → 8 (2)"}},
            {"the last field comes first",
             record("P", 40, 8,
                    {field("seq", u(32), 0), field("kind", u(32), 4), field("arg", u(64), 8), field("id", u(64), 16),
                     field("at", u(64), 24), field("_tail", u(64), 32, Role::padding)}),
             {"P: `seq` (u32) is moved: seq 32 → 0, kind 0 → 4 (2)"}},
            {"two fields of other sizes are swapped",
             record("P", 40, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                     field("id", u(64), 16), field("seq", u(32), 24), field("at", u(64), 32)}),
             {"P: `at` and `seq` are swapped: at 24 → 32, seq 32 → 24 (2)"}},
            {"padding behind an inserted field is aligned anew",
             record("P", 48, 8,
                    {field("flags", u(32), 0), field("kind", u(32), 4), field("more", u(32), 8),
                     field("arg", u(64), 16), field("id", u(64), 24), field("at", u(64), 32), field("seq", u(32), 40)}),
             {"P: `flags` (u32) is inserted at the start: kind 0 → 4 (2)",
              "P: `_pad` (u32) is missing after `kind` and `more` (u32) is inserted after `kind`: arg 8 → 16, id 16 → "
              "24, "
              "at 24 → 32, seq 32 → 40, 48 bytes instead of 40 (6)"}},
            {"a field is split",
             record("P", 40, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("lo", u(32), 8),
                     field("hi", u(32), 12), field("id", u(64), 16), field("at", u(64), 24), field("seq", u(32), 32),
                     field("_tail", u(32), 36, Role::padding)}),
             {"P: `arg` (u64) is split into `lo` (u32), `hi` (u32) (3)"}},
            {"two fields are merged",
             record("P", 40, 8,
                    {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("both", u(128), 8),
                     field("at", u(64), 24), field("seq", u(32), 32), field("_tail", u(32), 36, Role::padding)}),
             {"P: `arg` (u64), `id` (u64) are merged into `both` (u128) (3)"}},
        });
}

TEST_CASE("bytes that the compiler fills because declared padding moved follow from what moved it") {
    const Record wanted = record("P", 8, 4,
                                 {field("type", u(8), 0), field("_pad", u(8), 1, Role::padding),
                                  field("flags", u(16), 2), field("arg", u(32), 4)});
    check_rows(wanted,
               {
                   {"padding and a field are swapped",
                    record("P", 12, 4,
                           {field("type", u(8), 0), field("flags", u(16), 2), field("_pad", u(8), 4, Role::padding),
                            field("arg", u(32), 8)}),
                    {"P: `_pad` and `flags` are swapped: arg 4 → 8, 12 bytes instead of 8 (3)"}},
                   {"a field before the padding is missing",
                    record("P", 8, 4,
                           {field("_pad", u(8), 0, Role::padding), field("flags", u(16), 2), field("arg", u(32), 4)}),
                    {"P: `type` (u8) is missing at the start (2)"}},
                   {"the padding is not declared",
                    record("P", 8, 4, {field("type", u(8), 0), field("flags", u(16), 2), field("arg", u(32), 4)}),
                    {}},
               });
}

TEST_CASE("alignment and packing are edits of the whole record") {
    Record packed = record("P", 36, 1,
                           {field("kind", u(32), 0), field("arg", u(64), 4), field("id", u(64), 12),
                            field("at", u(64), 20), field("seq", u(32), 28)});
    packed.size_bytes = 32;
    packed.packed = true;
    Record holes = record("P", 40, 8,
                          {field("kind", u(32), 0), field("arg", u(64), 8), field("id", u(64), 16),
                           field("at", u(64), 24), field("seq", u(32), 32)});
    check_rows(holes, {{"packed",
                        packed,
                        {"P: the record is packed: arg 8 → 4, id 16 → 12, at 24 → 20, seq 32 → 28, 32 bytes instead of "
                         "40, aligned to 1 byte instead of 8 bytes (6)"}}});
    packed.fields.front().name = "kind";
    check_rows(natural(),
               {{"packed, without padding",
                 packed,
                 {"P: the record is packed and `_pad` (u32) is missing after `kind`: arg 8 → 4, id 16 → 12, at "
                  "24 → 20, seq 32 → 28, 32 bytes instead of 40, aligned to 1 byte instead of 8 bytes (6)"}}});
    Record before = record("P", 32, 16, {field("kind", u(64), 0), field("arg", u(64), 8), field("id", u(128), 16)});
    Record after = before;
    after.align_bytes = 8;
    after.fields[2].type = scalar(Kind::unsigned_integer, 64, {2});
    check_rows(before, {{"a number became an array",
                         after,
                         {"P: `id` is u64[2] instead of u128: aligned to 8 bytes instead of 16 (2)"}}});
    Record wide = natural();
    wide.align_bytes = 32;
    wide.size_bytes = 64;
    check_rows(natural(), {{"aligned",
                            wide,
                            {"P: the record is aligned to 32 bytes instead of 8: 64 bytes instead of 40 "
                             "(2)"}}});
}

TEST_CASE("a member of a union explains the size of the union") {
    Record before = record("U", 8, 8, {field("a", u(32), 0), field("b", u(64), 0)});
    before.kind = RecordKind::union_;
    Record after = record("U", 16, 16, {field("a", u(32), 0), field("b", u(64), 0), field("c", u(128), 0)});
    after.kind = RecordKind::union_;
    check_rows(before, {{"a larger member",
                         after,
                         {"U: `c` (u128) is inserted: 16 bytes instead of 8, aligned to 16 bytes instead of 8 (3)"}}});
}
