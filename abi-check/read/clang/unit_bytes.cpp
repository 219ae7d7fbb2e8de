#include "read/clang/unit_bytes.h"

#include <utility>

#include "read/reading_bytes.h"

namespace abi::bytes {

void members(auto& io, is<LocalDeclarations> auto& value) {
    auto& [records, enums, constants] = value;
    io.parts(records, enums, constants);
}

void members(auto& io, is<PackedBy> auto& value) {
    auto& [record, pragma] = value;
    io.parts(record, pragma);
}

void members(auto& io, is<UnitLayout> auto& value) {
    io.parts(value.facts, value.byte_order, value.records, value.enums, value.constants, value.local, value.packed_by,
             value.failed_assertions);
}

void members(auto& io, is<clang_reader::Unit> auto& value) {
    auto& [layout, problem, choice] = value;
    io.parts(layout, problem, choice);
}

}  // namespace abi::bytes

namespace abi::clang_reader {

std::string bytes_of(const std::vector<Unit>& units) {
    bytes::ToBytes sink;
    sink.part(units);
    return std::move(sink.bytes);
}

std::optional<std::vector<Unit>> units_of(std::string_view bytes) {
    bytes::FromBytes source{.from = {.rest = bytes}};
    std::vector<Unit> units;
    source.part(units);
    if (!source.from.good || !source.from.rest.empty()) return std::nullopt;
    return units;
}

}  // namespace abi::clang_reader
