// Why the fields of some records of BPF programs are unknown.
#pragma once

namespace abi {

/// The sentence of such a record. A declaration may have a part of the fields only, and in another order.
inline constexpr const char* found_by_name =
    "the loader finds its fields by name in the types of the running kernel (CO-RE), so this declaration fixes no "
    "offset";

}  // namespace abi
