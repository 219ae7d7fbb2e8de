#include "check/diff.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout of(Record one) {
    Layout layout;
    layout.records = {std::move(one)};
    return layout;
}

std::string brief(const Layout& before, const Layout& after) {
    std::string text;
    for (const auto& f : diff(before, after, "hal", "riscv64")) {
        text += std::string(to_string(f.change)) + ": " + f.message + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("nothing changed, nothing said") {
    CHECK(brief(of(cmd_packet()), of(cmd_packet())).empty());
}

TEST_CASE("exactly the changed fields are named, and classed by what they do to old code") {
    Record narrow = cmd_packet();
    narrow.fields[2].type = u(32);
    CHECK(brief(of(cmd_packet()), of(narrow)) == "breaking: CmdPacket.arg: was u64 (8 bytes), is u32 (4 bytes)\n");

    Record renamed = cmd_packet();
    renamed.fields[2].name = "argument";
    CHECK(brief(of(cmd_packet()), of(renamed)) == "cosmetic: CmdPacket.arg is now called `argument`\n");

    Record dropped = cmd_packet();
    dropped.fields.erase(dropped.fields.begin() + 1);
    CHECK(brief(of(cmd_packet()), of(dropped)) ==
          "breaking: CmdPacket._pad: was u32 at offset 4, declared, is 4 bytes of implicit padding at offset 4\n");
    CHECK(brief(of(dropped), of(cmd_packet())).empty());

    Record used = cmd_packet();
    used.fields[1] = field("flags", u(32), 4);
    CHECK(brief(of(cmd_packet()), of(used)) ==
          "compatible: CmdPacket.flags was added, u32 at offset 4, where there was _pad at offset 4\n");
    CHECK(brief(of(used), of(cmd_packet())) == "breaking: CmdPacket.flags was removed (it was u32 at offset 4)\n");
}

TEST_CASE("a reserved field taken into use is compatible") {
    const Record before = record("R", 8, 4, {field("a", u(32), 0), field("_reserved", u(32), 4, Role::reserved)});
    const Record after = record("R", 8, 4, {field("a", u(32), 0), field("flags", u(32), 4)});
    CHECK(brief(of(before), of(after)) ==
          "compatible: R.flags was added, u32 at offset 4, where there was _reserved at offset 4\n");
    // Its type does not count, because nobody used it.
    const Record pointer = record("R", 8, 4, {field("a", u(32), 0), field("delta", i(32), 4)});
    CHECK(brief(of(before), of(pointer)).starts_with("compatible: R.delta was added"));
    // A field that is no longer used is more than a rename: old code still reads it.
    CHECK(brief(of(after), of(before)) == "breaking: R.flags was removed (it was u32 at offset 4)\n");
}

TEST_CASE("reserved bytes may be cut in another way") {
    const auto words = [](std::uint64_t count) { return scalar(Kind::unsigned_integer, 32, {count}); };
    const Record before = record("R", 20, 4, {field("a", u(32), 0), field("reserved", words(4), 4, Role::reserved)});
    const Record carved = record(
        "R", 20, 4, {field("a", u(32), 0), field("queue", u(32), 4), field("reserved", words(3), 8, Role::reserved)});
    CHECK(brief(of(before), of(carved)) ==
          "compatible: R.queue was added, u32 at offset 4, where there was reserved at offset 4\n");
    // One that is widened over a hole, and one that is cut.
    const Record hole =
        record("R", 8, 4, {field("y", u(8), 0), field("rsv", u(8), 1, Role::reserved), field("z", u(32), 4)});
    const Record filled =
        record("R", 8, 4, {field("y", u(8), 0), field("rsv", bytes(3), 1, Role::reserved), field("z", u(32), 4)});
    CHECK(brief(of(hole), of(filled)).empty());
    // What stands behind the reserved bytes may not move.
    const Record moved = record("R", 20, 4, {field("reserved", words(4), 0, Role::reserved), field("a", u(32), 16)});
    CHECK(brief(of(before), of(moved)) == "breaking: R.a: was offset 0, is offset 16\n");
}

TEST_CASE("reserved bits may be taken into use") {
    const auto bits = [](std::string name, unsigned first, unsigned count, Role role = Role::data) {
        Field made = field(std::move(name), u(32), 0, role);
        made.offset_bits = first;
        made.bit_width = count;
        return made;
    };
    const Record before = record("R", 4, 4, {bits("used", 0, 3), bits("rsv", 3, 29, Role::reserved)});
    const Record after =
        record("R", 4, 4, {bits("used", 0, 3), bits("fresh", 3, 1), bits("rsv", 4, 28, Role::reserved)});
    CHECK(brief(of(before), of(after)).starts_with("compatible: R.fresh was added"));
    const Record wider = record("R", 4, 4, {bits("used", 0, 4), bits("rsv", 4, 28, Role::reserved)});
    CHECK(brief(of(before), of(wider)).starts_with("breaking: R.used"));
}

TEST_CASE("a union may have another member, if the ones before stay as they are") {
    const Record before = record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    const Record shared = record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4), field("c", i(32), 4)});
    CHECK(brief(of(before), of(shared)) == "compatible: R.c was added, i32 at offset 4, in bytes of b at offset 4\n");
    const Record taken = record("R", 8, 4, {field("a", u(32), 0), field("c", bytes(4), 4)});
    CHECK(brief(of(before), of(taken)) ==
          "breaking: R.b was removed (it was u32 at offset 4)\n"
          "breaking: R.c was added, bytes[4] at offset 4, in bytes of b at offset 4\n");
    Record u1 = record("U", 8, 8, {field("x", u(64), 0)});
    u1.kind = RecordKind::union_;
    Record u2 = u1;
    u2.fields.push_back(field("y", u(32), 0));
    CHECK(brief(of(u1), of(u2)).starts_with("compatible: U.y was added"));
    u2.fields.push_back(field("z", u(128), 0));
    u2.size_bytes = 16;
    CHECK(brief(of(u1), of(u2)).find("breaking: U.z was added") != std::string::npos);
}

