#include "hal/uart.h"

#include "hal/memlayout.h"
#include "hal/sbi.h"

/* RISC-V SBI spec, legacy extensions: the only ones for the console that firmware of every version has. */
#define FIRMWARE_PUT 1
#define FIRMWARE_GET 2

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
};

static uint64_t uart = UART_ADDRESS; /* 0: the firmware has the console */
static unsigned interrupts;          /* the value of uart_interrupt_enable, whose bits are HAL_UART_* */

static volatile uint8_t* uart_register(unsigned offset) {
    return (volatile uint8_t*)(uintptr_t)(uart + offset);
}

void hal_uart_init(uint64_t address) {
    uart = address;
    interrupts = 0;
    if (uart == 0) {
        return;
    }
    *uart_register(uart_interrupt_enable) = 0;
    *uart_register(uart_line_control) = eight_bits_no_parity;
    /* The FIFO is not cleared, because it may hold what was typed while the firmware booted. QEMU delivers as many
     * characters at a time as the trigger level. */
    *uart_register(uart_fifo_control) = fifo_enable | fifo_trigger_14_bytes;
}

void hal_uart_interrupt(unsigned when, int on) {
    const unsigned wanted = on ? interrupts | when : interrupts & ~when;
    if (wanted != interrupts && uart != 0) {
        interrupts = wanted;
        *uart_register(uart_interrupt_enable) = (uint8_t)wanted;
    }
}

size_t hal_uart_send(const char* text, size_t bytes) {
    if (uart != 0 && (*uart_register(uart_line_status) & transmitter_empty) == 0) {
        return 0;
    }
    const size_t sent = bytes < HAL_UART_FIFO_BYTES ? bytes : HAL_UART_FIFO_BYTES;
    for (size_t i = 0; i < sent; i++) {
        if (uart == 0) {
            (void)hal_sbi_call(FIRMWARE_PUT, 0, (uint8_t)text[i], 0, 0);
            continue;
        }
        *uart_register(uart_data) = (uint8_t)text[i];
    }
    return sent;
}

int hal_uart_read(void) {
    if (uart == 0) {
        return (int)hal_sbi_call(FIRMWARE_GET, 0, 0, 0, 0);
    }
    if ((*uart_register(uart_line_status) & data_ready) == 0) {
        return -1;
    }
    return *uart_register(uart_data);
}
