#include "read/facts.h"

#include <algorithm>

#include "llvm/TargetParser/Triple.h"

namespace abi {
namespace {

/// A program of thousands of units has one set of facts, or a few. A file made to hold many is not worth the memory.
constexpr std::size_t most_sets = 64;

void add_compiler(const std::string& compiler, std::string& all) {
    if (compiler.empty() || (", " + all + ", ").find(", " + compiler + ", ") != std::string::npos) return;
    all += (all.empty() ? "" : ", ") + compiler;
}

}  // namespace

std::string architecture_word(llvm::Triple::ArchType arch) {
    if (arch == llvm::Triple::UnknownArch) return "";
    if (arch == llvm::Triple::thumb) arch = llvm::Triple::arm;
    if (arch == llvm::Triple::thumbeb) arch = llvm::Triple::armeb;
    return llvm::Triple::getArchTypeName(arch).str();
}

void set_machine(const llvm::Triple& triple, TargetFacts& facts) {
    facts[Fact::architecture] = architecture_word(triple.getArch());
    const bool has_system = triple.getOS() != llvm::Triple::UnknownOS;
    facts[Fact::system] = has_system ? llvm::Triple::getOSTypeName(triple.getOS()).str() : "none";
    if (triple.getEnvironment() != llvm::Triple::UnknownEnvironment) {
        facts[Fact::environment] = llvm::Triple::getEnvironmentTypeName(triple.getEnvironment()).str();
    }
    set_byte_order(triple.isLittleEndian(), facts);
}

void set_byte_order(bool is_little, TargetFacts& facts) {
    facts[Fact::byte_order] = is_little ? "little" : "big";
    facts[Fact::bit_order] = is_little ? "low" : "high";
}

void set_fact(Fact fact, const std::string& value, Reading& reading) {
    if (!reading.layout.facts[fact].empty()) reading.layout.facts[fact] = value;
    for (auto& unit : reading.unit_facts) {
        if (!unit.facts[fact].empty()) unit.facts[fact] = value;
    }
}

bool leaves_enums_open(const llvm::Triple& triple) {
    return (triple.isARM() || triple.isThumb()) && !triple.isOSLinux() && !triple.isOSBinFormatMachO() &&
           !triple.isOSBinFormatCOFF();
}

bool states_enum_size(const std::vector<std::string>& arguments) {
    return std::ranges::any_of(arguments,
                               [](const auto& word) { return word == "-fshort-enums" || word == "-fno-short-enums"; });
}

void add_facts(const std::string& unit, const TargetFacts& facts, Reading& reading) {
    TargetFacts own = facts;
    own[Fact::compiler].clear();
    if (is_empty(facts)) return;
    auto& all = reading.layout.facts;
    for (const auto& row : fact_table()) {
        if (row.fact == Fact::compiler) {
            add_compiler(facts[row.fact], all[row.fact]);
        } else if (all[row.fact].empty()) {
            all[row.fact] = facts[row.fact];
        }
    }
    auto& sets = reading.unit_facts;
    const bool is_known = std::ranges::find(sets, own, &UnitFacts::facts) != sets.end();
    if (!is_known && sets.size() < most_sets) sets.push_back({unit, own});
}

}  // namespace abi
