/* The console: a 16550 UART. QEMU delays input while the 16-byte FIFO is full, so no input is lost. On
 * a machine without such a UART the firmware prints and reads. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Uses the UART at this physical address; 0: the firmware. */
void hal_uart_init(uint64_t address);
/* When the UART interrupts. Both are off after hal_uart_init. */
enum {
    HAL_UART_RECEIVED = 1 << 0, /* it has a character, or as many as its FIFO waits for */
    HAL_UART_READY = 1 << 1,    /* it takes characters */
};
#define HAL_UART_FIFO_BYTES 16
void hal_uart_interrupt(unsigned when, int on);
/* Sends as many bytes as the UART takes at once, at most a FIFO of them. Returns their number; 0 if it is busy. */
size_t hal_uart_send(const char* text, size_t bytes);
/* Returns the next character, or -1 if there is none. */
int hal_uart_read(void);

#ifdef __cplusplus
}
#endif
