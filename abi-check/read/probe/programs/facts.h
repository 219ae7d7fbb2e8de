// What the compiler of C or C++ answers for, in the section of section.h. This text stands before the user's files,
// which may change the layout of records by a pragma.
#if defined(__APPLE__)
#define ABI_FACTS "__DATA,abi_facts"
#else
#define ABI_FACTS ".abi_facts"
#endif
#define ABI_FACT __attribute__((section(ABI_FACTS), used, aligned(1))) static const
struct abi_fact {
    char key[18];
    char value[4];
};
// The smallest integer that the compiler takes for an enumeration; the offsets of members that follow one byte; two
// bit-fields of different types, which share a unit unless the compiler lays out records as Microsoft does.
enum abi_small { abi_zero, abi_one };
struct abi_u64 {
    char first;
    unsigned long long number;
};
struct abi_double {
    char first;
    double number;
};
struct abi_bit_fields {
    unsigned char first : 1;
    unsigned second : 1;
};
#define ABI_NUMBER(name, n) \
    ABI_FACT struct abi_fact abi_fact_##name = {#name, {'0' + (n) / 100 % 10, '0' + (n) / 10 % 10, '0' + (n) % 10}};
#define ABI_WORD(name, word) ABI_FACT char abi_fact_##name[] = #name "\0" word;
ABI_NUMBER(pointer_bits, sizeof(void*) * 8)
ABI_NUMBER(long_bits, sizeof(long) * 8)
ABI_NUMBER(long_double_bits, sizeof(long double) * 8)
ABI_NUMBER(wchar_bits, __SIZEOF_WCHAR_T__ * 8)
ABI_NUMBER(u64_align, __builtin_offsetof(struct abi_u64, number))
ABI_NUMBER(double_align, __builtin_offsetof(struct abi_double, number))
ABI_NUMBER(enum_bits, sizeof(enum abi_small) * 8)
#ifdef __SIZEOF_INT128__
struct abi_u128 {
    char first;
    unsigned __int128 number;
};
ABI_NUMBER(u128_align, __builtin_offsetof(struct abi_u128, number))
#endif
#ifdef __CHAR_UNSIGNED__
ABI_WORD(char_sign, "unsigned")
#else
ABI_WORD(char_sign, "signed")
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
ABI_WORD(byte_order, "big")
ABI_WORD(bit_order, "high")
#elif defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
ABI_WORD(byte_order, "little")
ABI_WORD(bit_order, "low")
#endif
ABI_FACT struct abi_fact abi_fact_record_layout = {"record_layout",
                                                   {sizeof(struct abi_bit_fields) > sizeof(unsigned) ? 'm' : 'i'}};
#if defined(__linux__)
ABI_WORD(system, "linux")
#elif defined(_WIN32)
ABI_WORD(system, "windows")
#elif defined(__FreeBSD__)
ABI_WORD(system, "freebsd")
#elif defined(__NetBSD__)
ABI_WORD(system, "netbsd")
#elif defined(__OpenBSD__)
ABI_WORD(system, "openbsd")
#elif defined(__gnu_hurd__)
ABI_WORD(system, "hurd")
#elif !defined(__unix__) && !defined(__APPLE__) && !defined(__wasi__) && __STDC_HOSTED__ == 0
ABI_WORD(system, "none")
#endif
#if defined(__ANDROID__)
ABI_WORD(environment, "android")
#elif defined(_MSC_VER)
ABI_WORD(environment, "msvc")
#elif defined(__MINGW32__)
ABI_WORD(environment, "gnu")
#elif defined(__CYGWIN__)
ABI_WORD(environment, "cygnus")
#elif defined(__ARM_EABI__) && defined(__ARM_PCS_VFP)
ABI_WORD(environment, "eabihf")
#elif defined(__ARM_EABI__)
ABI_WORD(environment, "eabi")
#endif
#if defined(__clang__)
ABI_WORD(compiler, "clang " __clang_version__)
#elif defined(__GNUC__)
ABI_WORD(compiler, "gcc " __VERSION__)
#endif
#undef ABI_WORD
#undef ABI_NUMBER
