// The names that the text of a source seems to declare, in the form of a layout: a question for a probe.
#pragma once

#include "model/layout.h"
#include "read/probe/declared_names.h"

namespace abi {

/// Records without fields, enumerations without values, and constants without a value.
Layout layout_of_names(const probe::DeclaredNames& names);

}  // namespace abi
