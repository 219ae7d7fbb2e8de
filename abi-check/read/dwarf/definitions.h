// Finds the definitions of C++ types that a unit only declares. With -flimit-debug-info, clang describes a class with a
// key function, or with constructors that another unit defines, in one unit of the program only.
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "read/dwarf/program.h"

namespace abi::dwarf {

/// The first call of `find` looks through the whole program. Several threads may call it.
class Definitions {
  public:
    explicit Definitions(const Program& program) : program_(program) {}

    /// Returns the first definition of a record or an enumeration with this qualified name, or no_die.
    DieRef find(std::string_view qualified_name) const;

  private:
    void look() const;

    const Program& program_;
    mutable std::once_flag looked_;
    mutable std::unordered_map<std::uint64_t, DieRef> found_;  // by fingerprint of the name
};

}  // namespace abi::dwarf
