// The probe reader asks the language's own compiler. It generates a small source that writes sizes, alignments, offsets
// and widths as data into a section, and compiles it to an object for the real target. No generated code is run.
//
// A language is a row of model/probe_languages.def and a file here: zig.cpp with ask_zig(). If the language can express
// it, the larger part is a program in programs/, which the build compiles in.
#pragma once

#include <string>
#include <vector>

#include "model/cargo_package.h"
#include "model/claim.h"
#include "read/reading.h"

namespace abi::probe {

struct Request {
    std::string language;               // a name of probe_languages.def
    std::vector<std::string> compiler;  // the first words of the command; empty: the usual compiler of the language
    std::vector<std::string> flags;  // of the command; Zig: "-Mhal=src/hal.zig" is a module that the files may import
    std::vector<std::string> files;  // the sources that declare the records, absolute
    Target target;
    std::string target_word{};        // the target in the compiler's own words; empty: made from the target's triple
    std::vector<Record> records;      // to ask for: the name as the source writes it, and the names of the fields (a
                                      // language with reflection ignores these)
    std::vector<Constant> constants;  // to ask for, by name
    std::vector<Enum> enums;          // to ask for: the name as the source writes it, and the names of the values
    std::string root;                 // files below it are shown relative to it; may be empty
    std::string folder{};  // where the compiler runs; empty: the root or, without one, where the first file is
    unsigned time_limit_seconds = 300;  // for one run of the compiler; much, because other work may share the machine
    std::string zig_build{};            // the build.zig of the package that the files belong to, absolute; may be empty
    std::string zig_module{};           // the module of that package; empty: found by the files
    CargoPackage cargo{};               // what a file Cargo.toml means
    std::string cargo_folder{};         // where cargo keeps what it builds; empty: nowhere
    bool runs_build_scripts = true;     // build.zig, and cargo's build scripts and procedural macros, may run
    /// What the compiler is to judge, in place of describing what is asked for. The name of a claim is one of the
    /// records, constants or enumerations of the request. Only C, C++, Rust and Zig can be asked.
    std::vector<Claim> claims{};
};

/// Asks for the target's triple, in the compiler's words (target_words.h), unless the target names itself in these
/// words. The target's own compiler and flags for the language win over those of the request.
///
/// A record that the sources do not declare is not in the layout. It is a problem if the compiler is not installed or
/// cannot compile for the target.
///
/// Fields that are not in the request:
///   Zig, Rust, Nim, Go   The layout has them, with their names.
///   C             The layout has the first field of each hole, as "(unnamed at byte 4)".
///   C++ (clang)   The layout has all members, as "(unnamed at byte 4)".
///   C++ (GCC, or a record with bit-fields)   The compiler only counts the members: the record's fields are unknown.
/// The probe cannot list, so that Record::only_asked is set: in C, C++ and Rust more members of a union; in C an array
/// without a length behind the fields that were asked for; in C and C++
/// the members of a record with a nameless union; in C++ those of a record with bases that have members; with GCC those
/// of a record with private ones. All values of an enumeration are listed; in C and C++ one name for each value that
/// the request does not name.
///
/// Record::no_promise is set in Rust and Zig (see promise.h).
Reading read(const Request& request);

}  // namespace abi::probe
