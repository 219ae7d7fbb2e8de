#include "check/growth.h"

#include <doctest/doctest.h>

#include "check/conform.h"
#include "model/words.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Field since(std::string version, Field field) {
    field.since = std::move(version);
    return field;
}

/// The spec's record: a since ever, b since 2, reserved bytes, c appended by 3.
Record request() {
    Record made = record("R", 24, 8,
                         {field("a", u(32), 0), since("2", field("b", u(32), 4)),
                          field("reserved", bytes(8), 8, Role::reserved), since("3", field("c", u(64), 16))});
    made.grows_at_end = true;
    made.min_size_bytes = 16;
    return made;
}

/// "error abi-size, note abi-newer b" and the cell's reason behind a colon.
std::string brief(const Record& expected, const Record& actual, const std::string& version = "") {
    Layout spec;
    spec.records = {expected};
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.records = {expected.name};
    answer.version = version;
    answer.layout.records = {actual};
    const auto made = conform(spec, answer);
    std::string text;
    for (const auto& finding : made.findings) {
        if (!text.empty()) text += ", ";
        text += std::string(to_string(finding.level)) + " " + std::string(row_of(finding.rule).id) +
                (finding.field.empty() ? "" : " " + finding.field);
    }
    const Cell& cell = made.cells.at(0);
    if (cell.verdict == Verdict::not_applicable) text += "not applicable";
    return text + (cell.reason.empty() ? "" : ": " + cell.reason);
}

Record with_size(Record record, std::uint64_t size) {
    record.size_bytes = size;
    std::erase_if(record.fields, [&](const Field& one) { return one.offset_bits >= size * 8; });
    return record;
}

}  // namespace

TEST_CASE("a declaration of a record that grows may be shorter or longer than the spec") {
    CHECK(brief(request(), request()).empty());
    CHECK(brief(request(), with_size(request(), 16)) == ": prefix of 16 of 24 bytes");
    Record longer = request();
    longer.size_bytes = 40;
    longer.fields.push_back(field("d", u(64), 24));
    longer.fields.push_back(field("e", u(64), 32));
    CHECK(brief(request(), longer) == "note abi-newer: 40 bytes, the spec has 24");

    std::vector<Difference> differences;
    compare_sizes(request(), longer, differences);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].actual == "40 bytes, with `d: u64` at offset 24 and 1 more");
    CHECK(differences[0].actual_field == &longer.fields[4]);
}

TEST_CASE("what a longer declaration has within the spec's size is compared") {
    Record longer = request();
    longer.size_bytes = 32;
    longer.fields[3] = field("c", u(32), 16);
    longer.fields.push_back(field("d", u(64), 24));
    CHECK(brief(request(), longer).starts_with("error abi-width c"));
    Record realigned = request();
    realigned.size_bytes = 32;
    realigned.align_bytes = 16;
    CHECK(brief(request(), realigned).find("error abi-alignment") != std::string::npos);
    // The last field of the spec became wider and reaches over its end.
    Record wider = request();
    wider.size_bytes = 32;
    wider.fields[3].type = u(128);
    CHECK(brief(request(), wider).find("error abi-width c") != std::string::npos);
    Record fixed = request();
    fixed.grows_at_end = false;
    fixed.min_size_bytes.reset();
    longer = request();
    longer.size_bytes = 32;
    longer.fields.push_back(field("d", u(64), 24));
    CHECK(brief(fixed, longer).starts_with("error abi-extra-field d, error abi-size"));
}

TEST_CASE("a declaration that is shorter than the first version is too short") {
    Record shorter = with_size(request(), 8);
    CHECK(brief(request(), shorter).starts_with("error abi-size"));
    Record least = request();
    least.min_size_bytes.reset();
    CHECK(brief(least, shorter) == ": prefix of 8 of 24 bytes");
}

TEST_CASE("a layer at an older version has reserved bytes where newer fields are") {
    const Record old = record("R", 16, 8, {field("a", u(32), 0), field("reserved", bytes(12), 4, Role::reserved)});
    CHECK(brief(request(), old, "1") == ": version 1: prefix of 16 of 24 bytes");
    CHECK(brief(request(), old, "2").starts_with("error abi-missing-field b"));
    CHECK(brief(request(), old).starts_with("error abi-missing-field b"));
    // Left to the compiler, these bytes may hold anything.
    const Record hole = record("R", 16, 8, {field("a", u(32), 0), field("reserved", bytes(8), 8, Role::reserved)});
    CHECK(brief(request(), hole, "1").starts_with("error abi-implicit-padding reserved"));
    // Something else lies there.
    const Record other = record("R", 16, 8, {field("a", u(32), 0), field("x", u(32), 4), old.fields[1]});
    CHECK(brief(request(), other, "1").starts_with("error abi-extra-field x"));
}

TEST_CASE("a layer must have all fields of the version that it states") {
    CHECK(brief(request(), with_size(request(), 16), "2") == ": version 2: prefix of 16 of 24 bytes");
    CHECK(brief(request(), with_size(request(), 16), "3").starts_with("error abi-missing-field c, error abi-size"));
}

TEST_CASE("a field that is newer than the layer's version is compared and noted") {
    CHECK(brief(request(), with_size(request(), 16), "1") == "note abi-newer b: version 1: prefix of 16 of 24 bytes");
    Record wrong = with_size(request(), 16);
    wrong.fields[1].type = i(32);
    CHECK(brief(request(), wrong, "1").starts_with("error abi-signedness b, note abi-newer b"));
}

TEST_CASE("a record that is newer than the layer's version is not asked for") {
    const Record fresh = record("R", 4, 4, {since("2", field("a", u(32), 0))});
    CHECK(brief(fresh, record("other", 4, 4, {}), "1") ==
          "not applicable: the spec has R since version 2, the layer is at 1");
    CHECK(brief(fresh, record("other", 4, 4, {}), "2").starts_with("error abi-missing-record"));
}

TEST_CASE("a nested record behind the end of a shorter holder is not called compared") {
    Layout spec;
    auto nested = scalar(Kind::record, 64);
    nested.name = "In";
    auto holder = record("H", 16, 8, {field("a", u(64), 0), field("in", nested, 8)});
    holder.grows_at_end = true;
    spec.records = {holder, record("In", 8, 8, {field("x", u(64), 0)})};
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.records = {"H", "In"};
    answer.layout.records = {with_size(holder, 8)};
    const auto made = conform(spec, answer);
    CHECK(made.findings.empty());
    CHECK(made.cells.at(1).verdict == Verdict::not_applicable);
    CHECK(made.cells.at(1).reason == "not declared: H ends before it here");
}
