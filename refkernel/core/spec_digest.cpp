#include "core/spec_digest.h"

#ifdef REFKERNEL_HAS_SPEC_TABLES
#include <abi/membrane_table.h>
#endif

namespace core {

std::optional<SpecDigest> spec_digest() {
#ifdef REFKERNEL_HAS_SPEC_TABLES
    return abi::table::membrane::digest;
#else
    return std::nullopt;
#endif
}

}  // namespace core