TEST_CASE("only a record that grows at its end may become longer, and none may become shorter") {
    const Record before = record("R", 8, 8, {field("a", u(64), 0)});
    Record after = record("R", 16, 8, {field("a", u(64), 0), field("b", u(64), 8)});
    CHECK(brief(of(before), of(after)) ==
          "breaking: R.b was added, u64 at offset 8, where there was nothing at offset 8\n"
          "breaking: size of R: was 8 bytes, is 16 bytes\n");
    after.grows_at_end = true;
    CHECK(brief(of(before), of(after)) ==
          "compatible: R.b was added, u64 at offset 8, where there was nothing at offset 8\n"
          "compatible: size of R: was 8 bytes, is 16 bytes\n");
    Record grown = before;
    grown.grows_at_end = true;
    CHECK(brief(of(after), of(grown)) ==
          "breaking: R.b was removed (it was u64 at offset 8)\nbreaking: size of R: was 16 bytes, is 8 bytes\n");
    // A larger alignment moves the record where it is nested.
    after.align_bytes = 16;
    CHECK(brief(of(before), of(after)).find("breaking: alignment of R") != std::string::npos);
}

TEST_CASE("each layout of a record is compared with the one for the same targets") {
    const auto on = [](Record one, std::vector<std::string> targets) {
        one.targets = std::move(targets);
        return one;
    };
    Layout before;
    before.records = {record("R", 8, 8, {field("a", u(64), 0)}),
                      on(record("R", 4, 4, {field("a", u(32), 0)}), {"i686"})};
    CHECK(brief(before, before).empty());
    Layout after = before;
    after.records.pop_back();
    CHECK(brief(before, after) == "breaking: record R on i686 was removed\n");
    CHECK(brief(after, before) == "compatible: record R on i686 was added\n");
}

TEST_CASE("records and constants come and go") {
    Layout with = of(cmd_packet());
    with.constants = {{"A", u(32), *parse_integer("1"), "", {}}};
    CHECK(brief({}, with) == "compatible: record CmdPacket was added\ncompatible: constant A was added\n");
    CHECK(brief(with, {}) == "breaking: record CmdPacket was removed\nbreaking: constant A was removed\n");
    Layout other = with;
    other.constants[0].value = *parse_integer("2");
    CHECK(brief(with, other) == "breaking: A: was 1, is 2\n");
}

