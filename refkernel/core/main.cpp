// The kernel, from its first line to its first program.
#include "core/console.h"
#include "core/kernel.h"
#include "core/startup.h"
#include "hal/uart.h"

void core_main(std::uint64_t /*hart*/, const std::uint8_t* device_tree) {
    hal_uart_init();
    core::say("[Boot] refkernel");

    core::Kernel kernel;
    const core::BootMemory memory = core::read_device_tree(device_tree);
    kernel.arguments = memory.boot.arguments;
    kernel.vfs = core::open_initrd(memory);
    core::open_replay(kernel, memory);
    core::take_memory(kernel, memory);
    core::load_init(kernel);

    hal_enter_user(&kernel.frame);
}
