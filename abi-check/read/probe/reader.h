// The probe reader: asks the language's own compiler. A tiny source is generated that writes size, alignment, offsets
// and widths as data into a section of an object for the real target; nothing is run.
#pragma once

#include <string>
#include <vector>

#include "read/reading.h"

namespace abi::probe {

struct Request {
    std::string language;               // c, cpp, zig, rust, nim
    std::vector<std::string> compiler;  // the command's first words; empty: the language's usual ones
    std::vector<std::string> flags;     // added to it; Zig: "-Mhal=src/hal.zig" is a module that the files may import
    std::vector<std::string> files;     // absolute: what declares the records
    Target target;
    std::vector<Record> records;  // to ask for: the name as the source writes it, and the fields by name (a language
                                  // with reflection finds the fields by itself)
    std::vector<Constant> constants;   // to ask for, by name
    std::string root;                  // places below it are made relative to it; may be empty
    unsigned time_limit_seconds = 60;  // for one run of the compiler
};

/// A record that the sources do not declare is not in the layout. A compiler that is absent, or that cannot build for
/// the target, is a problem that says so.
///
/// Fields that nobody asked for: Zig and Rust name them, and they are in the layout. C and Nim show the first field in
/// each hole that the others leave, C++ (clang) all members, as "(unnamed at byte 4)"; C++ (GCC), and C++ with
/// bit-fields, only counts them, and the record is blind. Not seen are: more members of a union; in C++, members of a
/// record that has bases with members of their own or a nameless union, and to GCC those of one with private members.
Reading read(const Request& request);

}  // namespace abi::probe
