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
    CHECK(brief(of(before), of(after)) == "compatible: R._reserved is now called `flags`\n");
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
