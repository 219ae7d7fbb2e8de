// Ends the machine with a last line and an exit status.
#pragma once

#include "core/console.h"
#include "core/records.h"
#include "hal/finisher.h"

namespace core {

/// Prints "[Kernel] Exit: " and `reason`, and ends the machine.
template <typename... Reason>
[[noreturn]] void leave(KernelExit status, const Reason&... reason) {
    print_line("[Kernel] Exit: ", reason...);
    flush_console();
    hal_finish(status);
}

}  // namespace core
