// Where C++ types are defined that a unit only declares: clang describes a class with a key function, or with
// constructors that are defined elsewhere, in one unit of the program (-flimit-debug-info).
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "read/dwarf/program.h"

namespace abi::dwarf {

/// Looks through the whole program when it is first asked. Several threads may ask.
class Definitions {
  public:
    explicit Definitions(const Program& program) : program_(program) {}

    /// The first definition of a record or an enumeration with this qualified name, or no_die.
    DieRef find(std::string_view qualified_name) const;

  private:
    void look() const;

    const Program& program_;
    mutable std::once_flag looked_;
    mutable std::unordered_map<std::uint64_t, DieRef> found_;  // by print of the name
};

}  // namespace abi::dwarf
