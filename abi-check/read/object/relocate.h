// Relocations of debug sections. In a relocatable object, most references from one debug section to another are a zero
// with a relocation. On RISC-V they are sums and differences.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "llvm/Object/ObjectFile.h"

namespace abi::object {

class Relocations {
  public:
    explicit Relocations(const llvm::object::ObjectFile& object);

    /// Returns whether the object is relocatable and this section has relocations.
    bool concern(const llvm::object::SectionRef& section) const;

    /// Patches the bytes of the section. Returns what is wrong if one of its relocations cannot be applied: its type or
    /// the machine is not known, or it points out of the section. Then the bytes mean nothing.
    std::optional<std::string> apply(const llvm::object::SectionRef& section, std::string& bytes) const;

  private:
    const llvm::object::ObjectFile& object_;
    std::map<std::uint64_t, std::vector<llvm::object::SectionRef>> of_section_;  // by index of the patched section
    bool has_stray_table_ = false;  // a table of relocations that names no section
};

}  // namespace abi::object
