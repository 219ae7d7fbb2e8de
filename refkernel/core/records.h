// The shared records as the kernel's core declares them, by hand. Nothing is generated and nothing is included
// from another layer: spec/membrane.abi.json and spec/replay.abi.json are the contract, core/conforms.cpp holds
// this file to it.
#pragma once

#include <stdint.h>

namespace core {

// ---- spec/membrane.abi.json ----

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

/// The status with which the kernel leaves the machine.
enum KernelExit : uint32_t {
    EXIT_OK = 0,
    EXIT_PANIC = 10,
    EXIT_INITRD = 11,
    EXIT_DEVICETREE = 12,
    EXIT_INIT = 13,
    EXIT_REPLAY = 14,
    EXIT_USER = 15,
};

// 32-bit targets have no 128-bit integer, so this record does not exist there.
#ifdef __SIZEOF_INT128__
/// One command, in a slot of the submission ring.
struct CmdPacket {
    CmdKind kind;
    uint32_t _pad;
    uint64_t arg;
    __extension__ unsigned __int128 id;
};
#endif

/// One answer, in a slot of the completion ring.
struct CompletionPacket {
    uint64_t sequence;
    Verdict verdict;
    uint32_t _pad;
    uint64_t result;
    uint64_t _reserved;
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
    uint32_t _pad;
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

// ---- spec/replay.abi.json ----

constexpr uint64_t REPLAY_MAGIC = 0x31594c5052494241;
constexpr uint32_t REPLAY_VERSION = 1;
constexpr uint32_t REPLAY_END_MAGIC = 0x444e4552;

/// The blob's header.
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

#ifdef __SIZEOF_INT128__
/// What the kernel decoded, field by field, and its verdict.
struct ReplayResult {
    uint32_t index;
    uint32_t verdict;
    uint32_t kind;
    uint32_t _pad;
    uint64_t arg;
    uint64_t _pad2;
    __extension__ unsigned __int128 id;
};
#endif

/// The sentinel.
struct ReplayEnd {
    uint32_t magic;
    uint32_t case_count;
    uint32_t crc32;
    uint32_t _pad;
};

}  // namespace core
