// The steps of a boot, in their order. A step that cannot be done says why and leaves the machine.
#pragma once

#include <cstdint>

#include "core/fdt.h"
#include "core/kernel.h"

namespace core {

/// What the device tree says. Leaves with EXIT_DEVICETREE.
struct BootMemory {
    Boot boot;
    Fdt fdt;
    Range device_tree;
    Range kernel;  // its image, with its stacks
};
BootMemory read_device_tree(const std::uint8_t* device_tree);

/// Makes kernel.vfs of the initial RAM disk. Leaves with EXIT_INITRD.
void open_initrd(Kernel& kernel, const BootMemory& memory);

/// With replay=: checks the blob and makes ready to record. Leaves with EXIT_REPLAY.
void open_replay(Kernel& kernel, const BootMemory& memory);

/// Hands all memory that is nobody's to kernel.pages, and turns on the kernel's own page tables.
void take_memory(Kernel& kernel, const BootMemory& memory);

/// Loads the first program. Leaves with EXIT_INIT.
void load_init(Kernel& kernel);

/// Makes the boot hart one of the kernel's, and wakes up to MAX_HARTS - 1 others. They begin in core_hart_main.
void start_harts(Kernel& kernel, std::uint64_t boot_hart);

}  // namespace core
