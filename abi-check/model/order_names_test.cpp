#include "model/order_names.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

std::string stated(const Type& type, const OrderTypes& own = {}) {
    const auto found = order_stated_by(type, own);
    return found ? std::string(to_string(found->order)) + " by " + found->name : "none";
}

std::string order(std::string_view name) {
    const auto found = order_of_name(name);
    return found ? std::string(to_string(*found)) : "none";
}

}  // namespace

TEST_CASE("Well-known names state an order") {
    for (const char* name :
         {"__be32", "be16", "fdt32_t", "big_uint24_t", "boost::endian::big_int64_at", "ubig32_t", "U32<BigEndian>",
          "zerocopy::byteorder::U32<zerocopy::byteorder::BigEndian>", "U16<BE>", "BigEndian<u32>",
          "boost::endian::endian_buffer<boost::endian::order::big, unsigned, 32>", "u32be", "struct be32_t"}) {
        CAPTURE(name);
        CHECK(order(name) == "big");
    }
    for (const char* name : {"__le64", "sle32", "U64<LittleEndian>", "u16_le", "quint32_le"}) {
        CAPTURE(name);
        CHECK(order(name) == "little");
    }
}

TEST_CASE("Other names state no order") {
    for (const char* name : {"uint32_t", "__u32", "be", "beef32", "__be", "__be1234", "__be32x", "U32<O>", "U32",
                             "Header<BigEndian>", "vec<be32>", "in_addr_t", "tube32", ""}) {
        CAPTURE(name);
        CHECK(order(name) == "none");
    }
}

TEST_CASE("The outermost name that states an order decides") {
    CHECK(stated({.spelling = "addr_t", .typedefs = "__be32 __u32"}) == "big by __be32");
    CHECK(stated({.spelling = "__le32", .typedefs = "__be32"}) == "little by __le32");
    CHECK(stated({.spelling = "uint32_t", .typedefs = "__uint32_t"}) == "none");
    CHECK(stated({.kind = Kind::record, .name = "U32<BE>"}) == "big by U32<BE>");
}

TEST_CASE("The user's names come before those of the table") {
    CHECK(stated({.spelling = "net32"}, {{"net32", ByteOrder::big}}) == "big by net32");
    CHECK(stated({.spelling = "my::net32<int>"}, {{"net32", ByteOrder::big}}) == "big by my::net32<int>");
    CHECK(stated({.spelling = "le32"}, {{"le32", ByteOrder::big}}) == "big by le32");
    CHECK(stated({.spelling = "le32"}, {{"le32", ByteOrder::native}}) == "none");
}
