#include "check/places.h"

#include <doctest/doctest.h>

#include "check/conform.h"
#include "check/witnesses.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Place object() {
    return {.file = "a.o"};
}

/// The declaration as debug information without places shows it.
Record without_lines(Record record) {
    record.place = object();
    for (auto& field : record.fields) field.place = object();
    return record;
}

WitnessAnswer answer_of(const std::string& witness, Record declared) {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.witness = witness;
    answer.records = {"P"};
    answer.layout.records = {std::move(declared)};
    return answer;
}

Record packet(std::uint64_t bits) {
    return record("P", 8, 4, {field("kind", u(32), 0, Role::data, 3), field("arg", u(bits), 4, Role::data, 4)});
}

std::string first_place(const std::vector<WitnessAnswer>& witnesses) {
    Layout spec;
    spec.records = {packet(32)};
    spec.records[0].place = {.file = "spec.json", .line = 7};
    for (auto& field : spec.records[0].fields) field.place = {.file = "spec.json", .line = 8};
    for (const auto& finding : conform(spec, combine(witnesses), witnesses).findings) {
        if (finding.rule == Rule::width) return to_string(finding.place);
    }
    return "no finding";
}

}  // namespace

TEST_CASE("a finding has the line that another witness of the layer knows") {
    const auto object_only = answer_of("dwarf", without_lines(packet(16)));
    CHECK(first_place({object_only}) == "a.o");
    auto source = answer_of("clang", packet(16));
    CHECK(first_place({object_only, source}) == "layer.h:4:5");
    CHECK(first_place({source, object_only}) == "layer.h:4:5");
    // It knows the record, but not the field.
    source.layout.records[0].fields.clear();
    source.layout.records[0].fields_unknown = "not asked";
    CHECK(first_place({object_only, source}) == "layer.h:1:1");
}

TEST_CASE("where no witness knows a place, it is that of the spec") {
    auto nowhere = answer_of("btf", packet(16));
    nowhere.layout.records[0].place = {};
    for (auto& field : nowhere.layout.records[0].fields) field.place = {};
    CHECK(first_place({nowhere}) == "spec.json:8");
}

TEST_CASE("values have lines like fields") {
    auto object_only = answer_of("dwarf", without_lines(packet(32)));
    auto source = answer_of("clang", packet(32));
    const Place place{.file = "layer.h", .line = 20};
    object_only.layout.enums = {
        {.name = "E", .type = u(32), .enumerators = {{"A", {1}, "", {}}}, .doc = "", .place = {}}};
    source.layout.enums = {
        {.name = "E", .type = u(32), .enumerators = {{"A", {1}, "", place}}, .doc = "", .place = place}};
    object_only.layout.constants = {{.name = "C", .type = u(32), .value = {1}, .doc = "", .place = {}}};
    source.layout.constants = {{.name = "C", .type = u(32), .value = {1}, .doc = "", .place = place}};
    const auto combined = combine(std::vector{object_only, source});
    CHECK(combined.layout.enums[0].place == place);
    CHECK(combined.layout.enums[0].enumerators[0].place == place);
    CHECK(combined.layout.constants[0].place == place);
}
