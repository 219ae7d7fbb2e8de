// The shared records as userland declares them, by hand. Nothing is generated and nothing is included from
// another layer: spec/membrane.abi.json and spec/replay.abi.json are the contract, membrane/conforms.cpp holds
// this file to it.
#pragma once

#include <stdint.h>

namespace membrane {

constexpr uint32_t RING_MAGIC = 0x474e4952;
constexpr uint32_t RING_CAPACITY = 64;
constexpr uint32_t RING_SLOT_BYTES = 32;
constexpr uint32_t ENTRY_MAGIC = 0x52544e45;
constexpr uint32_t ENTRY_VERSION = 1;
constexpr uint32_t ABI_NOTE_TYPE = 1;

/// What a packet asks the kernel to do.
enum CmdKind : uint32_t {
    CMD_NULL = 0x100,
    CMD_CONSOLE_WRITE = 0x200,
    CMD_CONSOLE_READ = 0x201,
    CMD_SYS_EXEC = 0x400,
    CMD_SYS_EXIT = 0x401,
};

/// The kernel's answer to one packet.
enum Verdict : uint32_t {
    VERDICT_OK = 0,
    VERDICT_EBADTAG = 1,
    VERDICT_EPAD = 2,
    VERDICT_EKIND = 3,
    VERDICT_EFAULT = 4,
    VERDICT_ENOENT = 5,
    VERDICT_ENOEXEC = 6,
    VERDICT_ENOMEM = 7,
    VERDICT_ESTALE = 8,
    VERDICT_EINVAL = 9,
};

// Members that are always zero say so here, so that no program has to name them.

// 32-bit targets have no 128-bit integer, so this record does not exist there.
#ifdef __SIZEOF_INT128__
/// One command, in a slot of the submission ring.
struct CmdPacket {
    CmdKind kind;
    uint32_t _pad = 0;
    uint64_t arg;
    __extension__ unsigned __int128 id;
};
#endif

/// One answer, in a slot of the completion ring.
struct CompletionPacket {
    uint64_t sequence;
    Verdict verdict;
    uint32_t _pad = 0;
    uint64_t result;
    uint64_t _reserved = 0;
};

/// The first bytes of a ring.
struct alignas(64) RingHeader {
    uint32_t magic;
    uint32_t capacity;
    uint32_t slot_bytes;
    uint8_t _pad0[52];
    uint32_t head;
    uint8_t _pad1[60];
    uint32_t tail;
    uint8_t _pad2[60];
};

/// Bytes of the caller's memory that a command reads or writes.
struct IoSpan {
    uint64_t address;
    uint32_t length;
    uint32_t _pad = 0;
};

/// What a program finds at the address in a0 when it starts.
struct EntryBlock {
    uint32_t magic;
    uint32_t version;
    uint64_t submission;
    uint64_t completion;
    uint64_t sequence;
    uint8_t key[16];
    uint64_t blob;
    uint64_t _reserved;
};

/// The ELF note in .note.abi-check.
struct AbiNote {
    uint32_t name_bytes;
    uint32_t digest_bytes;
    uint32_t type;
    uint8_t name[12];
    uint8_t digest[32];
};

/// The replay blob's header.
struct ReplayBlob {
    uint64_t magic;
    uint32_t version;
    uint32_t case_count;
    uint64_t total_bytes;
    uint32_t crc32;
    uint32_t _pad;
    uint8_t key[16];
};

/// Stands before the bytes of a case.
struct ReplayCase {
    uint32_t index;
    uint32_t length;
};

}  // namespace membrane
