// How the probes of C and C++ write answers into the sections of section.h.
#if defined(__APPLE__)
#define ABI_SECTION "__DATA,abi_probe"
// One section for all objects, which their symbols tell apart: only a named section holds bytes that are all zero.
#define ABI_BITS(n) __attribute__((section("__DATA,abi_bits"), used))
#else
#define ABI_SECTION ".abi_probe"
#define ABI_BITS(n) __attribute__((section(".abi_bits_" #n), used))
#endif
#define ABI_U unsigned long long
#define ABI_DATA __attribute__((section(ABI_SECTION), used, aligned(8))) static ABI_U
ABI_DATA abi_present = 0;
#define ABI_HEAD(tag, count) 0xAB1C4EC49206BE01ULL, ((ABI_U)(tag) << 32 | (count))
#define ABI_NONE (~0ULL)