TEST_CASE("what is gone has no line today; the older line is said with its revision") {
    Record gone = cmd_packet();
    gone.place = {"a.h", 2, 1, 2, 9};
    const auto findings = diff(of(gone), {}, "hal", "riscv64", "0123456789ab");
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].place == Place{"a.h", 0, 0, 0, 0});
    REQUIRE(findings[0].related.size() == 1);
    CHECK(findings[0].related[0].place == gone.place);
    CHECK(findings[0].related[0].revision == "0123456789ab");
}

TEST_CASE("only a breaking change is an error") {
    for (const auto& finding : diff(of(cmd_packet()), {}, "hal", "riscv64")) CHECK(finding.level == Level::error);
    for (const auto& finding : diff({}, of(cmd_packet()), "hal", "riscv64")) CHECK(finding.level == Level::note);
}

TEST_CASE("a constant with several values is compared value by value, and an enumeration by its carrier") {
    Layout before;
    before.constants = {{"A", u(32), *parse_integer("1"), "", {}}, {"A", u(32), *parse_integer("2"), "", {}}};
    Layout after = before;
    after.constants[0].value = *parse_integer("3");
    CHECK(brief(before, after) == "breaking: A: was 1 and 2, is 3 and 2\n");

    Layout narrow;
    narrow.enums = {{"K", i(32), true, {}, "", {}}};
    Layout wide;
    wide.enums = {{"K", u(32), true, {}, "", {}}};
    CHECK(brief(narrow, wide) == "breaking: K: was i32, is u32\n");
}

TEST_CASE("a type that states another byte order is breaking, a type that newly states one is not") {
    const auto with = [](const char* spelling) {
        Record made = cmd_packet();
        made.fields[2].type.spelling = spelling;
        return of(made);
    };
    CHECK(brief(with("__be64"), with("__le64")) == "breaking: CmdPacket.arg: was `__be64`, is `__le64`\n");
    CHECK(brief(with("__be64"), with("big_uint64_t")).empty());
    CHECK(brief(with("uint64_t"), with("__be64")).empty());
}

TEST_CASE("a changed byte order is breaking, wherever it is stated") {
    const auto with = [](std::optional<ByteOrder> of_field, std::optional<ByteOrder> of_record, ByteOrder whole) {
        auto made = record("R", 4, 4, {field("a", u(16), 0), field("b", u(8), 2), field("c", u(8), 3)});
        made.fields[0].byte_order = of_field;
        made.byte_order = of_record;
        auto layout = of(made);
        layout.byte_order = whole;
        return layout;
    };
    const auto little = with({}, {}, ByteOrder::little);
    const std::string changed = "breaking: R.a: was little-endian, is big-endian\n";
    CHECK(brief(little, with(ByteOrder::big, {}, ByteOrder::little)) == changed);
    CHECK(brief(little, with({}, ByteOrder::big, ByteOrder::little)) == changed);
    CHECK(brief(little, with({}, {}, ByteOrder::big)) == changed);
    CHECK(brief(little, with({}, ByteOrder::little, ByteOrder::big)).empty());
    CHECK(brief(little, with({}, {}, ByteOrder::native)) ==
          "breaking: R.a: was little-endian, is the machine's own order\n");
}

TEST_CASE("a type of the configuration states a byte order, too") {
    const auto with = [](const char* spelling) {
        auto made = record("R", 4, 4, {field("a", u(32), 0)});
        made.fields[0].type.spelling = spelling;
        return of(made);
    };
    const OrderTypes types{{"net32", ByteOrder::big}, {"disk32", ByteOrder::little}};
    CHECK(diff(with("net32"), with("disk32"), "hal", "riscv64").empty());
    const auto found = diff(with("net32"), with("disk32"), "hal", "riscv64", "", types);
    REQUIRE(found.size() == 1);
    CHECK(found[0].change == Change::breaking);
    CHECK(found[0].message == "R.a: was `net32`, is `disk32`");
}
