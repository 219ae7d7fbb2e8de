// Decodes bytes into fields and encodes fields into bytes, with any layout, in either byte order.
#pragma once

#include <string>
#include <vector>

#include "codec/bytes.h"
#include "model/layout.h"

namespace abi {

/// The value of one scalar of a record: arrays and nested records give one per element
/// ("slots[3].arg").
struct FieldValue {
    std::string path;
    Integer value;  // a float's or a pointer's bits; sign-extended for signed integers
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;

    friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

/// Decodes one record: every scalar in the order of declaration, every member of a union. A flexible
/// tail and fields without a name have no value. Bit offsets count from the start of the record, as compilers place
/// bit-fields: in little-endian from the least significant bit of a byte, in big-endian from the most significant one.
/// A field or record that states its byte order has that one; `order` is that of all others, and of `native`.
/// `layout` resolves nested records. Ignores bytes past the record's size. Fails when there are fewer bytes, or when
/// the layout of the record is not fully known.
Result<std::vector<FieldValue>> decode(const Layout& layout, const Record& record, std::span<const std::uint8_t> bytes,
                                       ByteOrder order);

/// Encodes values into size_bytes bytes; fields that are not in `values` are zero. Uses only `path` and `value` of
/// a FieldValue. Where members of a union overlap, the later value wins. Fails for a path that does not
/// exist and for a value that does not fit.
Result<Bytes> encode(const Layout& layout, const Record& record, const std::vector<FieldValue>& values,
                     ByteOrder order);

/// The value of up to 64 bits that begin at bit `at_bits`, counted as above. All of them must be in `bytes`.
std::uint64_t load_bits(std::span<const std::uint8_t> bytes, std::uint64_t at_bits, std::uint32_t width_bits,
                        ByteOrder order);

}  // namespace abi
