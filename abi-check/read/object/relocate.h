// Relocations of debug sections. In a relocatable object most references from one debug section to another are zeros
// and a relocation each; on RISC-V they are sums and differences.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "llvm/Object/ObjectFile.h"

namespace abi::object {

class Relocations {
  public:
    explicit Relocations(const llvm::object::ObjectFile& object);

    /// The object is relocatable, and this section has relocations that matter to a reader of layouts.
    bool concern(const llvm::object::SectionRef& section) const;

    /// Those that point out of the section are passed over, as are those that debug sections do not use to refer to
    /// each other.
    void apply(const llvm::object::SectionRef& section, std::string& bytes) const;

  private:
    const llvm::object::ObjectFile& object_;
    std::map<std::uint64_t, std::vector<llvm::object::SectionRef>> of_section_;  // by index of what they patch
};

}  // namespace abi::object
