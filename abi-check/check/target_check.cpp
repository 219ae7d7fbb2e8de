#include "check/target_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>

#include "model/words.h"

namespace abi {
namespace {

/// The facts that name the machine of a column. The others, such as the sign of char, depend on the flags of a layer.
constexpr std::array machine_facts{Fact::architecture, Fact::system,       Fact::environment,
                                   Fact::byte_order,   Fact::pointer_bits, Fact::long_bits};

/// Systems whose code has no layout of its own: firmware and kernels are compiled without a system, with that of the
/// programs around them, or, for UEFI, with Windows'.
bool is_neutral_system(std::string_view system) {
    return system == "none" || system == "uefi" || system == "unknown";
}

std::string_view system_family(std::string_view system) {
    constexpr std::array<std::string_view, 6> apple{"darwin", "macosx", "macos", "ios", "tvos", "watchos"};
    return std::ranges::find(apple, system) != apple.end() ? apple.front() : system;
}

/// The C library or vendor of an environment. What else it tells ("eabihf", "x32", "abin32") is how calls pass
/// arguments, or shows in other facts.
std::string_view environment_family(std::string_view environment) {
    constexpr std::array<std::string_view, 7> families{"gnu", "musl", "android", "msvc", "cygnus", "itanium", "ohos"};
    const auto* const found =
        std::ranges::find_if(families, [&](std::string_view family) { return environment.starts_with(family); });
    return found == families.end() ? std::string_view() : *found;
}

std::string text_of(const FactRow& row, const std::string& value) {
    if (row.fact == Fact::byte_order) return value + "-endian";
    if (row.fact == Fact::char_sign) return value + " char";
    if (row.fact == Fact::record_layout) return value + " layout of records";
    if (row.fact == Fact::bit_order) return "bit-fields from the " + value + " end";
    if (row.unit.empty()) return value;
    const auto unit = value == "1" ? row.unit.substr(0, row.unit.size() - 1) : row.unit;
    return std::string(row.title) + " " + value + " " + std::string(unit);
}

/// The facts that differ, in words, as each side has them.
struct FactDifference {
    std::string expected;
    std::string actual;
};

bool is_machine_fact(Fact fact) {
    return std::ranges::find(machine_facts, fact) != machine_facts.end();
}

template <typename Use>
FactDifference difference(const TargetFacts& expected, const TargetFacts& actual, Use is_used) {
    FactDifference found;
    for (const auto& row : fact_table()) {
        if (!is_used(row.fact) || !facts_differ(row.fact, expected[row.fact], actual[row.fact])) continue;
        const auto add = [&](std::string& text, const TargetFacts& facts) {
            text += (text.empty() ? "" : ", ") + text_of(row, facts[row.fact]);
        };
        add(found.expected, expected);
        add(found.actual, actual);
        if (row.fact == Fact::architecture) break;  // the others follow from it
    }
    return found;
}

FactDifference difference_of_column(const WitnessAnswer& witness) {
    // UEFI has the `long` of the compiler that builds it: 64 bits in clang 19, 32 bits in Zig and Microsoft's.
    const bool is_long_open = witness.column[Fact::system] == "uefi";
    return difference(witness.column, witness.layout.facts,
                      [&](Fact fact) { return is_machine_fact(fact) && !(is_long_open && fact == Fact::long_bits); });
}

/// The file that a finding about the facts of a witness refers to.
Place place_of(const WitnessAnswer& witness) {
    return {.file = witness.unit_facts.empty() ? "" : witness.unit_facts.front().unit};
}

Finding target_finding(const WitnessAnswer& witness, FactDifference difference, std::string message) {
    Finding finding = make_finding(Rule::target, witness, witness.layer);
    finding.witness = witness.witness;
    finding.expected = std::move(difference.expected);
    finding.actual = std::move(difference.actual);
    finding.message = std::move(message);
    finding.place = place_of(witness);
    return finding;
}

/// The first unit that differs from one before it in a fact that changes layouts. Plain `char` of either sign is the
/// same byte.
std::optional<Finding> units_finding(const WitnessAnswer& witness) {
    for (const auto& unit : witness.unit_facts) {
        for (const auto& before : witness.unit_facts) {
            if (&before == &unit) break;
            auto found = difference(before.facts, unit.facts, [](Fact fact) { return fact != Fact::char_sign; });
            if (found.actual.empty()) continue;
            auto message = witness.witness + " read units for different targets: " + before.unit + " for " +
                           found.expected + ", " + unit.unit + " for " + found.actual;
            auto finding = target_finding(witness, std::move(found), std::move(message));
            finding.place.file = unit.unit;
            finding.related.push_back({{.file = before.unit}, "the other unit"});
            finding.remedy = "give all units of the layer the same flags, or make a layer of those that differ";
            return finding;
        }
    }
    return std::nullopt;
}

std::optional<Finding> witnesses_finding(const WitnessAnswer& witness, const WitnessAnswer& before) {
    auto found = difference(before.layout.facts, witness.layout.facts, [](Fact) { return true; });
    if (found.actual.empty()) return std::nullopt;
    auto message =
        witness.witness + " answered for " + found.actual + "; " + before.witness + " answered for " + found.expected;
    auto finding = target_finding(witness, std::move(found), std::move(message));
    finding.related.push_back({place_of(before), before.witness + " answered for this"});
    finding.remedy = "give both witnesses the flags that the layer is built with";
    return finding;
}

Finding column_finding(const WitnessAnswer& witness) {
    auto found = difference_of_column(witness);
    auto finding = target_finding(witness, std::move(found), witness.witness + " " + witness.other_target);
    finding.remedy = "name the compiler and the flags of " + witness.target + " for this target";
    return finding;
}

/// The size of the smallest integer type that holds all values (AAPCS32, 7.1.3), in bits.
std::uint64_t smallest_bits(const Enum& one) {
    const bool is_signed =
        std::ranges::any_of(one.enumerators, [](const Enumerator& each) { return each.value.negative; });
    std::uint64_t bits = 8;
    for (const auto& each : one.enumerators) {
        const auto magnitude = each.value.negative ? each.value.low - 1 : each.value.low;
        const auto needed = each.value.high != 0 ? 128U : static_cast<unsigned>(std::bit_width(magnitude));
        bits = std::max(bits, std::bit_ceil(std::uint64_t{needed} + (is_signed ? 1 : 0)));
    }
    return bits;
}

/// Whether a witness has left the choice open, and no other knows it.
bool is_choice_open(std::span<const WitnessAnswer> witnesses) {
    bool is_open = false;
    for (const auto& witness : witnesses) {
        const auto& bits = witness.layout.facts[Fact::enum_bits];
        if (bits == open_choice) is_open = true;
        if (!bits.empty() && bits != open_choice && witness.other_target.empty()) return false;
    }
    return is_open;
}

}  // namespace

bool facts_differ(Fact fact, const std::string& a, const std::string& b) {
    if (a.empty() || b.empty() || a == b || a == open_choice || b == open_choice) return false;
    switch (fact) {
    case Fact::compiler: return false;
    case Fact::system: return !is_neutral_system(a) && !is_neutral_system(b) && system_family(a) != system_family(b);
    case Fact::environment: {
        const auto family = environment_family(a);
        const auto other = environment_family(b);
        return !family.empty() && !other.empty() && family != other;
    }
    default: return true;
    }
}

void mark_other_targets(WitnessAnswers& witnesses) {
    for (auto& witness : witnesses) {
        const auto found = difference_of_column(witness);
        if (found.actual.empty()) continue;
        witness.other_target = "answered for " + found.actual + ", expected " + found.expected;
    }
}

std::vector<Finding> check_targets(const WitnessAnswers& witnesses) {
    std::vector<Finding> findings;
    for (const auto& witness : witnesses) {
        if (!witness.other_target.empty()) {
            findings.push_back(column_finding(witness));
            continue;
        }
        auto finding = units_finding(witness);
        for (const auto& before : witnesses) {
            if (finding || &before == &witness) break;
            if (before.other_target.empty()) finding = witnesses_finding(witness, before);
        }
        if (finding) findings.push_back(std::move(*finding));
    }
    return findings;
}

std::vector<Finding> check_open_enums(const Record& expected, const Record& actual, const WitnessAnswer& combined,
                                      std::span<const WitnessAnswer> witnesses) {
    std::vector<Finding> findings;
    if (!is_choice_open(witnesses)) return findings;
    for (const auto& field : actual.fields) {
        const auto& type = field.type;
        const Enum* one = type.kind == Kind::enumeration ? find_enum(combined.layout, type.name) : nullptr;
        if (one == nullptr || one->fixed_width) continue;
        const auto smallest = smallest_bits(*one);
        if (smallest == one->type.width_bits) continue;
        Finding finding = make_finding(Rule::unverified, combined, expected.name, field.name);
        finding.expected = "a size of " + one->name + " that a flag or a witness states";
        finding.actual = size_text(one->type.width_bits) + " by clang, " + size_text(smallest) + " by GCC";
        finding.message = subject(finding) + ": the ABI of " + combined.target + " leaves the size of " + one->name +
                          " to the compiler: " + finding.actual;
        finding.remedy = "state -fshort-enums or -fno-short-enums in the flags of the target, as the program is built";
        finding.place = field.place;
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace abi
