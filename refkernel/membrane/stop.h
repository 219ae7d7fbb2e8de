// For a program that cannot use its rings.
#pragma once

namespace membrane {

/// Ends the program with an illegal instruction.
[[noreturn]] inline void stop() {
    __builtin_trap();
}

}  // namespace membrane
