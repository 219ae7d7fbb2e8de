#include "test/mutate/enum_mutation.h"

#include <algorithm>
#include <array>

#include "model/find.h"

namespace abi::mutate {
namespace {

using truth::Language;

std::vector<Enumerator> enumerators_of(Language language, const truth::Enumeration& one) {
    const auto made = [](std::string name, std::string_view value) {
        return Enumerator{.name = std::move(name), .value = *parse_integer(value), .doc = "", .place = {}};
    };
    switch (language) {
    case Language::zig: return {made("a", "0"), made("b", "1")};
    case Language::rust:
    case Language::cargo: return {made("A", "0"), made("B", "1")};
    case Language::nim: return {made("a" + one.tag, "0"), made("b" + one.tag, "1")};
    case Language::go: return {made(one.tag + "a", "0"), made(one.tag + "b", "1")};
    case Language::c:
    case Language::cpp: break;
    }
    std::vector<Enumerator> all;
    all.reserve(one.values.size());
    for (const auto& value : one.values) all.push_back(made(one.tag + "_" + std::to_string(all.size()), value));
    return all;
}

/// The integer of the enumeration; nothing if no field has it.
std::optional<Type> integer_of(const std::string& tag, const std::vector<std::optional<Record>>& specs) {
    for (const auto& spec : specs) {
        if (!spec) continue;
        for (const auto& field : spec->fields) {
            if (field.type.kind != Kind::enumeration || field.type.name != tag) continue;
            Type type;
            type.kind = field.type.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
            type.width_bits = field.type.width_bits;
            return type;
        }
    }
    return std::nullopt;
}

class Mutator {
  public:
    Mutator(truth::Random& random, Language language, Enum& spec) : random_(random), language_(language), spec_(spec) {}

    std::string value() {
        auto& one = any();
        const auto other = *parse_integer(std::to_string(2 + random_.below(90)));
        if (one.value == other) return "";
        one.value = other;
        return "value of " + one.name;
    }

    std::string name() {
        auto& one = any();
        if (has_twin(one)) return "";
        const auto old = one.name;
        one.name = "other_" + old;
        return "name of " + old;
    }

    std::string remove() {
        const auto at = random_.below(spec_.enumerators.size());
        const auto old = spec_.enumerators[at].name;
        if (spec_.enumerators.size() < 2 || has_twin(spec_.enumerators[at])) return "";
        spec_.enumerators.erase(spec_.enumerators.begin() + static_cast<std::ptrdiff_t>(at));
        return old + " is not in the spec";
    }

    std::string add() {
        spec_.enumerators.push_back({.name = "added", .value = *parse_integer("99"), .doc = "", .place = {}});
        return "the spec adds an enumerator";
    }

    std::string width() {
        const bool half = spec_.type.width_bits > 8 && random_.chance(50);
        spec_.type.width_bits = half ? spec_.type.width_bits / 2 : spec_.type.width_bits * 2;
        return half ? "width / 2" : "width * 2";
    }

    /// Nim's probe takes the sign of the question if no value is negative: both signs mean the same then.
    std::string sign() {
        if (language_ == Language::nim) return "";
        const bool is_signed = spec_.type.kind == Kind::signed_integer;
        spec_.type.kind = is_signed ? Kind::unsigned_integer : Kind::signed_integer;
        return "sign";
    }

  private:
    Enumerator& any() { return spec_.enumerators.at(random_.below(spec_.enumerators.size())); }

    /// C's and C++'s probes list one name for each value that they were not asked about.
    bool has_twin(const Enumerator& one) const {
        return std::ranges::count(spec_.enumerators, one.value, &Enumerator::value) > 1;
    }

    truth::Random& random_;
    Language language_;
    Enum& spec_;
};

constexpr std::array mutators{&Mutator::value, &Mutator::name,  &Mutator::remove,
                              &Mutator::add,   &Mutator::width, &Mutator::sign};

}  // namespace

std::vector<Enum> specified_enums(const truth::Unit& unit, const std::vector<std::optional<Record>>& specs) {
    // The enumerations of a unit in Zig or Rust have the same names of values, and a spec has each name once.
    const bool has_one = unit.language == Language::zig || unit.language == Language::rust;
    std::vector<Enum> all;
    for (const auto& one : unit.enums) {
        const auto integer = integer_of(one.tag, specs);
        if (!integer || (has_one && !all.empty())) continue;
        Enum made;
        made.name = one.tag;
        made.type = *integer;
        made.enumerators = enumerators_of(unit.language, one);
        all.push_back(std::move(made));
    }
    return all;
}

std::string mutate_enum(truth::Random& random, Language language, Enum& spec) {
    Mutator mutator(random, language, spec);
    const auto first = random.below(mutators.size());
    for (std::size_t i = 0; i < mutators.size(); ++i) {
        auto done = (mutator.*mutators[(first + i) % mutators.size()])();
        if (!done.empty()) return done;
    }
    return "";
}

std::vector<Difference> differences(const Enum& spec, const Enum& actual) {
    std::vector<Difference> found;
    if (spec.type.kind != actual.type.kind || spec.type.width_bits != actual.type.width_bits) {
        found.push_back({"integer", "", {Rule::enum_width}});
    }
    for (const auto& one : spec.enumerators) {
        const auto* other = find_named(actual.enumerators, one.name);
        if (other == nullptr) {
            found.push_back({one.name + " is missing", one.name, {Rule::missing_constant}});
        } else if (other->value != one.value) {
            found.push_back({"value of " + one.name, one.name, {Rule::value}});
        }
    }
    for (const auto& one : actual.enumerators) {
        if (find_named(spec.enumerators, one.name) != nullptr) continue;
        // A warning by default: a spec may leave out values that no layer exchanges.
        found.push_back({one.name + " is not in the spec", one.name, {Rule::extra_enumerator}, true});
    }
    return found;
}

}  // namespace abi::mutate
