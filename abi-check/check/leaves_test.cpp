#include "check/leaves.h"

#include <doctest/doctest.h>

#include "check/nested.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Type of(const char* name, std::uint64_t bits) {
    Type type = scalar(Kind::record, bits);
    type.name = name;
    return type;
}

Field bits(const char* name, unsigned at, unsigned width, Kind kind = Kind::unsigned_integer) {
    Field result = field(name, scalar(kind, 32), 0);
    result.offset_bits = at;
    result.bit_width = width;
    return result;
}

Layout with(std::vector<Record> records) {
    Layout layout;
    layout.records = std::move(records);
    return layout;
}

/// "abi-form time, abi-offset x": the differences of the first records of two layouts in one nesting.
std::string brief(const Layout& spec, const Layout& seen, const std::map<std::string, std::string>& renames = {}) {
    const auto made = with_same_nesting({spec.records[0], spec}, {seen.records[0], seen}, renames);
    auto differences = made.forms;
    for (auto& one : compare_records(made.expected, made.actual)) differences.push_back(std::move(one));
    std::string text;
    for (const auto& d : differences) {
        if (!text.empty()) text += ", ";
        text += std::string(row_of(d.rule).id) + (d.field.empty() ? "" : " " + d.field);
    }
    return text;
}

const Record time_record = record("timeval", 16, 8, {field("tv_sec", i(64), 0), field("tv_usec", i(64), 8)});
const Record flat = record("E", 24, 8, {field("tv_sec", i(64), 0), field("tv_usec", i(64), 8), field("v", u(64), 16)});
const Record nested = record("E", 24, 8, {field("time", of("timeval", 128), 0), field("v", u(64), 16)});

}  // namespace

TEST_CASE("nested and flat fields of the same bytes are one form apart, in both directions") {
    CHECK(brief(with({flat}), with({nested, time_record})) == "abi-form time");
    CHECK(brief(with({nested, time_record}), with({flat})) == "abi-form time");
    CHECK(brief(with({nested, time_record}), with({nested, time_record})).empty());
}

TEST_CASE("an alternative of a union that one side lacks is one difference, though the others lie in its bytes") {
    auto value = record("Value", 16, 8, {field("word", u(32), 0), field("bits", u(16), 0)});
    value.kind = RecordKind::union_;
    auto with_time = value;
    with_time.fields.push_back(field("time", of("timeval", 128), 0));
    CHECK(brief(with({with_time, time_record}), with({value})) == "abi-missing-field time");
    CHECK(brief(with({value}), with({with_time, time_record})) == "abi-extra-field time");
    // The members side by side are the alternative in another form.
    auto with_members = value;
    with_members.fields.insert(with_members.fields.end(), time_record.fields.begin(), time_record.fields.end());
    CHECK(brief(with({with_time, time_record}), with({with_members})) == "abi-form time");
}

TEST_CASE("raw memory under the name of a nested record is compared with it by its size, and does not cut it") {
    const auto raw = [](std::uint64_t count) {
        return record("E", 24, 8, {field("time", bytes(count), 0), field("v", u(64), 16)});
    };
    for (const std::uint64_t count : {15U, 17U}) {
        CHECK(brief(with({raw(count)}), with({nested, time_record})) == "abi-kind time");
        CHECK(brief(with({nested, time_record}), with({raw(count)})) == "abi-kind time");
    }
    CHECK(brief(with({raw(16)}), with({nested, time_record})) == "abi-form time");
}

TEST_CASE("a flexible tail behind a nested record does not cut it, and is none of its members") {
    const auto with_tail = [](std::vector<Field> fields, std::uint64_t at) {
        fields.push_back(field("tail", u(8), at));
        fields.back().type.flexible_tail = true;
        return record("E", at, 8, std::move(fields));
    };
    const auto whole = with_tail({field("time", of("timeval", 128), 0)}, 16);
    CHECK(brief(with({whole, time_record}), with({with_tail({field("(unnamed at byte 0)", u(64), 0)}, 16)})) ==
          "abi-missing-field time, abi-extra-field (unnamed at byte 0)");
    const auto side_by_side = with_tail(time_record.fields, 16);
    CHECK(brief(with({side_by_side}), with({whole, time_record})) == "abi-form time");
    const auto made = with_same_nesting({side_by_side, Layout{}}, {whole, with({whole, time_record})});
    REQUIRE(made.forms.size() == 1);
    CHECK(made.forms[0].expected == "tv_sec, tv_usec side by side");
    auto value = record("Value", 4, 4, {field("word", u(32), 0), field("half", u(16), 0)});
    value.kind = RecordKind::union_;
    const auto alternatives = with_tail({field("value", of("Value", 32), 0)}, 4);
    const auto number = with_tail({field("other", u(32), 0)}, 4);
    CHECK(brief(with({alternatives, value}), with({number})) == "abi-form value, abi-renamed value");
}

