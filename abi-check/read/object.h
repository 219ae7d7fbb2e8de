// What the readers of compiled files are asked: DWARF (any language) and BTF.
#pragma once

#include <string>
#include <vector>

#include "read/reading.h"

namespace abi {

struct ObjectRequest {
    std::vector<std::string> files;  // absolute: objects, archives, executables, shared libraries
    Target target;                   // its architecture must be each object's; an empty triple: the first one's
    std::vector<std::string> names;  // as in ClangRequest; empty: every named record
    std::string root;                // places below it are made relative to it; may be empty
    unsigned jobs = 1;
};

/// Layouts from DWARF 2 to 5. A record is named as its language names it ("core::CmdPacket", "channel.CmdPacket",
/// "CmdPacket"). One whose members the language's compiler does not describe has a size, no field, and says in `blind`
/// why. The result does not depend on `jobs`.
Reading read_dwarf(const ObjectRequest& request);

/// Layouts from BTF: the section .BTF of an ELF file, or a bare blob as in /sys/kernel/btf/vmlinux.
Reading read_btf(const ObjectRequest& request);

}  // namespace abi
