#include "check/sides.h"

#include <doctest/doctest.h>

#include "model/typedef_name.h"
#include "model/words.h"

namespace abi {
namespace {

Field field(std::string name, std::uint64_t offset_bytes, std::uint64_t width_bits, std::string nested = "") {
    Field made;
    made.name = std::move(name);
    made.offset_bits = offset_bytes * 8;
    made.type = {
        .kind = nested.empty() ? Kind::unsigned_integer : Kind::record, .width_bits = width_bits, .name = nested};
    return made;
}

Record record(std::string name, std::uint64_t size, std::vector<Field> fields) {
    Record made;
    made.name = std::move(name);
    made.size_bytes = size;
    made.align_bytes = 4;
    made.fields = std::move(fields);
    return made;
}

Constant constant(std::string name, Integer value, Kind kind = Kind::unsigned_integer) {
    return {.name = std::move(name), .type = {.kind = kind, .width_bits = 32}, .value = value, .doc = "", .place = {}};
}

Enum enumeration(std::string name, std::vector<std::pair<std::string, std::uint64_t>> values) {
    Enum made;
    made.name = std::move(name);
    made.type = {.kind = Kind::unsigned_integer, .width_bits = 32};
    for (auto& [one, value] : values) {
        made.enumerators.push_back({.name = one, .value = {.low = value}, .doc = "", .place = {}});
    }
    return made;
}

Layout records(std::vector<Record> all) {
    Layout layout;
    layout.records = std::move(all);
    return layout;
}

Layout constants(std::vector<Constant> all) {
    Layout layout;
    layout.constants = std::move(all);
    return layout;
}

Layout enums(std::vector<Enum> all) {
    Layout layout;
    layout.enums = std::move(all);
    return layout;
}

Side side(std::string name, Layout layout) {
    WitnessAnswer answer;
    answer.layer = name;
    answer.target = layout.target = "m1";
    answer.witness = "dump";
    answer.layout = std::move(layout);
    return {std::move(name), {}, {std::move(answer)}};
}

struct Compared {
    Side first;
    Side second;
    Pairing pairing;
    Comparison comparison;
};

Compared compare(Layout a, Layout b) {
    Compared all{side("a", std::move(a)), side("b", std::move(b)), {}, {}};
    all.pairing = pair_names({&all.first.answers[0].layout, 1}, {&all.second.answers[0].layout, 1}, {});
    all.comparison.targets = {"m1"};
    compare_sides(all.first, all.second, all.pairing, all.comparison);
    return all;
}

std::string said(const Compared& compared) {
    return join(compared.comparison.findings, "; ",
                [](const Finding& finding) { return std::string(row_of(finding.rule).id) + " " + finding.message; });
}

std::string said(Layout a, Layout b) {
    return said(compare(std::move(a), std::move(b)));
}

TEST_CASE("a difference names both sides, and no side is right") {
    const auto compared = compare(records({record("R", 8, {field("x", 0, 32), field("y", 4, 32)})}),
                                  records({record("R", 12, {field("x", 0, 32), field("y", 8, 32)})}));
    CHECK(said(compared) ==
          "abi-offset R.y: offset 4 in a, offset 8 here; abi-size size of R: 8 bytes in a, 12 bytes here");
    for (const auto& finding : compared.comparison.findings) CHECK(finding.remedy.empty());
    REQUIRE(compared.comparison.cells.size() == 1);
    CHECK(compared.comparison.first_side == "a");
}

TEST_CASE("padding that only one side declares is the same bytes, in both directions") {
    auto pad = field("_pad", 4, 32);
    pad.role = Role::padding;
    const auto with = records({record("R", 16, {field("x", 0, 32), pad, field("y", 8, 64)})});
    const auto without = records({record("R", 16, {field("x", 0, 32), field("y", 8, 64)})});
    CHECK(said(with, without).empty());
    CHECK(said(without, with).empty());
}

TEST_CASE("nested records of other names agree by their own fields") {
    const auto a = records({record("R", 4, {field("in", 0, 32, "R::in")}), record("R::in", 4, {field("x", 0, 32)})});
    const auto b = [](std::uint64_t offset, std::uint64_t width) {
        return records(
            {record("R", 4, {field("other", 0, 32, "Alone")}), record("Alone", 4, {field("x", offset, width)})});
    };
    CHECK(said(a, b(0, 32)).find("abi-kind") == std::string::npos);
    CHECK(said(a, b(2, 16)).starts_with("abi-offset R.in.x: offset 0 in a, offset 2 here; abi-width R.in.x: "));
}

TEST_CASE("alternatives of a union that lie alike meet by their names") {
    const auto route = [](const std::string& chip, const std::string& hv) {
        auto u = record("R::u", 8, {field("chip", 0, 64, chip), field("hv", 0, 64, hv)});
        u.kind = RecordKind::union_;
        return records({record("R", 8, {field("u", 0, 64, "R::u")}), u,
                        record(chip, 8, {field("chip", 0, 32), field("pin", 4, 32)}),
                        record(hv, 8, {field("vcpu", 0, 32), field("sint", 4, 32)})});
    };
    CHECK(said(route("Chip", "Hv"), route("Chip", "Hv")).empty());
    CHECK(said(route("Chip", "Hv"), route("RustChip", "RustHv")).find("abi-kind") == std::string::npos);
}

TEST_CASE("members whose names a generator made up count as members of the record around them") {
    const auto c = records({record("R", 8, {field("a", 0, 32), field("b", 4, 32)})});
    const auto rust = [](std::uint64_t offset) {
        return records({record("R", 8, {field("a", 0, 32), field("__bindgen_anon_1", 4, 32, "R__bindgen_ty_1")}),
                        record("R__bindgen_ty_1", 4, {field("b", offset, 32 - offset * 8)})});
    };
    CHECK(said(c, rust(0)).empty());
    CHECK(said(rust(0), c).empty());
    CHECK(said(c, rust(2)).find("abi-offset R.b: offset 4 in a, offset 6 here") != std::string::npos);
}

TEST_CASE("a byte order that one side's type states is no other order if the other side's type states none") {
    const auto typed = [](const std::string& spelling) {
        auto one = field("port", 0, 16);
        one.type.spelling = spelling;
        return records({record("R", 2, {one})});
    };
    CHECK(said(typed("__be16"), typed("__be16")).empty());
    CHECK(said(typed("uint16_t"), typed("__be16")) ==
          "abi-order-unstated R.port: `uint16_t`, which states no order, in a, big-endian (`__be16`) here, at offset 0 "
          "in both");
    CHECK(said(typed("__be16"), typed("uint16_t")).starts_with("abi-order-unstated R.port: "));
    CHECK(said(typed("__be16"), typed("__le16")).starts_with("abi-byte-order R.port: big-endian in a"));
    CHECK(said(typed("__le16"), typed("__be16")).starts_with("abi-byte-order R.port: little-endian in a"));
}

TEST_CASE("fields with other names are one note for each record") {
    const auto a = records({record("R", 8, {field("x", 0, 32), field("y", 4, 32)})});
    const auto b = records({record("R", 8, {field("k", 0, 32), field("v", 4, 32)})});
    CHECK(said(a, b) == "abi-renamed R: 2 fields have another name here: x → k, y → v");
}

TEST_CASE("what only one side declares is a note, and silent if the other side could not be read") {
    CHECK(said(records({record("R", 4, {field("x", 0, 32)})}), records({record("S", 4, {field("x", 0, 32)})})) ==
          "abi-one-side record R is in a only; abi-one-side record S is in b only");
    auto first = side("a", records({record("R", 4, {field("x", 0, 32)})}));
    auto second = side("b", {});
    second.answers[0].problems.push_back({{.file = "b.h"}, "", "a file", "none"});
    Comparison comparison;
    comparison.targets = {"m1"};
    const auto pairing = pair_names({&first.answers[0].layout, 1}, {&second.answers[0].layout, 1}, {});
    compare_sides(first, second, pairing, comparison);
    REQUIRE(comparison.findings.size() == 1);
    CHECK(comparison.findings[0].rule == Rule::unverified);
}

TEST_CASE("a member of a union that only one side has is a note") {
    auto other = field("daddr", 4, 32);
    other.overlaps = true;
    const auto plain = records({record("ip", 8, {field("saddr", 0, 32), field("to", 4, 32)})});
    const auto grouped = records({record("ip", 8, {field("saddr", 0, 32), field("to", 4, 32), other})});
    const std::string words = ": another name for bytes that both sides declare";
    CHECK(said(plain, grouped) == "abi-one-side field ip.daddr is in b only" + words);
    CHECK(said(grouped, plain) == "abi-one-side field ip.daddr is in a only" + words);
    CHECK(compare(plain, grouped).comparison.cells[0].verdict == Verdict::conforms);
}

TEST_CASE("values agree by their bits") {
    const Integer minus{.low = 4, .high = 0, .negative = true};
    const Integer same{.low = 0xfffffffc};
    CHECK(said(constants({constant("M", minus, Kind::signed_integer)}), constants({constant("M", same)})).empty());
    const auto wide = [](Integer value) {
        auto one = constant("M", value);
        one.type.width_bits = 64;
        return constants({one});
    };
    const auto narrow = constants({constant("M", minus, Kind::signed_integer)});
    CHECK(said(wide({.low = ~std::uint64_t{3}}), narrow).empty());
    CHECK(said(narrow, wide({.low = ~std::uint64_t{3}})).empty());
    CHECK(said(wide(same), narrow) == "abi-value M: 0xfffffffc in a, -4 here");
    // A constant of Go may have no type.
    const auto untyped = [](Integer value) {
        auto one = constant("M", value);
        one.type.width_bits = 0;
        return constants({one});
    };
    CHECK(said(untyped({.low = ~std::uint64_t{3}}), narrow).empty());
    CHECK(said(untyped(same), narrow).empty());
    CHECK(said(untyped({.low = 0xfc}), narrow) == "abi-value M: 0xfc in a, -4 here");
    CHECK(said(constants({constant("M", {.low = 5})}), constants({constant("M", {.low = 6})})) ==
          "abi-value M: 5 in a, 6 here");
}

TEST_CASE("enumerators meet by the part of the name behind that of the enumeration") {
    const auto a = enums({enumeration("cmd_kind", {{"CMD_KIND_NULL", 0}, {"CMD_KIND_EXEC", 1}})});
    CHECK(said(a, enums({enumeration("CmdKind", {{"Null", 0}, {"Exec", 1}})})).empty());
    CHECK(said(a, enums({enumeration("CmdKind", {{"Null", 0}, {"Exec", 2}})})) ==
          "abi-value cmd_kind.CMD_KIND_EXEC: 1 in a, 2 here");
    CHECK(said(a, enums({enumeration("CmdKind", {{"Null", 0}, {"Exec", 1}, {"Exit", 2}})})) ==
          "abi-extra-enumerator cmd_kind: only b has Exit");
}

TEST_CASE("enumerators meet behind what all names of one enumeration have in common") {
    const auto c =
        enums({enumeration("TraceLog", {{"LOG_ALL", 0}, {"LOG_TRACE", 1}, {"LOG_ERROR", 2}, {"LOG_NONE", 3}})});
    CHECK(said(c, enums({enumeration("TraceLog", {{"all", 0}, {"trace", 1}, {"error", 2}, {"none", 3}})})).empty());
    CHECK(said(c, enums({enumeration("TraceLog", {{"all", 0}, {"trace", 5}, {"error", 2}, {"none", 3}})})) ==
          "abi-value TraceLog.LOG_TRACE: 1 in a, 5 here");
    CHECK(said(c, enums({enumeration("TraceLog", {{"all", 0}, {"trace", 1}, {"err", 2}})})) ==
          "abi-renamed TraceLog: 1 value has another name here: LOG_ERROR → err; "
          "abi-extra-enumerator TraceLog: only a has LOG_NONE");
}

TEST_CASE("a beginning that only one side's names share hides no pair") {
    const auto a = enums({enumeration("Led", {{"LED_RED", 0}, {"LED_BLUE", 1}})});
    CHECK(said(a, enums({enumeration("Led", {{"led_red", 0}, {"led_blue", 1}, {"other", 2}})})) ==
          "abi-extra-enumerator Led: only b has other");
}

TEST_CASE("a name that lacks the beginning of the others hides no exchanged values") {
    const auto a = enums({enumeration("Log", {{"LOG_A", 1}, {"LOG_B", 2}, {"C", 3}})});
    CHECK(said(a, enums({enumeration("Log", {{"A", 2}, {"B", 1}, {"C", 3}})})) ==
          "abi-value Log.LOG_A: 1 in a, 2 here; abi-value Log.LOG_B: 2 in a, 1 here");
}

TEST_CASE("enumerators that end like the name of a type keep their end") {
    const auto c = enums({enumeration("keys", {{"KEY_S", 83}, {"KEY_T", 84}, {"KEY_MENU", 82}})});
    CHECK(said(c, enums({enumeration("Keys", {{"key_s", 83}, {"key_t", 84}, {"key_menu", 82}})})).empty());
    CHECK(said(c, enums({enumeration("Keys", {{"key_s", 83}, {"key_t", 85}, {"key_menu", 82}})})) ==
          "abi-value keys.KEY_T: 0x54 in a, 0x55 here");
}

TEST_CASE("compare ignores the sign that a compiler chose for an enumeration, unless a value needs it") {
    const auto with = [](bool is_signed, bool fixed_width, Integer value) {
        auto layout = records({record("R", 4, {field("kind", 0, 32)})});
        auto& type = layout.records[0].fields[0].type;
        type.kind = Kind::enumeration;
        type.name = "kind";
        type.is_signed = is_signed;
        auto one = enumeration("kind", {{"ONE", 0}});
        one.enumerators[0].value = value;
        one.fixed_width = fixed_width;
        if (is_signed) one.type.kind = Kind::signed_integer;
        layout.enums = {one};
        return layout;
    };
    const Integer seven{.low = 7};
    const Integer large{.low = 0x8000'0000};
    const Integer below{.low = 1, .high = 0, .negative = true};
    const std::string differ = "abi-signedness R.kind: kind (unsigned) in a, kind (signed) here, at offset 0 in both";
    CHECK(said(with(false, false, seven), with(true, true, seven)).empty());
    CHECK(said(with(true, true, seven), with(false, false, seven)).empty());
    CHECK(said(with(false, true, seven), with(true, true, seven)) == differ);
    CHECK(said(with(false, false, large), with(true, true, large)).starts_with(differ));
    CHECK(said(with(false, false, seven), with(true, true, below)).find(differ) != std::string::npos);
    auto in_file = with(true, true, seven);
    in_file.records[0].fields[0].type.name = "gfx.kind";  // as Zig names the type of a field
    CHECK(said(with(false, false, seven), in_file).empty());
    in_file.enums.push_back(in_file.enums[0]);
    in_file.enums[0].name = "a.kind";
    in_file.enums[1].name = "b.kind";
    CHECK(said(with(false, false, seven), in_file).starts_with("abi-signedness"));
    auto without_values = with(true, true, seven);
    without_values.enums.clear();
    CHECK(said(with(false, false, seven), without_values).starts_with(differ));
}

TEST_CASE("compare ignores the sign of an integer that stands for an enumeration of C, unless a value needs it") {
    const auto c = [](Integer value) {
        auto layout = records({record("R", 4, {field("status", 0, 32)})});
        layout.records[0].fields[0].type.kind = Kind::enumeration;
        layout.records[0].fields[0].type.name = "status";
        layout.enums = {enumeration("status", {{"DONE", 0}})};
        layout.enums[0].fixed_width = false;
        layout.enums[0].enumerators[0].value = value;
        return layout;
    };
    auto rust = records({record("R", 4, {field("status", 0, 32)})});
    rust.records[0].fields[0].type.kind = Kind::signed_integer;
    const std::string only = "abi-one-side enumeration status is in ";
    CHECK(said(c({.low = 7}), rust) == only + "a only");
    CHECK(said(rust, c({.low = 7})) == only + "b only");
    CHECK(said(c({.low = 0x8000'0000}), rust).starts_with("abi-signedness"));
    auto narrow = rust;
    narrow.records[0].fields[0].type.width_bits = 16;
    CHECK(said(c({.low = 7}), narrow).starts_with("abi-width"));
}

TEST_CASE("a macro of one side meets an enumerator of the other one") {
    CHECK(said(constants({constant("EXEC", {.low = 1})}), enums({enumeration("kind", {{"EXEC", 2}})})) ==
          "abi-value EXEC: 1 in a, 2 here; abi-one-side enumeration kind is in b only");
}

TEST_CASE("typedefs are compared by width and sign") {
    const auto typedef_of = [](Kind kind, std::uint64_t width) {
        auto one = constant(typedef_name("id_t"), {.low = width / 8}, kind);
        one.type.width_bits = width;
        return constants({one});
    };
    CHECK(said(typedef_of(Kind::unsigned_integer, 32), typedef_of(Kind::unsigned_integer, 32)).empty());
    CHECK(said(typedef_of(Kind::unsigned_integer, 32), typedef_of(Kind::unsigned_integer, 64)) ==
          "abi-width id_t: u32 in a, u64 here");
    CHECK(said(typedef_of(Kind::unsigned_integer, 32), typedef_of(Kind::signed_integer, 32)) ==
          "abi-signedness id_t: u32 in a, i32 here");
}

TEST_CASE("a side whose fields are unknown is not compared, on either side") {
    auto blind = record("R", 4, {});
    blind.fields_unknown = "its fields are not in the debug information";
    const auto plain = records({record("R", 4, {field("x", 0, 32)})});
    for (const auto& compared : {compare(records({blind}), plain), compare(plain, records({blind}))}) {
        REQUIRE(compared.comparison.cells.size() == 1);
        CHECK(compared.comparison.cells[0].verdict == Verdict::unverified);
        CHECK(said(compared).find("abi-unknown") != std::string::npos);
    }
}

TEST_CASE("a field of which one side sees only the bytes is not compared, on either side") {
    auto blind = records({record("R", 4, {field("x", 0, 32)})});
    blind.records[0].fields[0].type = {.kind = Kind::unknown, .width_bits = 32, .spelling = "Odd"};
    const auto plain = records({record("R", 4, {field("x", 0, 32)})});
    CHECK(said(blind, plain).starts_with("abi-unknown R.x"));
    CHECK(said(plain, blind).starts_with("abi-unknown R.x"));
}

TEST_CASE("what both sides agree on has no record that holds one in dispute") {
    auto a = records({record("Good", 4, {field("x", 0, 32)}), record("Holder", 4, {field("in", 0, 32, "Bad")}),
                      record("Bad", 4, {field("x", 0, 32)}), record("Mine", 4, {field("x", 0, 32)})});
    a.constants = {constant("SAME", {.low = 1}), constant("OTHER", {.low = 1})};
    auto b = records({record("Good", 4, {field("x", 0, 32)}), record("Holder", 4, {field("in", 0, 32, "Bad")}),
                      record("Bad", 4, {field("x", 0, 16), field("z", 2, 16)})});
    b.constants = {constant("SAME", {.low = 1}), constant("OTHER", {.low = 2})};
    const auto compared = compare(a, b);
    const auto layouts = agreed(compared.first, compared.pairing, compared.comparison);
    REQUIRE(layouts.size() == 1);
    CHECK(join(layouts[0].records, ", ", &Record::name) == "Good");
    CHECK(join(layouts[0].constants, ", ", &Constant::name) == "SAME");
}

}  // namespace
}  // namespace abi
