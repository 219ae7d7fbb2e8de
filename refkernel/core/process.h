// A process: a program's image, its trap frame and its state.
//
//     begin_image, continue_image ──► Image, built separately ──► start_process | replace_image, which cannot fail
//
//     free ─► loading ─► ready ⇄ running ─► ended ─► free
//                          ▲       │
//                          └ blocked ◄
//
// A process is blocked while it waits for the answer to a command.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/address_space.h"
#include "core/console.h"
#include "core/loader.h"
#include "core/provenance.h"
#include "core/ring.h"
#include "core/slice.h"
#include "core/vfs.h"
#include "hal/trap.h"

namespace core {

struct Kernel;
struct Hart;
struct Process;

constexpr std::size_t max_processes = 64;
constexpr std::size_t max_open_files = 16;
constexpr std::size_t max_arguments_bytes = 2048;
constexpr std::uint32_t init_number = 1;  // the first program; the machine ends with it

/// The end of a program's path, as a copy, because the file may be removed or replaced.
struct ProgramName {
    std::array<char, sizeof ProcessEntry::name> letters{};
    std::uint8_t length = 0;

    std::string_view view() const { return {letters.data(), length}; }
};
ProgramName name_of_program(std::string_view path);

/// What exec replaces.
struct Image {
    ProgramName name{};
    AddressSpace space{};
    std::uint64_t entry = 0;
    std::uint64_t pages = 0;  // as its quota counts them
    QuotaIndex quota = root_quota;
    SubmissionRing submission{};
    CompletionRing completion{};
    Provenance provenance{};
};

/// An image that exec or spawn is making.
struct Loading {
    Verdict verdict = VERDICT_OK;
    std::string_view why{};  // the reason, if the verdict is not VERDICT_OK
    bool unfinished = false;
    Load load{};
    Image image{};
    std::uint64_t entry_block = 0;  // physical address
    NodeIndex node = root_node;     // of the file,
    std::uint32_t version = 0;      // whose bytes must not change meanwhile
    Process* child = nullptr;       // the reserved place, of a spawn
};

struct OpenFile {
    std::uint32_t flags = 0;  // OPEN_*; 0: this number is free
    std::uint32_t node = 0;
};

/// What a blocked process waits for. Of each there is a queue (scheduler.h).
enum class WaitsFor : std::uint8_t { line, child, room, time, own_turn };
constexpr std::size_t queue_count = 5;

// Bits of Process::turn: why the program does not go on at once.
constexpr std::uint8_t turn_ends = 1;     // others run first
constexpr std::uint8_t has_commands = 2;  // the time of a trap was over before all commands were served

struct Process {
    std::uint32_t number = 0;
    std::uint32_t parent = 0;  // 0: it has no parent
    ProcessState state = PROCESS_FREE;
    std::uint32_t hart = 0;  // that runs it or ran it last
    Image image{};
    hal_trap_frame frame{};
    std::optional<CmdPacket> pending;  // a command that has to wait
    std::uint32_t wanted = 0;          // the number of answers that it waits for
    WaitsFor waits_for{};              // of the pending command, if it is blocked
    std::uint32_t awaits = 0;          // the child that it waits for, or ANY_CHILD
    std::optional<Loading> loading;    // of a pending exec or spawn
    std::uint64_t wakes_at = 0;        // ticks: the end of a sleep; 0: it does not sleep
    bool by_exec = false;              // the program was started by exec
    std::uint8_t turn = 0;             // turn_ends, has_commands
    Slice slice{};
    Process* next = nullptr;   // in its queue
    std::uint32_t status = 0;  // valid when it has ended
    std::uint32_t doomed = 0;  // the status with which it ends at its next trap; 0: it goes on
    QuotaIndex quota = root_quota;
    bool background = false;    // it cannot read the console
    std::uint64_t packets = 0;  // taken from its rings
    std::array<OpenFile, max_open_files> files{};
};

/// Begins to make a program an image for the process `owner`, whose quota counts its pages, with rings, an entry block
/// and `arguments`. If it is `unfinished`, call continue_image until it is not. After a failure all pages have been
/// freed.
Loading begin_image(Kernel& kernel, const FoundProgram& program, const Process& owner,
                    std::span<const std::uint8_t> arguments);
void continue_image(Kernel& kernel, Loading& loading);

/// Whether others can find the process: it was started, and its parent has not taken its status.
inline bool exists(const Process& process) {
    return process.state != PROCESS_FREE && process.state != PROCESS_LOADING;
}

/// Whether the process can still run.
inline bool is_alive(const Process& process) {
    return process.state == PROCESS_READY || process.state == PROCESS_RUNNING || process.state == PROCESS_BLOCKED;
}

/// Reserves a free place, as loading, and gives it a number. Returns null if there are too many processes.
Process* reserve_process(Kernel& kernel);

/// Makes a reserved place a process that is ready to run `image` from its entry point.
void start_process(Kernel& kernel, Process& process, const Image& image, std::uint32_t parent);

/// exec: the caller continues with `image`. Its old memory is freed, and its files are closed.
void replace_image(Kernel& kernel, Process& process, const Image& image);

/// Frees the place of a process that has ended, or that was never started.
void free_place(Kernel& kernel, Process& process);

/// Gives a reserved place its quota. Returns VERDICT_ELIMIT if one process more is over a limit, and VERDICT_EAGAIN if
/// there are too many quotas.
Verdict join_quota(Kernel& kernel, Process& process, QuotaIndex parent, const Limits& limits);

/// Closes an open file.
void close_file(Kernel& kernel, OpenFile& file);

/// Frees what a process has, makes its children orphans, and keeps its status for its parent. The process must not run
/// on another hart. Ends the machine if it is the first process.
void end_process(Kernel& kernel, Process& process, std::uint32_t status);

/// Ends a process because of an error, and prints the reason. `cause` is a RISC-V exception code, or 63 if the kernel
/// found the error.
template <typename... Why>
void kill_process(Kernel& kernel, Process& process, std::uint32_t cause, const Why&... why) {
    log_line(Log::warn, "[Kernel] ", Escaped{process.image.name.view()}, " (", decimal(process.number),
             ") was ended: ", why...);
    end_process(kernel, process, STATUS_KILLED | cause);
}
constexpr std::uint32_t cause_kill = 62;
constexpr std::uint32_t cause_offence = 63;

/// Ends a process for CMD_SYS_KILL or Ctrl-C: at once, or at its next trap if it runs. Also ends all others in a quota
/// that was made for it.
void end_by_kill(Kernel& kernel, Process& process);

/// The program that Ctrl-C ends: the last in the chain of programs that wait for each other, from the first one on.
/// Null if that is the first program.
Process* foreground(Kernel& kernel);

/// The process with this number, or null. Not one that is still being loaded.
Process* find_process(Kernel& kernel, std::uint32_t number);

}  // namespace core
