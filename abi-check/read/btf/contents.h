// What a file has for the reader of BTF, so that the command line need not name the reader.
#pragma once

#include <string>

namespace abi::btf {

struct Contents {
    bool has_btf = false;     // BTF alone, or an object with a section .BTF
    bool is_alone = false;    // nothing else tells the layouts: the file has no DWARF, nor names a file that has it
    bool is_by_name = false;  // a loader of programs for BPF finds fields by their names (core_relocations.h)
};

/// All is false for a file that cannot be read.
Contents contents_of(const std::string& path);

}  // namespace abi::btf
