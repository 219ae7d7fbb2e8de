// Short ways to write layouts down in tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi::test {

inline Type scalar(Kind kind, std::uint64_t bits, std::vector<std::uint64_t> extents = {}) {
    Type type;
    type.kind = kind;
    type.width_bits = bits;
    type.extents = std::move(extents);
    type.spelling = to_string(type);
    return type;
}

inline Type u(std::uint64_t bits) {
    return scalar(Kind::unsigned_integer, bits);
}
inline Type i(std::uint64_t bits) {
    return scalar(Kind::signed_integer, bits);
}
inline Type bytes(std::uint64_t count) {
    return scalar(Kind::byte, 8, {count});
}

/// A field that begins `offset` bytes into its record, at `line` of "layer.h".
inline Field field(std::string name, Type type, std::uint64_t offset, Role role = Role::data, unsigned line = 0) {
    Field result;
    result.name = std::move(name);
    result.type = std::move(type);
    result.offset_bits = offset * 8;
    result.role = role;
    result.place = {"layer.h", line, 5, line, 20};
    return result;
}

inline Record record(std::string name, std::uint64_t size, std::uint64_t align, std::vector<Field> fields) {
    Record result;
    result.name = std::move(name);
    result.size_bytes = size;
    result.align_bytes = align;
    result.fields = std::move(fields);
    result.place = {"layer.h", 1, 1, 9, 2};
    return result;
}

/// The packet of the story, as the spec has it.
inline Record cmd_packet() {
    return record("CmdPacket", 32, 16,
                  {field("kind", u(32), 0, Role::tag, 2), field("_pad", u(32), 4, Role::padding, 3),
                   field("arg", u(64), 8, Role::data, 4), field("id", u(128), 16, Role::data, 5)});
}

}  // namespace abi::test
