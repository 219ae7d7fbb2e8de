// The devices of the machine that the kernel itself uses, as the device tree describes them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/fdt.h"
#include "core/range.h"

namespace core {

/// How the UART interrupts the boot hart.
struct InterruptLine {
    std::uint64_t plic = 0;      // the address of the interrupt controller (PLIC); 0: the UART cannot interrupt
    std::uint32_t context = 0;   // of the boot hart in supervisor mode
    std::uint32_t source = 0;    // of the UART
    std::string_view missing{};  // a phrase: why it cannot interrupt
};

struct Devices {
    std::uint64_t uart = 0;      // a 16550 with registers of one byte (ns16550a); 0: there is none
    std::uint64_t finisher = 0;  // ends the machine: a SiFive test device; 0: there is none
    InterruptLine interrupt{};
    TreeFault fault{};
};

/// Finds the first enabled device of each kind, on buses whose addresses are those of the processor (empty `ranges`).
/// It is a fault if UART or finisher are in `ram` or not below USER_BEGIN. An interrupt that cannot be used is no
/// fault.
Devices read_devices(const Fdt& fdt, Range ram, std::uint64_t boot_hart = 0);

}  // namespace core