TEST_CASE("a record beside a number is a note that says what the number is") {
    const auto mode = record("Mode", 1, 1, {field("code", u(8), 0)});
    const auto nested_number = record("V", 2, 1, {field("mode", of("Mode", 8), 0), field("depth", u(8), 1)});
    const auto number = record("V", 2, 1, {field("mode", u(8), 0), field("depth", u(8), 1)});
    const auto made = with_same_nesting({nested_number, with({nested_number, mode})}, {number, with({number})});
    REQUIRE(made.forms.size() == 1);
    CHECK(made.forms[0].expected == "Mode");
    CHECK(made.forms[0].actual == "u8");
}

TEST_CASE("a member of a nested record that differs is a finding with its path") {
    auto narrow = time_record;
    narrow.fields[1].type = i(32);
    CHECK(brief(with({flat}), with({nested, narrow})) == "abi-form time, abi-width tv_usec");
    auto turned = time_record;
    std::swap(turned.fields[0].name, turned.fields[1].name);
    CHECK(brief(with({flat}), with({nested, turned})) == "abi-form time, abi-offset tv_sec, abi-offset tv_usec");
    CHECK(brief(with({nested, time_record}),
                with({record("E", 24, 8,
                             {field("tv_sec", i(64), 0), field("tv_usec", u(64), 8), field("v", u(64), 16)})})) ==
          "abi-form time, abi-signedness time.tv_usec");
}

TEST_CASE("nested records of other names are equal if their bytes are") {
    auto other = nested;
    other.fields[0].type = of("tv", 128);
    auto tv = time_record;
    tv.name = "tv";
    CHECK(brief(with({nested, time_record}), with({other, tv})).empty());
    tv.fields[0].type = u(64);
    CHECK(brief(with({nested, time_record}), with({other, tv})) == "abi-signedness time.tv_sec");
}

TEST_CASE("a nested record that the other side lacks is one finding, if no member of it meets a field there") {
    auto less = record("U", 16, 8, {field("v", scalar(Kind::unsigned_integer, 64, {2}), 0), field("w", u(32), 0)});
    auto more = less;
    more.fields.push_back(field("t", of("timeval", 128), 0));
    less.kind = more.kind = RecordKind::union_;
    CHECK(brief(with({less}), with({more, time_record})) == "abi-extra-field t");
    CHECK(brief(with({more, time_record}), with({less})) == "abi-missing-field t");
}

TEST_CASE("padding has the name that the spec gives it, also within a nested record") {
    auto spec = record("P", 16, 8, {field("a", u(32), 0), field("_p", u(32), 4), field("b", u(64), 8)});
    spec.fields[1].role = Role::padding;
    const auto outer = record("P", 16, 8, {field("inner", of("I", 128), 0)});
    auto inner = record("I", 16, 8, {field("a", u(32), 0), field("_p", u(32), 4), field("b", u(64), 8)});
    CHECK(brief(with({spec}), with({outer, inner})) == "abi-form inner");
    inner.fields[1].name = "_q";
    CHECK(brief(with({spec}), with({outer, inner})) == "abi-form inner, abi-extra-field inner._q");
}

TEST_CASE("a field of an unknown type is compared with the nested record in its place, not with the record's members") {
    auto cell = nested;
    cell.fields[0].type = scalar(Kind::unknown, 128);
    CHECK(brief(with({nested, time_record}), with({cell})) == "abi-kind time");
    cell.fields[0].type = scalar(Kind::unknown, 64);
    CHECK(brief(with({nested, time_record}), with({cell})) != "abi-kind time");
}

TEST_CASE("an alternative of a union that both sides have is not the number of a record beside it") {
    const auto one = record("timeval", 8, 8, {field("tv_sec", i(64), 0)});
    const auto two = record("timeval", 16, 8, {field("tv_sec", i(64), 0), field("tv_usec", i(64), 8)});
    auto spec = record("U", 16, 8,
                       {field("t", of("timeval", 64), 0), field("at", scalar(Kind::pointer, 64), 0),
                        field("v", scalar(Kind::unsigned_integer, 64, {2}), 0)});
    auto found = spec;
    found.fields[0] = field("t", of("timeval", 128), 0);
    spec.kind = found.kind = RecordKind::union_;
    CHECK(brief(with({spec, one}), with({found, two})) == "abi-width t");
}

