// The facts about a target that a witness answered for, as the witness itself sees them.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace abi {

enum class Fact {
#define TARGET_FACT(identifier, key, title, unit) identifier,
#include "model/target_facts.def"
#undef TARGET_FACT
};

/// A row of target_facts.def.
struct FactRow {
    Fact fact;
    std::string_view key;
    std::string_view title;
    std::string_view unit;  // "bits", "bytes", or empty if the value is a word
};
std::span<const FactRow> fact_table();

/// One value per fact: a word, or a decimal number. Empty: the witness does not know it.
class TargetFacts {
  public:
    const std::string& operator[](Fact fact) const { return values_[static_cast<std::size_t>(fact)]; }
    std::string& operator[](Fact fact) { return values_[static_cast<std::size_t>(fact)]; }

    friend bool operator==(const TargetFacts&, const TargetFacts&) = default;

  private:
#define TARGET_FACT(identifier, key, title, unit) +1  // NOLINT(bugprone-macro-parentheses): a term of a sum
    std::array<std::string, 0
#include "model/target_facts.def"
               >
        values_;
#undef TARGET_FACT
};

/// Whether the witness knows no fact at all.
inline bool is_empty(const TargetFacts& facts) {
    return facts == TargetFacts{};
}

}  // namespace abi
