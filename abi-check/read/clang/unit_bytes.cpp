#include "read/clang/unit_bytes.h"

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
    auto& [byte_order, facts, records, enums, constants, local, packed_by, failed_assertions] = value;
    io.parts(byte_order, facts, records, enums, constants, local, packed_by, failed_assertions);
}

void members(auto& io, is<clang_reader::Unit> auto& value) {
    auto& [layout, problem, choice] = value;
    io.parts(layout, problem, choice);
}

}  // namespace abi::bytes

namespace abi::clang_reader {

std::string bytes_of(const std::vector<Unit>& units) {
    return bytes::written(units);
}

std::optional<std::vector<Unit>> units_of(std::string_view bytes) {
    return bytes::read_whole<std::vector<Unit>>(bytes);
}

}  // namespace abi::clang_reader