TEST_CASE("alternatives of a union with the same bytes meet by their names") {
    const auto word = [](const char* name, const char* low) {
        return record(name, 4, 4, {field(low, u(16), 0), field("reserved", u(16), 2)});
    };
    const auto command = [](const char* one, const char* other) {
        auto made =
            record("C", 4, 4, {field("raw", u(32), 0), field("get", of(one, 32), 0), field("set", of(other, 32), 0)});
        made.kind = RecordKind::union_;
        for (auto& alternative : made.fields) alternative.overlaps = true;
        return made;
    };
    const Layout spec = with({command("C_get", "C_set"), word("C_get", "id"), word("C_set", "number")});
    CHECK(brief(spec, with({command("C_get", "set"), word("C_get", "id"), word("set", "number")})).empty());
    auto narrow = word("set", "number");
    narrow.fields[0].type = u(8);
    CHECK(brief(spec, with({command("C_get", "set"), word("C_get", "id"), narrow})).find("set.number") !=
          std::string::npos);
}

TEST_CASE("a union meets the alternative that the other side declares alone") {
    auto data = record("epoll_data", 8, 8,
                       {field("ptr", scalar(Kind::pointer, 64), 0), field("fd", i(32), 0), field("u64", u(64), 0)});
    data.kind = RecordKind::union_;
    const auto event = record("event", 8, 8, {field("data", of("epoll_data", 64), 0)});
    CHECK(brief(with({event, data}), with({record("event", 8, 8, {field("data", u(64), 0)})})) == "abi-form data");
    CHECK(brief(with({record("event", 8, 8, {field("data", u(64), 0)})}), with({event, data})) == "abi-form data");
    const auto halves = record("event", 8, 8, {field("low", u(32), 0), field("high", u(32), 4)});
    CHECK(brief(with({event, data}), with({halves})).find("abi-missing-field data.u64") != std::string::npos);
    const auto real = record("event", 8, 8, {field("data", scalar(Kind::floating, 64), 0)});
    CHECK(brief(with({event, data}), with({real})).find("abi-missing-field") != std::string::npos);
}

TEST_CASE("a generated name hides the member of an anonymous union") {
    const Record any = record("R_anon", 4, 4, {field("irq", u(32), 0), field("status", i(32), 0)});
    const Layout spec =
        with({record("R", 8, 4, {field("irq", u(32), 0), field("status", i(32), 0), field("level", u(32), 4)})});
    for (const char* name : {"__bindgen_anon_1", "anon0", "unnamed_0", "__anon_3"}) {
        CAPTURE(name);
        CHECK(brief(spec, with({record("R", 8, 4, {field(name, of("R_anon", 32), 0), field("level", u(32), 4)}), any}))
                  .empty());
    }
    auto wrong = any;
    wrong.fields[1].type = u(32);
    CHECK(brief(spec, with({record("R", 8, 4, {field("anon0", of("R_anon", 32), 0), field("level", u(32), 4)}),
                            wrong})) == "abi-signedness status");
    CHECK_FALSE(is_generated_name("anonymity"));
    CHECK_FALSE(is_generated_name("anon"));
}

TEST_CASE("a record of bits meets the word of flags in both directions") {
    const Record flags = record(
        "Flags", 4, 4, {bits("read", 0, 1, Kind::boolean), bits("write", 1, 1, Kind::boolean), bits("rest", 2, 30)});
    const Layout word = with({record("P", 8, 4, {field("flags", u(32), 0), field("len", u(32), 4)})});
    const Layout cut = with({record("P", 8, 4, {field("flags", of("Flags", 32), 0), field("len", u(32), 4)}), flags});
    CHECK(brief(word, cut) == "abi-form flags");
    auto open = cut;
    open.records[1].fields.pop_back();
    CHECK(brief(word, open) == "abi-implicit-padding flags");
}

