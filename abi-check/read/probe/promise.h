// Whether a language promises the layout of a record. In Rust the compiler says so itself: its lint
// improper_ctypes_definitions refuses a function `extern "C"` that takes a record without repr(C) or repr(transparent),
// or one that holds such a record. The lint sees what macros and cfg_attr made, and types of other crates.
#pragma once

#include <string>

#include "read/probe/plan.h"

namespace abi::probe {

/// Why the language promises no layout for a record (an item), in words. Empty: it does, or the compiler did not say.
std::string no_promise(const Plan& plan, std::size_t record);

}  // namespace abi::probe
