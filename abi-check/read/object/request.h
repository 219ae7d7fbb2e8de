// What a caller asks of the readers of compiled files: DWARF (any language), BTF and CodeView.
#pragma once

#include <string>
#include <vector>

#include "model/target.h"

namespace abi::object {

struct Request {
    std::vector<std::string> files;  // absolute: objects, archives, executables, shared libraries
    Target target;                   // the architecture of all objects; an empty triple means that of the first
    std::vector<std::string> names;  // records, enumerations and constants wanted, as the source names them (qualified
                                     // or last component); empty: every record that has a name
    std::string root;                // places below it are made relative to it; may be empty
    unsigned jobs = 1;
    std::string btf_base{};  // absolute: the file with the types that split BTF refers to; empty: none
};

}  // namespace abi::object
