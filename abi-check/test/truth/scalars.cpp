#include "test/truth/shape.h"

namespace abi::truth {
namespace {

constexpr auto integer = Kind::unsigned_integer;  // its sign is asked

Scalar whole(const std::string& type, unsigned field_bits) {
    return {.before = type, .kind = integer, .asked_sign = type, .field_bits = field_bits};
}
Scalar other(const std::string& before, Kind kind, const std::string& after = "") {
    return {.before = before, .after = after, .kind = kind};
}
/// A typedef with an alignment of its own: GCC and clang have no arrays of one that exceeds its size.
Scalar aligned(Scalar scalar, bool in_arrays) {
    scalar.in_arrays = in_arrays;
    return scalar;
}

std::vector<Scalar> common() {
    std::vector<Scalar> all{whole("char", 8),
                            whole("signed char", 8),
                            whole("unsigned char", 8),
                            whole("short", 16),
                            whole("unsigned short", 16),
                            whole("int", 32),
                            whole("unsigned int", 32),
                            whole("long", 32),
                            whole("unsigned long", 32),
                            whole("long long", 64),
                            whole("unsigned long long", 64),
                            whole("uint8_t", 8),
                            whole("int8_t", 8),
                            whole("uint16_t", 16),
                            whole("int16_t", 16),
                            whole("uint32_t", 32),
                            whole("int32_t", 32),
                            whole("uint64_t", 64),
                            whole("int64_t", 64),
                            whole("size_t", 32),
                            whole("uintptr_t", 32),
                            other("float", Kind::floating),
                            other("double", Kind::floating),
                            other("long double", Kind::floating),
                            other("void *", Kind::pointer),
                            other("const char *", Kind::pointer),
                            other("int (*", Kind::pointer, ")(int, void *)"),
                            other("void (*", Kind::pointer, ")(void)"),
                            other("_Complex float", Kind::unknown),
                            other("four_ints", Kind::unknown),
                            aligned(whole("int_at_1", 32), true),
                            aligned(whole("int_at_2", 0), true),
                            aligned(whole("int_at_16", 0), false),
                            aligned(whole("long_long_at_2", 0), true),
                            aligned(whole("char_at_4", 0), false)};
    for (const auto* type : {"__int128", "unsigned __int128"}) {
        auto wide = whole(type, 128);
        wide.only_64 = true;
        all.push_back(wide);
    }
    return all;
}

std::vector<Scalar> of_c() {
    auto all = common();
    auto boolean = other("_Bool", Kind::boolean);
    boolean.field_bits = 1;
    all.push_back(boolean);
    for (const auto* type : {"_BitInt(7)", "unsigned _BitInt(37)", "_BitInt(64)", "unsigned _BitInt(128)"}) {
        Scalar exact = other(type, Kind::unknown);
        exact.only_clang = true;
        all.push_back(exact);
    }
    return all;
}

std::vector<Scalar> of_cpp() {
    auto all = common();
    auto boolean = other("bool", Kind::boolean);
    boolean.field_bits = 1;
    all.push_back(boolean);
    all.push_back(whole("wchar_t", 32));
    all.push_back(whole("char16_t", 16));
    all.push_back(other("int (Pointed::*", Kind::unknown, ")(int)"));
    // A null one is -1 (Itanium C++ ABI 2.3).
    all.push_back(other("int Pointed::*", Kind::pointer));
    all.back().odd_null = true;
    all.push_back(other("decltype(nullptr)", Kind::pointer));
    return all;
}

std::vector<Scalar> of_zig() {
    std::vector<Scalar> all;
    for (const auto* type : {"u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "u128", "i128", "usize", "isize",
                             "c_int", "c_ulong", "c_longlong", "c_short"}) {
        all.push_back(whole(type, 0));
    }
    all.push_back(other("f32", Kind::floating));
    all.push_back(other("f64", Kind::floating));
    all.push_back(other("bool", Kind::boolean));
    all.push_back(other("*u8", Kind::pointer));
    all.push_back(other("?*anyopaque", Kind::pointer));
    all.push_back(other("[*]const u32", Kind::pointer));
    all.push_back(other("*const fn (u32) callconv(.C) void", Kind::pointer));
    // Of a packed struct only: the number of bits is the type.
    for (const auto bits : {1U, 2U, 3U, 5U, 7U, 9U, 12U, 17U, 24U, 31U, 33U, 48U, 63U}) {
        all.push_back(whole("u" + std::to_string(bits), bits));
        all.push_back(whole("i" + std::to_string(bits), bits));
    }
    return all;
}

std::vector<Scalar> of_rust() {
    std::vector<Scalar> all;
    for (const auto* type : {"u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "u128", "i128", "usize", "isize"}) {
        all.push_back(whole(type, 0));
    }
    all.push_back(other("f32", Kind::floating));
    all.push_back(other("f64", Kind::floating));
    all.push_back(other("bool", Kind::boolean));
    all.push_back(other("*const u8", Kind::pointer));
    all.push_back(other("*mut u64", Kind::pointer));
    all.push_back(other("Option<&'static u32>", Kind::pointer));
    all.push_back(other("extern \"C\" fn(u32) -> u32", Kind::pointer));
    return all;
}

std::vector<Scalar> of_nim() {
    std::vector<Scalar> all;
    for (const auto& [type, bits] :
         {std::pair{"uint8", 8U}, std::pair{"int8", 8U}, std::pair{"uint16", 16U}, std::pair{"int16", 16U},
          std::pair{"uint32", 32U}, std::pair{"int32", 32U}, std::pair{"uint64", 64U}, std::pair{"int64", 64U},
          std::pair{"int", 32U}, std::pair{"uint", 32U}, std::pair{"cint", 32U}, std::pair{"culong", 32U},
          std::pair{"cshort", 16U}}) {
        all.push_back(whole(type, bits));
    }
    all.push_back(other("float32", Kind::floating));
    all.push_back(other("float64", Kind::floating));
    all.push_back(other("bool", Kind::boolean));
    all.push_back(other("pointer", Kind::pointer));
    all.push_back(other("ptr uint8", Kind::pointer));
    all.push_back(other("cstring", Kind::pointer));
    all.push_back(other("proc (a: cint): cint {.cdecl.}", Kind::pointer));
    return all;
}

std::vector<Scalar> of_go() {
    std::vector<Scalar> all;
    for (const auto* type : {"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int", "uint",
                             "uintptr", "byte", "rune"}) {
        all.push_back(whole(type, 0));
    }
    all.push_back(other("float32", Kind::floating));
    all.push_back(other("float64", Kind::floating));
    all.push_back(other("bool", Kind::boolean));
    for (const auto* type : {"unsafe.Pointer", "*uint8", "*[4]uint32", "map[string]int", "chan int"}) {
        all.push_back(other(type, Kind::pointer));
    }
    // Go's own parts, of which a reader knows the bytes. The numbers of sync/atomic are records that hide one number.
    for (const auto* type : {"string", "[]byte", "[]uint64", "interface{}", "error", "func(int) int", "complex64",
                             "complex128", "atomic.Uint32", "atomic.Int64", "atomic.Bool", "struct{}"}) {
        all.push_back(other(type, Kind::unknown));
    }
    return all;
}

}  // namespace

const std::vector<Scalar>& scalars_of(Language language) {
    static const std::vector<Scalar> c = of_c();
    static const std::vector<Scalar> cpp = of_cpp();
    static const std::vector<Scalar> zig = of_zig();
    static const std::vector<Scalar> rust = of_rust();
    static const std::vector<Scalar> nim = of_nim();
    static const std::vector<Scalar> go = of_go();
    switch (language) {
    case Language::c: return c;
    case Language::cpp: return cpp;
    case Language::zig: return zig;
    case Language::rust:
    case Language::cargo: return rust;
    case Language::go: return go;
    case Language::nim: break;
    }
    return nim;
}

}  // namespace abi::truth
