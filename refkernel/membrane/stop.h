// The last resort of a program that cannot even speak.
#pragma once

namespace membrane {

/// Ends the program by an instruction that the kernel does not allow.
[[noreturn]] inline void stop() {
    __builtin_trap();
}

}  // namespace membrane
