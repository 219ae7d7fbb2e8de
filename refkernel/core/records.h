// The core's own declarations of the shared records, written by hand. Nothing here is generated or included from
// another layer. The contracts are spec/membrane.abi.json and spec/replay.abi.json; core/conforms.cpp checks this file
// against them.
#pragma once

#include <stdint.h>

namespace core {

// ---- spec/membrane.abi.json ----

constexpr uint32_t RING_MAGIC = 0x474e4952;
constexpr uint32_t RING_CAPACITY = 64;
constexpr uint32_t RING_SLOT_BYTES = 32;
constexpr uint32_t ENTRY_MAGIC = 0x52544e45;
constexpr uint32_t ENTRY_VERSION = 2;
constexpr uint32_t ABI_NOTE_TYPE = 1;

// FileOpen::flags; combine with |.
constexpr uint32_t OPEN_READ = 1;
constexpr uint32_t OPEN_WRITE = 2;
constexpr uint32_t OPEN_CREATE = 4;
constexpr uint32_t OPEN_TRUNCATE = 8;
constexpr uint32_t OPEN_EXECUTABLE = 16;

// Launch::flags.
constexpr uint32_t LAUNCH_BACKGROUND = 1;

constexpr uint32_t ANY_CHILD = 0;
constexpr uint32_t STATUS_KILLED = 0x80000000;

/// What a packet asks the kernel to do.
enum CmdKind : uint32_t {
    CMD_NULL = 0x100,
    CMD_CONSOLE_WRITE = 0x200,
    CMD_CONSOLE_READ = 0x201,
    CMD_FILE_OPEN = 0x300,
    CMD_FILE_READ = 0x301,
    CMD_FILE_WRITE = 0x302,
    CMD_FILE_CLOSE = 0x303,
    CMD_FILE_STAT = 0x304,
    CMD_FILE_LIST = 0x305,
    CMD_FILE_REMOVE = 0x306,
    CMD_FILE_MAKE_DIRECTORY = 0x307,
    CMD_SYS_EXEC = 0x400,
    CMD_SYS_EXIT = 0x401,
    CMD_SYS_SPAWN = 0x402,
    CMD_SYS_WAIT = 0x403,
    CMD_SYS_YIELD = 0x404,
    CMD_SYS_TIME = 0x405,
    CMD_SYS_STAT = 0x406,
    CMD_SYS_PROCESSES = 0x407,
    CMD_SYS_KILL = 0x408,
    CMD_SYS_SLEEP = 0x409,
    CMD_RING_MOVE = 0x500,
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
    VERDICT_EBADF = 10,
    VERDICT_EISDIR = 11,
    VERDICT_ENOTDIR = 12,
    VERDICT_EACCES = 13,
    VERDICT_ENOSPC = 14,
    VERDICT_ECHILD = 15,
    VERDICT_EAGAIN = 16,
    VERDICT_ENAMETOOLONG = 17,
    VERDICT_ELIMIT = 18,
    VERDICT_EEXIST = 19,
    VERDICT_ENOTEMPTY = 20,
};

/// What a path leads to.
enum FileKind : uint32_t {
    FILE_REGULAR = 1,
    FILE_DIRECTORY = 2,
    FILE_CONSOLE = 3,
};

/// What a process is doing.
enum ProcessState : uint32_t {
    PROCESS_FREE = 0,
    PROCESS_READY = 1,
    PROCESS_RUNNING = 2,
    PROCESS_BLOCKED = 3,
    PROCESS_ENDED = 4,
    PROCESS_LOADING = 5,
};

/// The machine's exit status.
enum KernelExit : uint32_t {
    EXIT_OK = 0,
    EXIT_PANIC = 10,
    EXIT_INITRD = 11,
    EXIT_DEVICETREE = 12,
    EXIT_INIT = 13,
    EXIT_REPLAY = 14,
    EXIT_USER = 15,
};

// This record does not exist on 32-bit targets, because they have no 128-bit integer.
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

/// Which program to start, and its arguments.
struct Launch {
    uint64_t path;
    uint32_t path_length;
    uint32_t _pad;
    uint64_t arguments;
    uint32_t arguments_length;
    uint32_t flags;
    uint64_t limits;
};

/// The most that a program may have, together with all that it starts. 0: no limit of its own.
struct Limits {
    uint32_t pages;
    uint32_t files;
    uint32_t processes;
    uint32_t _pad;
    uint64_t output_bytes;
};

/// Which file to open, and how.
struct FileOpen {
    uint64_t path;
    uint32_t path_length;
    uint32_t flags;
};

/// Bytes of the caller's memory, and the offset in a file that they come from or go to.
struct FileIo {
    uint64_t address;
    uint32_t length;
    uint32_t file;
    uint64_t offset;
};

/// The path of a file, and where its FileStat goes.
struct FileQuery {
    uint64_t path;
    uint32_t path_length;
    uint32_t _pad;
    uint64_t to;
};

/// What a file is.
struct FileStat {
    uint64_t bytes;
    FileKind kind;
    uint32_t executable;
};

/// One name in a directory.
struct DirectoryEntry {
    uint64_t bytes;
    FileKind kind;
    uint32_t name_length;
    uint8_t name[112];
};

/// Counts since boot.
struct SystemStat {
    uint64_t pages;
    uint64_t pages_free;
    uint64_t nanoseconds;
    uint32_t harts;
    uint32_t processes;
    uint64_t started;
    uint64_t verdicts[11];
};

/// Public information about one process.
struct ProcessEntry {
    uint32_t number;
    uint32_t parent;
    ProcessState state;
    uint32_t hart;
    uint64_t packets;
    uint64_t refused;
    uint8_t name[32];
};

/// Pages of the caller that become its rings.
struct RingPlace {
    uint64_t submission;
    uint64_t completion;
    uint32_t start;
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
    uint64_t blob_next;
    uint64_t arguments;
    uint32_t arguments_length;
    uint32_t number;
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
constexpr uint32_t REPLAY_VERSION = 2;
constexpr uint32_t REPLAY_END_MAGIC = 0x444e4552;
constexpr uint64_t REPLAY_RESULTS_MAGIC = 0x32544c5352494241;
constexpr uint16_t REPLAY_FRESH_BOOT = 1;
constexpr uint16_t REPLAY_MORE = 2;
constexpr uint32_t REPLAY_NOT_SUPPORTED = 0x7fffffff;

/// The blob's header.
struct ReplayBlob {
    uint64_t magic;
    uint32_t version;
    uint32_t case_count;
    uint64_t total_bytes;
    uint32_t crc32;
    uint32_t _pad;
    uint8_t key[16];
    uint64_t results;
    uint64_t results_bytes;
};

/// Precedes the bytes of a case.
struct ReplayCase {
    uint32_t index;
    uint16_t length;
    uint16_t flags;
};

/// The progress of a replay. Survives a reset.
struct ReplayResults {
    uint64_t magic;
    uint32_t version;
    uint32_t recorded;
    uint32_t crc32;
    uint32_t boots;
    uint64_t next;
    uint8_t _reserved[32];
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

/// The sentinel at the end of the results.
struct ReplayEnd {
    uint32_t magic;
    uint32_t case_count;
    uint32_t crc32;
    uint32_t _pad;
};

}  // namespace core
