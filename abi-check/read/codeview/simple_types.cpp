#include "read/codeview/simple_types.h"

#include <algorithm>
#include <array>

namespace abi::codeview {
namespace {

using Simple = cv::SimpleTypeKind;

struct Row {
    Simple kind;
    Kind meaning;
    std::uint64_t width_bits;
    std::string_view spelling;
    bool host_sized = false;
};

constexpr auto i = Kind::signed_integer;
constexpr auto u = Kind::unsigned_integer;

/// CodeView does not tell whether a plain `char` is signed: it is raw memory of one byte.
constexpr std::array rows{Row{Simple::HResult, i, 32, "HRESULT"},
                          Row{Simple::SignedCharacter, i, 8, "signed char"},
                          Row{Simple::UnsignedCharacter, u, 8, "unsigned char"},
                          Row{Simple::NarrowCharacter, Kind::byte, 8, "char"},
                          Row{Simple::WideCharacter, u, 16, "wchar_t", true},
                          Row{Simple::Character8, u, 8, "char8_t"},
                          Row{Simple::Character16, u, 16, "char16_t"},
                          Row{Simple::Character32, u, 32, "char32_t"},
                          Row{Simple::SByte, i, 8, "signed char"},
                          Row{Simple::Byte, u, 8, "unsigned char"},
                          Row{Simple::Int16Short, i, 16, "short"},
                          Row{Simple::UInt16Short, u, 16, "unsigned short"},
                          Row{Simple::Int16, i, 16, "short"},
                          Row{Simple::UInt16, u, 16, "unsigned short"},
                          Row{Simple::Int32Long, i, 32, "long", true},
                          Row{Simple::UInt32Long, u, 32, "unsigned long", true},
                          Row{Simple::Int32, i, 32, "int"},
                          Row{Simple::UInt32, u, 32, "unsigned int"},
                          Row{Simple::Int64Quad, i, 64, "long long"},
                          Row{Simple::UInt64Quad, u, 64, "unsigned long long"},
                          Row{Simple::Int64, i, 64, "long long"},
                          Row{Simple::UInt64, u, 64, "unsigned long long"},
                          Row{Simple::Int128Oct, i, 128, "__int128"},
                          Row{Simple::UInt128Oct, u, 128, "unsigned __int128"},
                          Row{Simple::Int128, i, 128, "__int128"},
                          Row{Simple::UInt128, u, 128, "unsigned __int128"},
                          Row{Simple::Float16, Kind::unknown, 16, "a 16-bit floating type"},
                          Row{Simple::Float32, Kind::floating, 32, "float"},
                          Row{Simple::Float32PartialPrecision, Kind::floating, 32, "float"},
                          Row{Simple::Float48, Kind::unknown, 48, "a 48-bit floating type"},
                          Row{Simple::Float64, Kind::floating, 64, "double"},
                          Row{Simple::Float80, Kind::unknown, 0, "long double"},
                          Row{Simple::Float128, Kind::floating, 128, "__float128"},
                          Row{Simple::Complex16, Kind::unknown, 32, "a complex type"},
                          Row{Simple::Complex32, Kind::unknown, 64, "_Complex float"},
                          Row{Simple::Complex32PartialPrecision, Kind::unknown, 64, "_Complex float"},
                          Row{Simple::Complex64, Kind::unknown, 128, "_Complex double"},
                          Row{Simple::Complex128, Kind::unknown, 256, "a complex type"},
                          Row{Simple::Boolean8, Kind::boolean, 8, "bool"},
                          Row{Simple::Boolean16, Kind::boolean, 16, "a 16-bit boolean"},
                          Row{Simple::Boolean32, Kind::boolean, 32, "a 32-bit boolean"},
                          Row{Simple::Boolean64, Kind::boolean, 64, "a 64-bit boolean"},
                          Row{Simple::Boolean128, Kind::boolean, 128, "a 128-bit boolean"}};

/// In bits; 0 if unknown. C++'s std::nullptr_t is written as a near pointer without a size.
std::uint64_t pointer_bits(cv::SimpleTypeMode mode, unsigned pointer_bytes) {
    switch (mode) {
    case cv::SimpleTypeMode::NearPointer: return std::uint64_t{pointer_bytes} * 8;
    case cv::SimpleTypeMode::NearPointer32: return 32;
    case cv::SimpleTypeMode::NearPointer64: return 64;
    default: return 0;
    }
}

}  // namespace

Type simple_type(cv::TypeIndex index, unsigned pointer_bytes) {
    const auto row = std::ranges::find(rows, index.getSimpleKind(), &Row::kind);
    const std::string spelling(row == rows.end() ? "void" : row->spelling);
    const auto mode = index.getSimpleMode();
    if (mode != cv::SimpleTypeMode::Direct) {
        return {.kind = Kind::pointer,
                .width_bits = pointer_bits(mode, pointer_bytes),
                .host_sized = true,
                .spelling = spelling + " *"};
    }
    if (row == rows.end()) return {};
    return {.kind = row->meaning, .width_bits = row->width_bits, .host_sized = row->host_sized, .spelling = spelling};
}

}  // namespace abi::codeview
