// All of the kernel's state. There is one, core_main makes it, and whoever needs it is handed it.
//
//     Kernel ─┬─ Pages, AddressSpace            memory
//             ├─ Vfs, LineInput                 files, and what is typed
//             ├─ Process[]                      who runs, waits, or has ended
//             └─ Hart[]                         where
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
#include "core/replay.h"
#include "core/vfs.h"
#include "hal/hart.h"

namespace core {

struct Kernel;

/// One hart, and which process it runs.
struct Hart {
    Kernel* kernel = nullptr;
    std::uint32_t index = 0;
    Process* process = nullptr;  // null: it rests
    std::size_t last = 0;        // the place of the process that it ran last
    hal_hart_start start{};
};

struct Kernel {
    Lock lock;

    BootArguments arguments;
    std::array<Node, 256> nodes{};
    Vfs vfs;                         // of the nodes
    std::optional<SpecDigest> spec;  // that programs must have been built against
    Pages pages;
    AddressSpace space;  // the kernel's own
    LineInput input;

    std::optional<Replay> replay;
    std::span<const std::uint8_t> blob;  // the replay blob; no bytes: none
    siphash::Key blob_key{};

    std::array<Process, max_processes> processes{};
    std::uint32_t last_number = 0;             // of a process
    std::uint64_t started = 0;                 // programs loaded
    std::array<std::uint64_t, 11> verdicts{};  // packets answered, by verdict; the last counts all that are higher

    std::array<Hart, MAX_HARTS> harts{};
    std::uint32_t hart_count = 1;
};

}  // namespace core
