// All state of the kernel. core_main makes the only object and passes it to every function that needs it.
//
//     Kernel ─┬─ Pages, AddressSpace            memory
//             ├─ Vfs, LineInput                 files, and typed input
//             ├─ Process[]                      processes that run, wait, or have ended
//             └─ Hart[]                         which hart runs which process
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/address_space.h"
#include "core/boot.h"
#include "core/elf.h"
#include "core/initrd.h"
#include "core/line_input.h"
#include "core/lock.h"
#include "core/pages.h"
#include "core/process.h"
#include "core/process_queue.h"
#include "core/quota.h"
#include "core/replay.h"
#include "core/vfs.h"
#include "hal/hart.h"

namespace core {

struct Kernel;

/// One hart and the process that it runs.
struct Hart {
    Kernel* kernel = nullptr;
    std::uint32_t index = 0;
    Process* process = nullptr;    // null: the hart is idle
    std::uint64_t turn_began = 0;  // ticks; valid with a process, as is
    std::uint64_t turn_ends = 0;   // when its slice is used up
    bool has_interrupts = false;   // the UART interrupts this hart
    std::uint32_t interrupts = 0;  // how many there were in this turn
    hal_hart_start start{};
};

struct Kernel {
    // What every doorbell uses comes first, so that it is within the reach of an instruction's offset.
    std::array<std::uint64_t, 11> verdicts{};  // number of answers by verdict; the last counts all higher verdicts
    Lock lock;
    BootArguments arguments;
    std::optional<Replay> replay;

    std::array<Node, 256> nodes{};
    Vfs vfs;  // the tree of the nodes
    Quotas quotas;
    std::optional<SpecDigest> spec;  // programs must have been built against this spec
    Pages pages;
    AddressSpace space;  // only the kernel's mappings
    LineInput input;

    std::span<const std::uint8_t> blob;  // the replay blob; empty if there is none
    siphash::Key blob_key{};

    std::array<Process, max_processes> processes{};
    ProcessQueue ready{};
    std::array<ProcessQueue, queue_count> blocked{};  // by WaitsFor
    std::uint64_t looked_after = 0;                   // when the devices were looked after, in ticks of the timer
    std::uint32_t last_number = 0;                    // the last process number given out
    std::uint64_t started = 0;                        // number of loaded programs

    std::array<Hart, MAX_HARTS> harts{};
    std::uint32_t hart_count = 1;
};

}  // namespace core
