// Ends the machine when the kernel is in a state that should be impossible, and prints what is known about it.
#pragma once

#include <cstdint>
#include <string_view>

namespace core {

struct Kernel;

/// A panic prints which process each hart of `kernel` runs.
void watch(const Kernel& kernel);

/// The cause of an exception in words (RISC-V privileged spec, "Supervisor Cause Register").
std::string_view describe_cause(std::uint64_t cause);

/// What stval is for a cause: ", address " or ", instruction ".
std::string_view value_name(std::uint64_t cause);

[[noreturn]] void panic(std::string_view what);

}  // namespace core
