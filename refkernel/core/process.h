// A process: a program's image, its trap frame and its state.
//
//     load_image ──► Image, built separately ──► start_process | replace_image, which cannot fail
//
//     free ─► ready ⇄ running ─► ended ─► free        A process is blocked while it waits for the answer to a command.
//                  ⇅ blocked
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/address_space.h"
#include "core/console.h"
#include "core/provenance.h"
#include "core/ring.h"
#include "core/vfs.h"
#include "hal/trap.h"

namespace core {

struct Kernel;
struct Hart;

constexpr std::size_t max_processes = 64;
constexpr std::size_t max_open_files = 16;
constexpr std::size_t max_arguments_bytes = 2048;
constexpr std::uint32_t init_number = 1;  // the first program; the machine ends with it

/// What exec replaces.
struct Image {
    std::string_view name;  // of the program's file
    AddressSpace space{};
    std::uint64_t entry = 0;
    SubmissionRing submission{};
    CompletionRing completion{};
    Provenance provenance{};
};

struct OpenFile {
    std::uint32_t flags = 0;  // OPEN_*; 0: this number is free
    std::uint32_t node = 0;
};

struct Process {
    std::uint32_t number = 0;  // 0: the place is free
    std::uint32_t parent = 0;  // 0: it has no parent
    ProcessState state = PROCESS_READY;
    std::uint32_t hart = 0;  // that runs it or ran it last
    Image image{};
    hal_trap_frame frame{};
    std::optional<CmdPacket> pending;  // a command that has to wait
    std::uint32_t wanted = 0;          // the number of answers that it waits for
    bool by_exec = false;              // the program was started by exec
    bool yields = false;
    std::uint32_t status = 0;   // valid when it has ended
    std::uint64_t packets = 0;  // taken from its rings
    std::array<OpenFile, max_open_files> files{};
};

struct LoadedImage {
    Verdict verdict = VERDICT_OK;
    std::string_view why{};                                  // the reason, if the verdict is not VERDICT_OK
    std::optional<std::span<const std::uint8_t>> invalid{};  // the file, if it has an ElfError
    Image image{};
};

/// Loads `file` and makes rings, a key, an entry block and `arguments` for it, as process `number`. After a failure all
/// pages have been freed.
LoadedImage load_image(Kernel& kernel, const File& file, std::uint32_t number, std::span<const std::uint8_t> arguments);

/// The numbers of the reason, if it is an ElfError. Checks the file again, so that a good program costs nothing.
ElfNumbers numbers_of(const Kernel& kernel, const LoadedImage& loaded);

/// Finds a free place and gives it a number. Returns null if there are too many processes.
Process* reserve_process(Kernel& kernel);

/// Makes a reserved place a process that is ready to run `image` from its entry point.
void start_process(Process& process, const Image& image, std::uint32_t parent);

/// exec: the caller continues with `image`. Its old memory is freed, and its files are closed.
void replace_image(Kernel& kernel, Process& process, const Image& image);

/// Frees what a process has, makes its children orphans, and keeps its status for its parent. The process must not run
/// on another hart. Ends the machine if it is the first process.
void end_process(Kernel& kernel, Process& process, std::uint32_t status);

/// The level of the boot argument log=, for code that does not know what a Kernel is.
Log log_of(const Kernel& kernel);

/// Ends a process because of an error, and prints the reason. `cause` is a RISC-V exception code, or 63 if the kernel
/// found the error.
template <typename... Why>
void kill_process(Kernel& kernel, Process& process, std::uint32_t cause, const Why&... why) {
    log_line(log_of(kernel), Log::warn, "[Kernel] ", Escaped{process.image.name}, " (", decimal(process.number),
             ") was ended: ", why...);
    end_process(kernel, process, STATUS_KILLED | cause);
}
constexpr std::uint32_t cause_offence = 63;

/// The process with this number, or null.
Process* find_process(Kernel& kernel, std::uint32_t number);

}  // namespace core
