// The steps of a boot, in order. A step that fails prints the reason and ends the machine.
#pragma once

#include <cstdint>

#include "core/kernel.h"

namespace core {

/// What the device tree contains. The function below ends the machine with EXIT_DEVICETREE on failure.
struct BootMemory {
    Boot boot;
    Range device_tree;
    Range kernel;  // the kernel's image, with its stacks
};
BootMemory read_device_tree(const std::uint8_t* device_tree, std::uint64_t boot_hart);

/// Builds kernel.vfs from the initial RAM disk. On failure ends the machine with EXIT_INITRD.
void open_initrd(Kernel& kernel, BootMemory& memory);

/// With replay=: checks the blob and begins to record. On failure ends the machine with EXIT_REPLAY.
void open_replay(Kernel& kernel, BootMemory& memory);

/// Gives all free memory to kernel.pages, and turns on the kernel's page tables.
void take_memory(Kernel& kernel, const BootMemory& memory);

/// Loads the first program. On failure ends the machine with EXIT_INIT.
void load_init(Kernel& kernel);

/// Registers the boot hart and starts up to MAX_HARTS - 1 others, which begin in core_hart_main.
void start_harts(Kernel& kernel, std::uint64_t boot_hart);

/// Lets the UART interrupt the boot hart, if it can.
void start_interrupts(Kernel& kernel, const InterruptLine& interrupt);

}  // namespace core