TEST_CASE("raw memory meets the bit-fields in its bytes, in both directions, and no others") {
    const auto p = [](std::vector<Field> fields, Role first = Role::data) {
        fields.front().role = first;
        fields.insert(fields.begin(), field("kind", u(8), 0));
        fields.push_back(field("len", u(32), 4));
        return with({record("P", 8, 4, std::move(fields))});
    };
    const Layout cut = p({bits("mode", 8, 3), bits("mask", 11, 6), bits("rest", 17, 7)});
    const auto raw = [&](std::uint64_t at, std::uint64_t count) { return p({field("_bitfield_1", bytes(count), at)}); };
    CHECK(brief(cut, raw(1, 2)) == "abi-form mode");
    CHECK(brief(raw(1, 2), cut) == "abi-form _bitfield_1");
    // The bits of a byte that no bit-field has are padding, and so is a byte behind them.
    const Layout open = p({bits("mode", 8, 3), bits("mask", 11, 6)});
    CHECK(brief(open, raw(1, 2)) == "abi-form mode");
    CHECK(brief(open, raw(1, 3)) == "abi-form mode");
    // Padding that is declared, such as a bit-field without a name, may lie in the memory in whole or in part.
    Layout padded = cut;
    padded.records[0].fields[3].role = Role::padding;
    CHECK(brief(padded, raw(1, 2)) == "abi-form mode");
    CHECK(brief(p({bits("", 8, 16)}, Role::padding), raw(1, 2)).empty());
    for (const auto& wrong : {raw(1, 1), raw(2, 1), raw(2, 2)}) {
        CHECK(brief(cut, wrong).find("abi-missing-field") != std::string::npos);
        CHECK(brief(wrong, cut).find("abi-extra-field") != std::string::npos);
    }
    const Layout beside = p({bits("mode", 8, 3), field("next", u(8), 2)});
    CHECK(brief(beside, raw(1, 2)).find("abi-missing-field mode, abi-missing-field next") != std::string::npos);
    Layout turned = cut;
    for (auto& field : turned.records[0].fields) field.byte_order = ByteOrder::big;
    CHECK(brief(turned, raw(1, 2)).find("abi-missing-field mode") != std::string::npos);
}

TEST_CASE("each run of bit-fields in a union meets the memory of its own") {
    const auto joined = [](std::vector<Field> fields) {
        auto made = record("U", 4, 4, std::move(fields));
        made.kind = RecordKind::union_;
        return with({made});
    };
    const Layout spec = joined({bits("low", 0, 16), bits("high", 16, 16), bits("on", 0, 3), field("word", u(32), 0)});
    CHECK(brief(spec, joined({field("word", u(32), 0), field("_bitfield_1", bytes(4), 0),
                              field("_bitfield_2", bytes(1), 0)})) == "abi-form low, abi-form on");
    CHECK(brief(spec, joined({field("word", u(32), 0), field("_bitfield_2", bytes(1), 0)})).find("abi-missing-field") !=
          std::string::npos);
}

TEST_CASE("aliases name fields by their path, and several fields together") {
    CHECK(brief(with({record("E", 24, 8, {field("sec", i(64), 0), field("usec", i(64), 8), field("v", u(64), 16)})}),
                with({nested, time_record}), {{"time.tv_sec", "sec"}, {"time.tv_usec", "usec"}})
              .find("renamed") == std::string::npos);
    const Layout whole = with({record("I", 6, 2, {field("gsi", bytes(4), 0), field("flags", u(16), 4)})});
    const std::map<std::string, std::string> halves{{"low", "gsi"}, {"high", "gsi"}};
    const auto split = [](std::uint64_t high_at) {
        return with(
            {record("I", 6, 2, {field("low", u(16), 0), field("high", u(16), high_at), field("flags", u(16), 4)})});
    };
    CHECK(brief(whole, split(2), halves) == "abi-form gsi");
    CHECK(brief(whole, split(2)).find("abi-missing-field gsi") != std::string::npos);
    CHECK(brief(with({record("I", 8, 2, {field("gsi", bytes(4), 0), field("flags", u(16), 6)})}),
                with({record("I", 8, 2, {field("low", u(16), 0), field("high", u(16), 4), field("flags", u(16), 6)})}),
                halves)
              .find("abi-width gsi") != std::string::npos);
}

TEST_CASE("a record that a dump nests in itself ends") {
    const Record loop = record("L", 8, 8, {field("next", of("L", 64), 0)});
    const Record other = record("L", 8, 8, {field("next", of("M", 64), 0)});
    const Record more = record("M", 8, 8, {field("next", of("M", 64), 0)});
    (void)brief(with({loop}), with({other, more}));
    (void)brief(with({loop}), with({record("L", 8, 8, {field("x", u(64), 0)})}));
    (void)without_generated_names(record("L", 8, 8, {field("anon0", of("L", 64), 0)}),
                                  with({record("L", 8, 8, {field("anon0", of("L", 64), 0)})}));
}

