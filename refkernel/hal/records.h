/*
 * The HAL's own declarations of the shared records, written by hand. Nothing here is generated or included from
 * another layer. The contract is spec/membrane.abi.json; hal/conforms.cpp checks this file against it.
 */
#pragma once

#include <stdint.h>

/* For C only: C++ files that include this one have their own constants with these names. */
#ifndef __cplusplus
#define RING_MAGIC UINT32_C(0x474e4952)
#define RING_CAPACITY UINT32_C(64)
#define RING_SLOT_BYTES UINT32_C(32)

#define EXIT_OK UINT32_C(0)
#define EXIT_PANIC UINT32_C(10)
#define EXIT_INITRD UINT32_C(11)
#define EXIT_DEVICETREE UINT32_C(12)
#define EXIT_INIT UINT32_C(13)
#define EXIT_REPLAY UINT32_C(14)
#define EXIT_USER UINT32_C(15)
#endif

/* This record does not exist on 32-bit targets, because they have no 128-bit integer. */
#ifdef __SIZEOF_INT128__
struct hal_cmd_packet {
    uint32_t kind;
    uint32_t _pad;
    uint64_t arg;
    __extension__ unsigned __int128 id;
};
#endif

struct hal_completion_packet {
    uint64_t sequence;
    uint32_t verdict;
    uint32_t _pad;
    uint64_t result;
    uint64_t _reserved;
};

struct hal_ring_header {
    uint32_t magic;
    uint32_t capacity;
    uint32_t slot_bytes;
    uint8_t _pad0[52];
    uint32_t head;
    uint8_t _pad1[60];
    uint32_t tail;
    uint8_t _pad2[60];
} __attribute__((aligned(64)));
