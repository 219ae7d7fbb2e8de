/*
 * Where things lie. Read by C, C++ and the assembler, so: plain numbers only.
 *
 * Physical memory, `qemu-system-riscv64 -machine virt -m 256M`:
 *
 *   0x0010_0000  finisher   SiFive test device: a write ends the machine, with a status
 *   0x1000_0000  uart       16550
 *   0x8000_0000  OpenSBI    M-mode; closed to us by the PMP
 *   0x8020_0000  kernel     text R-X | rodata R-- | data, bss RW- | stacks RW-, each above a guard page   (kernel.ld)
 *        …       free       pages: the bitmap first, then whatever is asked for
 *   0x8820_0000  initrd     put there by QEMU, named by the device tree
 *        …       free
 *   0x8900_0000  results    of a replay, up to 48 MiB, where the blob says; survives a reset
 *   0x8c00_0000  replay     the blob, up to 48 MiB, where the boot argument replay= says
 *   0x8f00_0000  free
 *        …       device tree  near the end of RAM, where the firmware says (QEMU 7.2: 0x8fe0_0000)
 *   0x9000_0000  end of RAM
 *
 * Virtual memory (Sv39). The kernel sees physical memory at its own addresses, in the lowest 4 GiB; the
 * same tables stand, closed to user mode, in every process. A process has the next 2 GiB:
 *
 *   0x1_0000_0000  program   the ELF file's segments                         (membrane/program.ld)
 *   0x1_3fe0_0000  entry     EntryBlock                                  R--
 *   0x1_3fe0_1000  rings     submission, then completion: a page each    RW-
 *        …         guard     nothing
 *   0x1_3fff_8000  stack     8 pages, grows down                         RW-
 *   0x1_4000_0000  blob      the replay blob, in the replayer only       R--
 *   0x1_8000_0000  end of what a process may ever use
 */
#ifndef REFKERNEL_HAL_MEMLAYOUT_H
#define REFKERNEL_HAL_MEMLAYOUT_H

#define PAGE_BYTES 4096

#define FINISHER_ADDRESS 0x00100000
#define UART_ADDRESS 0x10000000

#define USER_BEGIN 0x100000000
#define USER_PROGRAM_BEGIN 0x100000000
#define USER_PROGRAM_END 0x13fe00000
#define USER_ENTRY_BLOCK 0x13fe00000
#define USER_SUBMISSION 0x13fe01000
#define USER_COMPLETION 0x13fe02000
#define USER_STACK_BEGIN 0x13fff8000
#define USER_STACK_END 0x140000000
#define USER_BLOB_BEGIN 0x140000000
#define USER_END 0x180000000

/* Harts that are used; each has a stack of so many bytes, with a guard page below it. */
#define MAX_HARTS 4
#define KERNEL_STACK_BYTES 32768
/* Bytes of the stack on which a trap inside the kernel is reported. */
#define PANIC_STACK_BYTES 4096

#endif
