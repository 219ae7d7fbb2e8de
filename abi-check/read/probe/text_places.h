// Lines for what compilers only name: a probe of Zig, Rust or Nim does not tell where its records are declared.
#pragma once

#include "read/probe/reader.h"

namespace abi::probe {

/// Searches the sources for the declarations that have a file and no line: the file, those that it imports (Zig, Nim),
/// and the files of the crate (Rust). What is not found keeps its file. Names are those of the sources.
void set_text_places(const Request& request, Reading& reading);

}  // namespace abi::probe
