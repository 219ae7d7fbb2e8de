#include "read/reading_bytes.h"

#include <utility>

namespace abi::bytes {

template <>
constexpr auto last<ClaimAnswer::State> = ClaimAnswer::State::refuted;

void members(auto& io, is<Layout> auto& value) {
    auto& [origin, target, facts, byte_order, records, enums, constants] = value;
    io.parts(origin, target, facts, byte_order, records, enums, constants);
}

void members(auto& io, is<std::pair<std::string, std::string>> auto& value) {
    auto& [first, second] = value;
    io.parts(first, second);
}

void members(auto& io, is<Stamp> auto& value) {
    auto& [object, spec_digest, record_digests] = value;
    io.parts(object, spec_digest, record_digests);
}

void members(auto& io, is<ChangedSource> auto& value) {
    auto& [object, source] = value;
    io.parts(object, source);
}

void members(auto& io, is<UnitFacts> auto& value) {
    auto& [unit, facts] = value;
    io.parts(unit, facts);
}

void members(auto& io, is<ClaimAnswer> auto& value) {
    auto& [state, why] = value;
    io.parts(state, why);
}

void members(auto& io, is<Reading> auto& value) {
    auto& [layout, problems, failed_assertions, units, other_definitions, stamps, changed, unit_facts, choices,
           claims] = value;
    io.parts(layout, problems, failed_assertions, units, other_definitions, stamps, changed, unit_facts, choices,
             claims);
}

}  // namespace abi::bytes

namespace abi {

std::string bytes_of(const Reading& reading) {
    return bytes::written(reading);
}

std::optional<Reading> reading_of(std::string_view bytes) {
    return bytes::read_whole<Reading>(bytes);
}

}  // namespace abi
