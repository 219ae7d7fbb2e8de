// The names that the sources of a request declare, for a question to a probe where no spec names them.
//
//     Rust:    cargo or rustc ─► the files of the crate ─► names in their text, with the modules that rustc found
//     others:  names in the text of the files (declared_names.h)
//
// So a crate has the names that it has for the target: modules behind #[cfg] and #[path], included files and what a
// build script wrote are those that rustc reads.
#pragma once

#include "read/probe/declared_names.h"
#include "read/probe/reader.h"

namespace abi::probe {

/// A crate that does not compile has the names in the text of its files. The probe reports why; a manifest, which has
/// no text, has one name that nothing declares, so that the probe is asked.
DeclaredNames source_names(const Request& request);

}  // namespace abi::probe
