// The end: one last line, and a status for whoever started the machine.
#pragma once

#include "core/console.h"
#include "core/records.h"
#include "hal/finisher.h"

namespace core {

/// Prints "[Kernel] Exit: " and `reason`, and ends the machine.
template <typename... Reason>
[[noreturn]] void leave(KernelExit status, const Reason&... reason) {
    say("[Kernel] Exit: ", reason...);
    hal_finish(status);
}

/// The kernel met a state that it excludes.
[[noreturn]] inline void panic(std::string_view what) {
    leave(EXIT_PANIC, "panic: ", what);
}

}  // namespace core
