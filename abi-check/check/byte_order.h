// Findings about byte orders: of the machine as a whole, and of fields whose types do not state the order.
//
//     the spec        the layer, on a little-endian machine
//     len: u32be      __be32 len     conforms
//                     uint32_t len   abi-order-unstated: nothing shows that the program swaps the bytes
//                     __le32 len     abi-byte-order
#pragma once

#include <vector>

#include "check/answer.h"
#include "check/compare.h"
#include "check/order.h"

namespace abi {

/// The orders of a spec that holds on the target of the answer.
Orders orders_of(const Layout& spec, const WitnessAnswer& answer);

/// One finding for all records, if the machine has another byte order than the spec and no field states the spec's.
void check_byte_order(const Layout& spec, const WitnessAnswer& answer, std::vector<Finding>& findings);

/// Turns abi-byte-order into abi-order-unstated if the field states no order; else adds the name that states one.
/// `seen` is the layout's own record, before in_order_of.
void tell_stated_order(Difference& difference, const Record& seen, const OrderTypes& types);

}  // namespace abi
