// All of the kernel's state. There is one, it lives in core_main's frame, and whoever needs it is handed it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/address_space.h"
#include "core/boot.h"
#include "core/elf.h"
#include "core/pages.h"
#include "core/process.h"
#include "core/replay.h"
#include "core/vfs.h"
#include "hal/trap.h"

namespace core {

struct Kernel {
    BootArguments arguments;
    Vfs vfs;
    std::optional<SpecDigest> spec;  // that programs must have been built against
    Pages pages;
    AddressSpace space;  // the kernel's own

    std::optional<Replay> replay;
    std::span<const std::uint8_t> blob;  // the replay blob; no bytes: none
    siphash::Key blob_key{};

    Process process;  // the one that runs
    std::uint64_t process_count = 0;
    hal_trap_frame frame{};  // its registers
};

}  // namespace core
