/*
 * The memory map. C, C++ and the assembler include this file, so it has plain numbers only.
 *
 * Physical memory, `qemu-system-riscv64 -machine virt -m 256M`. The device tree has the addresses
 * of the devices, of RAM, of the initrd and of reserved memory; these are the usual ones.
 *
 *   0x0010_0000  finisher   SiFive test device: a write ends the machine, with a status
 *   0x0c00_0000  PLIC       interrupt controller; the kernel maps three of its pages
 *   0x1000_0000  uart       16550
 *   0x8000_0000  OpenSBI    M-mode; the PMP denies S-mode access
 *   0x8020_0000  kernel     text R-X | rodata R-- | data, bss RW- | stacks RW-, each above a guard page   (kernel.ld)
 *        …       free       pages: the bitmap first, then pages for all uses, except reserved memory
 *   0x8820_0000  initrd     QEMU puts it here; the device tree has the address
 *        …       free
 *   0x8900_0000  results    of a replay, up to 48 MiB; the blob has the address; survives a reset
 *   0x8c00_0000  replay     the blob, up to 48 MiB; the boot argument replay= has the address
 *   0x8f00_0000  free
 *        …       device tree  near the end of RAM; the firmware passes the address (QEMU 7.2: 0x8fe0_0000)
 *   0x9000_0000  end of RAM
 *
 * Virtual memory (Sv39). In the lowest 4 GiB, virtual addresses equal physical ones. These tables are part of every
 * process, but user mode cannot access them. A process has the next 2 GiB:
 *
 *   0x1_0000_0000  program   the ELF file's segments                         (membrane/program.ld)
 *   0x1_3fe0_0000  entry     EntryBlock                                  R--
 *   0x1_3fe0_1000  rings     submission, then completion; one page each  RW-
 *        …         guard     not mapped
 *   0x1_3fff_8000  stack     8 pages, grows down                         RW-
 *   0x1_4000_0000  blob      the replay blob, in the replayer only       R--
 *   0x1_8000_0000  end of a process's addresses
 */
#pragma once

#define PAGE_BYTES 4096

/* Used only if there is no readable device tree. */
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

/* The most harts that are used. Each has a stack of KERNEL_STACK_BYTES with a guard page below it. */
#define MAX_HARTS 4
#define KERNEL_STACK_BYTES 32768
/* The size of the stack for the report of a trap inside the kernel. */
#define PANIC_STACK_BYTES 8192
