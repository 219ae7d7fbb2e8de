/* The console: a 16550 UART, polled. QEMU holds input back while the 16-byte FIFO is full, so none is lost. */
#ifndef REFKERNEL_HAL_UART_H
#define REFKERNEL_HAL_UART_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void hal_uart_init(void);
void hal_uart_write(const char* text, size_t bytes);
/* The next character, or -1 when none has arrived. */
int hal_uart_read(void);

#ifdef __cplusplus
}
#endif

#endif
