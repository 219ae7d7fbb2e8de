// For tests: the reports of a small run.
#pragma once

#include <string>
#include <vector>

#include "shard/join.h"

namespace abi {

/// A unit that defines `struct Node` with one field.
inline clang_reader::FileUnits unit_file(const std::string& file, const std::string& field,
                                         const std::string& setting) {
    Record record{.name = "Node", .size_bytes = 4, .align_bytes = 4};
    record.fields = {
        Field{.name = field, .type = {.kind = Kind::unsigned_integer, .width_bits = 32, .spelling = "unsigned"}}};
    record.place = {.file = "node.h", .line = 3, .column = 1};
    clang_reader::Unit unit{.layout = UnitLayout{.records = {record}}, .problem = {}};
    return {file, {unit}, {{setting}}};
}

/// Shard `number` of `count`, of a layer whose units are a.c, b.c and c.c. Only c.c has another definition.
inline NamedShard shard_of(unsigned number, unsigned count) {
    NamedShard made{std::to_string(number) + ".json", {}};
    auto& report = made.report;
    report.shard = {number, count};
    report.version = "abi-check 1";
    report.commit = "c0ffee";
    report.today = "2026-11-30";
    report.asked.config = ".abi-check.json";
    report.asked.terms = {{".abi-check.json", ".abi-check.json", "{}"}, {"s.json", "sub/s.json", "[]"}};
    report.asked.machines = {{.name = "armv7", .triple = "armv7-linux-gnueabihf", .sysroot = "", .flags = {}}};
    report.asked.root = "/home";
    report.asked.base = "/";
    SplitWitness split{{"hal", "armv7", 0}, {"a.c", "b.c", "c.c"}, {}, {}, {}};
    for (unsigned at = 0; at < 3; ++at) {
        if (at % count + 1 != number) continue;
        split.units.push_back(unit_file(split.files[at], at == 2 ? "other" : "field", at == 2 ? "-DX" : "-DY"));
    }
    report.split = {split};
    if (number == 1) {
        Heard heard;
        heard.reading.layout.records = {Record{.name = "Packet", .size_bytes = 8}};
        heard.problems = {file_problem("x.o", "a file", "none")};
        report.whole[{"objects", "armv7", 1}] = heard;
    }
    return made;
}

inline std::vector<NamedShard> all_shards(unsigned count) {
    std::vector<NamedShard> shards;
    for (unsigned number = 1; number <= count; ++number) shards.push_back(shard_of(number, count));
    return shards;
}

}  // namespace abi
