// Several specs as one.
#pragma once

#include <string>
#include <vector>

#include "specfile/read.h"

namespace abi {

/// One layout with all declarations of `specs`, in their order. A problem if two specs declare the same name or have
/// different byte orders.
Result<Layout> merge_specs(const std::vector<Spec>& specs);

/// The digest of one spec, or "name=digest" of several with blanks between them.
std::string digest_text(const std::vector<Spec>& specs);

}  // namespace abi
