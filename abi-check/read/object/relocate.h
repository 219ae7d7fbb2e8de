// Relocations of debug sections. In a relocatable object, most references from one debug section to another are a zero
// with a relocation. On RISC-V they are sums and differences.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "llvm/Object/ObjectFile.h"

namespace abi::object {

class Relocations {
  public:
    explicit Relocations(const llvm::object::ObjectFile& object);

    /// Returns whether the object is relocatable and this section has relocations.
    bool concern(const llvm::object::SectionRef& section) const;

    /// Patches the bytes of the section. Skips relocations that point out of the section, and types that debug sections
    /// do not use to refer to each other.
    void apply(const llvm::object::SectionRef& section, std::string& bytes) const;

  private:
    const llvm::object::ObjectFile& object_;
    std::map<std::uint64_t, std::vector<llvm::object::SectionRef>> of_section_;  // by index of the patched section
};

}  // namespace abi::object
