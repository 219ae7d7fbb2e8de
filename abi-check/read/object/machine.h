// Whether a file is compiled, and for which machine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "llvm/Object/ObjectFile.h"
#include "llvm/TargetParser/Triple.h"

namespace abi::object {

/// Returns true for an object, an archive, a program, a library or a PDB of any format, by its first bytes.
bool is_compiled_file(const std::string& path);

/// Returns the machines of a compiled file, each once, in the order of its members. A universal binary and a mixed
/// archive have several. Empty if the file contains no object.
std::vector<llvm::Triple> machines_of(const std::string& path);

/// Returns the machine of an object. A machine that LLVM does not know has a triple of its name only: "alpha", "hppa".
llvm::Triple machine_of(const llvm::object::ObjectFile& object);

/// Compares machines by their layouts: arm and thumb are the same machine. Machines that LLVM does not know are
/// compared by their names.
bool is_same_machine(const llvm::Triple& a, const llvm::Triple& b);

/// Returns the name of a machine in target triples: "aarch64", "armv7", "bpf".
std::string name_of_machine(const llvm::Triple& machine);

/// The machine of one layout: that of the target or, without a target, that of the first file.
class OneMachine {
  public:
    /// `triple`: of the target, or empty.
    explicit OneMachine(const std::string& triple) : target_(triple) {}

    /// Whether a file for this machine belongs to the layout.
    bool accepts(const llvm::Triple& machine) {
        if (!machine_) machine_ = is_any() ? machine : target_;
        return is_same_machine(*machine_, machine);
    }

    /// What a problem expects of a refused file: "code for riscv64-linux-gnu", or "code for aarch64, as before it".
    std::string expected() const {
        return "code for " + (is_any() ? name_of_machine(*machine_) + ", as before it" : target_.str());
    }
    static std::string found(const llvm::Triple& machine) { return "code for " + name_of_machine(machine); }

  private:
    bool is_any() const { return target_.str().empty(); }

    llvm::Triple target_;
    std::optional<llvm::Triple> machine_;
};

}  // namespace abi::object