TEST_CASE("two records of the spec do not count as one") {
    const auto a = record("A", 8, 4, {field("x", u(32), 0), field("y", u(32), 4)});
    const auto b = record("B", 8, 4, {field("p", u(32), 0), field("q", u(32), 4)});
    const auto outer = [](const char* first, const char* second) {
        return record("P", 16, 4, {field("one", of(first, 64), 0), field("two", of(second, 64), 8)});
    };
    CHECK(brief(with({outer("A", "B"), a, b}), with({outer("B", "A"), a, b})) == "abi-kind one, abi-kind two");
    CHECK(brief(with({outer("A", "B"), a, b}), with({outer("A", "B"), a, b})).empty());
}

TEST_CASE("a flat name that joins a path is that path, wherever it lies") {
    const auto point = record("A", 8, 4, {field("x", u(32), 0), field("y", u(32), 4)});
    const auto outer = record("P", 16, 4, {field("a", of("A", 64), 0), field("b", of("A", 64), 8)});
    const auto lines = [](const char* a, const char* b, const char* c, const char* d) {
        return record("P", 16, 4, {field(a, u(32), 0), field(b, u(32), 4), field(c, u(32), 8), field(d, u(32), 12)});
    };
    CHECK(brief(with({outer, point}), with({lines("a_x", "a_y", "b_x", "b_y")})) == "abi-form a, abi-form b");
    CHECK(brief(with({outer, point}), with({lines("b_x", "b_y", "a_x", "a_y")})) ==
          "abi-form a, abi-form b, abi-offset a.x, abi-offset a.y, abi-offset b.x, abi-offset b.y");
}

TEST_CASE("a nested record whose member states an order is not taken for another one") {
    auto plain = time_record;
    auto stated = record("be_time", 16, 8, {field("tv_sec", i(64), 0), field("tv_usec", i(64), 8)});
    stated.fields[0].type.spelling = "__be64";
    auto other = nested;
    other.fields[0].type.name = "be_time";
    const auto spec = with({nested, plain});
    const auto seen = with({other, stated, plain});
    const auto made = with_same_nesting({spec.records[0], spec}, {seen.records[0], seen});
    REQUIRE(made.actual.fields.size() == 3);
    CHECK(made.actual.fields[0].type.spelling == "__be64");
}

TEST_CASE("floats are no parts of a number, and parts keep the order that they state") {
    const auto spec = with({record("R", 8, 4, {field("gsi", u(32), 0), field("v", u(32), 4)})});
    auto halves = record("R", 8, 4, {field("lo", u(16), 0), field("hi", u(16), 2), field("v", u(32), 4)});
    const std::map<std::string, std::string> renames{{"lo", "gsi"}, {"hi", "gsi"}};
    CHECK(brief(spec, with({halves}), renames) == "abi-form gsi");
    halves.fields[1].type.spelling = "__be16";
    CHECK(brief(spec, with({halves}), renames) == "abi-form gsi, abi-byte-order gsi");
    halves.fields[1].type = scalar(Kind::floating, 16);
    CHECK(brief(spec, with({halves}), renames) == "abi-kind gsi");
}

TEST_CASE("an array of records that are one number each is an array of numbers") {
    const Record number = record("in_addr", 4, 4, {field("s_addr", u(32), 0)});
    auto of_records = record("R", 8, 4, {field("list", of("in_addr", 32), 0)});
    of_records.fields[0].type.extents = {2};
    auto of_numbers = record("R", 8, 4, {field("list", scalar(Kind::unsigned_integer, 32, {2}), 0)});
    CHECK(brief(with({of_records, number}), with({of_numbers})) == "abi-form list");
    CHECK(brief(with({of_numbers}), with({of_records, number})) == "abi-form list");
    of_numbers.fields[0].type.kind = Kind::floating;
    CHECK(brief(with({of_records, number}), with({of_numbers})) == "abi-form list, abi-kind list");
    const Record two = record("in_addr", 4, 4, {field("low", u(16), 0), field("high", u(16), 2)});
    of_numbers.fields[0].type.kind = Kind::unsigned_integer;
    CHECK(brief(with({of_records, two}), with({of_numbers})) == "abi-kind list");
}

TEST_CASE("a flexible tail of such records is one of numbers") {
    const Record number = record("in_addr", 4, 4, {field("s_addr", u(32), 0)});
    auto of_records = record("R", 4, 4, {field("count", u(32), 0), field("list", of("in_addr", 32), 4)});
    auto of_numbers = record("R", 4, 4, {field("count", u(32), 0), field("list", u(32), 4)});
    of_records.fields[1].type.flexible_tail = of_numbers.fields[1].type.flexible_tail = true;
    CHECK(brief(with({of_records, number}), with({of_numbers})) == "abi-form list");
    CHECK(brief(with({of_records, number}), with({of_records, number})).empty());
}
