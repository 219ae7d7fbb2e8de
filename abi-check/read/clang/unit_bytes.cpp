#include "read/clang/unit_bytes.h"

#include "read/bytes.h"

namespace abi::clang_reader {

void members(auto& io, is<Unit> auto& value) {
    auto& [layout, problem, choice] = value;
    io.parts(layout, problem, choice);
}

std::string bytes_of(const std::vector<Unit>& units) {
    ByteWriter writer;
    writer.part(units);
    return std::move(writer.bytes);
}

std::optional<std::vector<Unit>> units_of(std::string_view bytes) {
    ByteReader reader{.from = {.rest = bytes}};
    std::vector<Unit> units;
    reader.part(units);
    if (!reader.from.good || !reader.from.rest.empty()) return std::nullopt;
    return units;
}

}  // namespace abi::clang_reader
