// Byte orders that the name of a type states: `__be32`, `little_uint16_t`, Rust's `U32<BigEndian>`.
//
// A compiler stores a `__be32` in the machine's own order, like any other integer. Only the name shows that the program
// converts the value. So the name is evidence, and a plain `uint32_t` is none.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/layout.h"

namespace abi {

/// The user's own names, from "byte_order_types" of the configuration. `native`: the name states no order, although the
/// table has it.
using OrderTypes = std::map<std::string, ByteOrder, std::less<>>;

/// The byte order that a name of order_names.def states, or nothing.
std::optional<ByteOrder> order_of_name(std::string_view name);

/// A byte order, and the name that states it.
struct StatedOrder {
    ByteOrder order = ByteOrder::little;
    std::string name;
};

/// The byte order that the type's names state: how the source spells it, then the typedefs behind that name, from the
/// outside in. The first name that states one decides.
std::optional<StatedOrder> order_stated_by(const Type& type, const OrderTypes& own);

}  // namespace abi
