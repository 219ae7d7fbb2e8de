// A process: an address space, a ring pair, and a key.
//
//     prepare_process ──► Process, built aside ──► enter_process: the one point of no return
#pragma once

#include <cstdint>
#include <string_view>

#include "core/address_space.h"
#include "core/provenance.h"
#include "core/ring.h"
#include "core/vfs.h"

namespace core {

struct Kernel;

struct Process {
    std::string_view name;  // of its file
    AddressSpace space{};
    std::uint64_t entry = 0;
    SubmissionRing submission{};
    CompletionRing completion{};
    Provenance provenance{};
    bool by_exec = false;  // another program asked for it
};

struct Prepared {
    Verdict verdict = VERDICT_OK;
    std::string_view why{};  // when it is not VERDICT_OK
    Process process{};
};

/// Loads `file` and gives it rings, a key and an entry block. On failure every page has been given back.
Prepared prepare_process(Kernel& kernel, const File& file);

/// Makes `process` the one that runs, at its entry point, and gives back the memory of the one that ran.
void enter_process(Kernel& kernel, const Process& process);

/// "[Ring] refused: 3", at the end of a process; nothing when no packet of its was answered EBADTAG.
void say_refused(const Process& process);

/// Ends the running process for something that it must not do, and with it, as it is the last, the machine.
[[noreturn]] void end_process(const Kernel& kernel, std::string_view why);

}  // namespace core
