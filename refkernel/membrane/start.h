// What a program has to provide.
#pragma once

#include <cstdint>

#include "membrane/ion.h"

/// The program. Returns its exit status; 0 is success.
std::uint64_t run(membrane::Ion& ion);

/// Its entry point (membrane/program.ld).
extern "C" [[noreturn]] void membrane_start(const membrane::EntryBlock* entry);
