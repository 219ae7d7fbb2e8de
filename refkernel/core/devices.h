// The devices of the machine that the kernel itself uses, as the device tree describes them.
#pragma once

#include <cstdint>

#include "core/range.h"
#include "core/reg.h"

namespace core {

struct Devices {
    std::uint64_t uart = 0;      // a 16550 with registers of one byte (ns16550a); 0: there is none
    std::uint64_t finisher = 0;  // ends the machine: a SiFive test device, or a register; 0: there is none
    std::uint32_t poweroff_value =
        0;  // for a register (syscon-poweroff): what ends the machine. 0: a SiFive test device
    TreeFault fault{};
};

/// Finds the first enabled device of each kind, on buses whose addresses are those of the processor (empty `ranges`).
/// It is a fault if a device is in `ram` or not below USER_BEGIN.
Devices read_devices(const Fdt& fdt, Range ram);

}  // namespace core
