// The smallest program.
#include "membrane/libc_shim.h"
#include "membrane/start.h"

std::uint64_t run(membrane::Ion& ion) {
    const membrane::Verdict verdict = membrane::write(ion, "Hello from a dynamically loaded ELF!\n");
    return verdict == membrane::VERDICT_OK ? 0 : 1;
}
