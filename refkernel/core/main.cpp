// The kernel's boot, from its first line to the first program.
#include "core/console.h"
#include "core/kernel.h"
#include "core/panic.h"
#include "core/scheduler.h"
#include "core/startup.h"

void core_main(std::uint64_t boot_hart, const std::uint8_t* device_tree) {
    static constinit core::Kernel kernel;  // too large for a stack

    core::watch(kernel);
    (void)core::acquire(kernel.lock);
    core::BootMemory memory = core::read_device_tree(device_tree, boot_hart);
    kernel.arguments = memory.boot.arguments;
    core::open_initrd(kernel, memory);
    core::open_replay(kernel, memory);
    core::take_memory(kernel, memory);
    core::load_init(kernel);
    core::start_harts(kernel, boot_hart);
    core::start_interrupts(kernel, memory.boot.devices.interrupt);

    hal_enter_user(core::resume(kernel.harts[0]));
}

void core_hart_main(void* hart) {
    core::Hart& self = *static_cast<core::Hart*>(hart);
    (void)core::acquire(self.kernel->lock);
    hal_enter_user(core::resume(self));
}
