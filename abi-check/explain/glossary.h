// The names that the specs give to values: of enumerators, and of large constants.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "explain/candidate.h"

namespace abi {

class Glossary {
  public:
    explicit Glossary(std::span<const CandidateSource> sources);

    /// The enumerator's name; empty if there is none.
    std::string enumerator(const FieldSpan& slot, std::uint64_t value) const;

    /// The constant's name; empty if there is none.
    std::string constant(std::uint64_t value) const;

  private:
    std::vector<std::map<std::uint64_t, std::string>> enums_;
    std::map<std::uint64_t, std::string> constants_;
};

}  // namespace abi
