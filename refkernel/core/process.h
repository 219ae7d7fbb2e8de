// A process: a program's image, the frame that it runs from, and what it is about.
//
//     load_image ──► Image, built aside ──► start_process | replace_image: the one point of no return
//
//     free ─► ready ⇄ running ─► ended ─► free        A command that waits blocks a process that waits for its answer.
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
constexpr std::uint32_t init_number = 1;  // the first program; when it ends, so does the machine

/// What exec replaces.
struct Image {
    std::string_view name;  // of its file
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
    std::uint32_t parent = 0;  // 0: nobody waits for it
    ProcessState state = PROCESS_READY;
    std::uint32_t hart = 0;  // where it runs or ran last
    Image image{};
    hal_trap_frame frame{};
    std::optional<CmdPacket> pending;  // a command that waits for something to happen
    std::uint32_t wanted = 0;          // answers for which it has asked to wait
    bool by_exec = false;              // another program asked for this one
    bool yields = false;
    std::uint32_t status = 0;   // once it has ended
    std::uint64_t packets = 0;  // taken from its rings
    std::array<OpenFile, max_open_files> files{};
};

struct LoadedImage {
    Verdict verdict = VERDICT_OK;
    std::string_view why{};  // when it is not VERDICT_OK
    Image image{};
};

/// Loads `file` and gives it rings, a key, an entry block and `arguments`, all for the process `number`. On failure
/// every page has been given back.
LoadedImage load_image(Kernel& kernel, const File& file, std::uint32_t number, std::span<const std::uint8_t> arguments);

/// A free place and a number for a process. Null: there are too many.
Process* reserve_process(Kernel& kernel);

/// Fills a reserved place: a process that is ready to run `image` from its entry point.
void start_process(Process& process, const Image& image, std::uint32_t parent);

/// exec: the caller goes on in `image`, and the memory of what it was is given back. Its files are closed.
void replace_image(Kernel& kernel, Process& process, const Image& image);

/// Gives back what a process has, hands its children to nobody, and keeps its status for its parent. It must not be
/// running elsewhere. The end of the first process is the end of the machine.
void end_process(Kernel& kernel, Process& process, std::uint32_t status);

/// Ends a process for something that it must not do, and says why. `cause` is a RISC-V exception code, or 63 when it
/// is the kernel that took offence.
template <typename... Why>
void kill_process(Kernel& kernel, Process& process, std::uint32_t cause, const Why&... why) {
    say("[Kernel] ", process.image.name, " (", decimal(process.number), ") was ended: ", why...);
    end_process(kernel, process, STATUS_KILLED | cause);
}
constexpr std::uint32_t cause_offence = 63;

/// The process with this number. Null: there is none.
Process* find_process(Kernel& kernel, std::uint32_t number);

}  // namespace core
