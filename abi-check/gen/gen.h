// Source text from a spec. One file per language.
#pragma once

#include <string>

#include "model/layout.h"

namespace abi {

/// A C++20 header of constexpr rows for abi/conforms.hpp: namespace abi::table::NAME with a RecordRow per
/// record and the spec's digest. Records that exist on some targets only are there on all: a row is a
/// description, no declaration. Bit-fields have no row, so neither has a record that holds one.
std::string gen_table(const Layout& spec, const std::string& name, const std::string& digest);

}  // namespace abi
