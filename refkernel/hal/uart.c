#include "hal/uart.h"

#include <stdint.h>

#include "hal/memlayout.h"

/* Registers and bits: National Semiconductor PC16550D, section 8. */
enum {
    uart_data = 0,
    uart_interrupt_enable = 1,
    uart_fifo_control = 2,
    uart_line_control = 3,
    uart_line_status = 5,

    fifo_enable = 1 << 0,
    fifo_trigger_14_bytes = 3 << 6,
    eight_bits_no_parity = 3,
    data_ready = 1 << 0,
    transmitter_empty = 1 << 5,

    fifo_bytes = 16,
};

static volatile uint8_t* uart_register(unsigned offset) {
    return (volatile uint8_t*)(uintptr_t)(UART_ADDRESS + offset);
}

void hal_uart_init(void) {
    *uart_register(uart_interrupt_enable) = 0;
    *uart_register(uart_line_control) = eight_bits_no_parity;
    /* The FIFO is not cleared, because it may hold what was typed while the firmware booted. QEMU delivers as many
     * characters at a time as the trigger level. */
    *uart_register(uart_fifo_control) = fifo_enable | fifo_trigger_14_bytes;
}

void hal_uart_write(const char* text, size_t bytes) {
    while (bytes > 0) {
        const size_t sent = hal_uart_send(text, bytes);
        text += sent;
        bytes -= sent;
    }
}

size_t hal_uart_send(const char* text, size_t bytes) {
    if ((*uart_register(uart_line_status) & transmitter_empty) == 0) {
        return 0;
    }
    const size_t sent = bytes < fifo_bytes ? bytes : fifo_bytes;
    for (size_t i = 0; i < sent; i++) {
        *uart_register(uart_data) = (uint8_t)text[i];
    }
    return sent;
}

int hal_uart_read(void) {
    if ((*uart_register(uart_line_status) & data_ready) == 0) {
        return -1;
    }
    return *uart_register(uart_data);
}
