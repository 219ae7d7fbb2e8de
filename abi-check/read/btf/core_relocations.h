// The relocations of "compile once, run everywhere" (CO-RE) in a section .BTF.ext (Linux, Documentation/bpf/btf.rst and
// llvm_reloc.rst). The loader finds a field by its name in the types of the running kernel, and writes that offset into
// the program:
//
//     struct task_struct___new { int pid; } __attribute__((preserve_access_index));
//     task->pid ─► a relocation: type task_struct___new, member "0:0", byte offset
#pragma once

#include <string>
#include <string_view>

#include "llvm/ADT/DenseSet.h"
#include "read/btf/section.h"
#include "read/object/image.h"

namespace abi::btf {

/// Returns the numbers of the structures and unions that a program reaches through such relocations. The offsets of
/// their members in BTF are not those that the program uses. `extension` is .BTF.ext, which may be empty. The problem
/// has no place.
Result<llvm::DenseSet<std::uint32_t>> relocated_records(const Section& section, std::string_view extension);

/// Whether the loader relocates fields of an object for BPF. Only BTF tells which: DWARF has the same records with the
/// compiler's offsets.
bool has_relocated_records(const object::Image& object);

/// Returns the name by which the loader looks for a type: "task_struct" of "task_struct___new". What follows the last
/// three underscores is the flavour (libbpf, "Handling incompatible field and type changes").
std::string_view name_without_flavour(std::string_view name);

}  // namespace abi::btf
