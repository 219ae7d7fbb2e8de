// The function that each program must define.
#pragma once

#include <cstdint>

#include "membrane/ion.h"

/// The program's main function. Returns its exit status; 0 is success.
std::uint64_t run(membrane::Ion& ion);

/// The program's entry point (membrane/program.ld).
extern "C" [[noreturn]] void membrane_start(const membrane::EntryBlock* entry);
