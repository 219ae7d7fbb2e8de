// The first code of every program. The kernel has set the stack pointer, and a0 to the address of the EntryBlock.
#include "membrane/start.h"

#include "membrane/libc_shim.h"

extern "C" [[noreturn]] void membrane_start(const membrane::EntryBlock* entry) {
    membrane::Ion ion = membrane::open_ion(*entry);
    membrane::exit(ion, run(ion));
}
