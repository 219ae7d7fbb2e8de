#include "read/dwarf/facts.h"

#include <algorithm>
#include <array>
#include <string>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {
namespace {

constexpr std::size_t longest_compiler = 60;

/// "clang 19" of "Debian clang version 19.1.7 (3+b1)", "GNU C17 12.2.0" of "GNU C17 12.2.0 -mtune=generic -g",
/// "rustc 1.77.2" of "clang LLVM (rustc version 1.77.2 (25ef9e3d8))".
std::string compiler_of(std::string_view producer) {
    constexpr std::string_view rust = "rustc version ";
    if (const auto at = producer.find(rust); at != std::string_view::npos) {
        const auto version = producer.substr(at + rust.size());
        return "rustc " + std::string(version.substr(0, std::min(version.find_first_of(" )"), longest_compiler)));
    }
    constexpr std::string_view clang = "clang version ";
    if (const auto at = producer.find(clang); at != std::string_view::npos) {
        const auto version = producer.substr(at + clang.size());
        return "clang " +
               std::string(version.substr(0, std::min(version.find_first_not_of("0123456789"), longest_compiler)));
    }
    const auto end = std::min({producer.find(" -"), producer.find(" ("), longest_compiler});
    return std::string(producer.substr(0, end));
}

struct OptionFact {
    std::string_view option;
    Fact fact;
    std::string_view value;
};
constexpr std::array option_facts{
    OptionFact{"-fshort-enums", Fact::enum_bits, "8"}, OptionFact{"-fno-short-enums", Fact::enum_bits, "32"},
    OptionFact{"-fshort-wchar", Fact::wchar_bits, "16"}, OptionFact{"-mms-bitfields", Fact::record_layout, "microsoft"},
    OptionFact{"-mno-ms-bitfields", Fact::record_layout, "itanium"}};

void add_options(std::string_view producer, TargetFacts& facts) {
    if (!producer.starts_with("GNU ")) return;
    while (!producer.empty()) {
        const auto end = std::min(producer.find(' '), producer.size());
        const auto row = std::ranges::find(option_facts, producer.substr(0, end), &OptionFact::option);
        if (row != option_facts.end()) facts[row->fact] = row->value;  // the last option wins
        producer.remove_prefix(std::min(end + 1, producer.size()));
    }
}

void set_bits(TargetFacts& facts, Fact fact, unsigned bits) {
    if (bits != 0) facts[fact] = std::to_string(bits);
}

}  // namespace

TargetFacts facts_of_unit(const TargetFacts& object, const Unit& unit, const BaseTypes& types) {
    TargetFacts facts = object;
    add_options(unit.producer, facts);
    set_bits(facts, Fact::long_bits, types.long_bits);
    set_bits(facts, Fact::long_double_bits, types.long_double_bits);
    set_bits(facts, Fact::wchar_bits, types.wchar_bits);
    if (types.char_encoding == llvm::dwarf::DW_ATE_signed_char) facts[Fact::char_sign] = "signed";
    if (types.char_encoding == llvm::dwarf::DW_ATE_unsigned_char) facts[Fact::char_sign] = "unsigned";
    facts[Fact::compiler] = compiler_of(unit.producer);
    return facts;
}

}  // namespace abi::dwarf
