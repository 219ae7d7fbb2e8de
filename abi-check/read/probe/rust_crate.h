// A crate of Rust whose modules get questions, in a copy:
//
//     rustc --emit=dep-info ─► its files ─► modules that declare what is asked ─► mirror: changed copies beside links
//                                                                                   │
//     questions in these modules ◄── their paths in the crate ◄── rustc, once ◄─────┘
//
// rustc itself finds the files of modules, and tells which module a file is. Nothing outside of the probe's folder is
// written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "os/mirror_folder.h"
#include "read/probe/ask.h"
#include "read/probe/reader.h"
#include "read/probe/run.h"
#include "read/probe/rust_names.h"
#include "read/probe/rust_scan.h"

namespace abi::probe {

/// How rustc compiles a crate.
struct RustCrate {
    std::string root{};                      // its first file, absolute
    std::vector<std::string> command{};      // rustc and its options, without the root and what it writes
    std::vector<std::string> environment{};  // "NAME=value"
    std::string edition{};                   // "2021"
    std::string package{};                   // the folder of its Cargo.toml, absolute; empty: none
};

/// A file of the crate, also one that it includes.
struct RustFile {
    std::string path{};   // absolute
    std::string named{};  // the same as rustc names it, perhaps with ".."
    std::string text{};   // empty if it has no items, as what include_str! reads
    ScannedFile scan{};
};

/// The files of a crate, the root first, as rustc finds them; or its first error. `folder`: of the probe.
Result<std::vector<RustFile>> find_rust_files(const Request& request, const RustCrate& crate,
                                              const std::string& folder);

/// The copy of a crate.
struct RustCopy {
    MirrorFolder mirror;
    std::vector<RustPart> parts{};           // the modules that have questions; the root first
    std::string name{};                      // of the crate
    std::vector<std::string> environment{};  // for rustc: paths of changed files are those of the mirror
};

/// Copies a crate into `folder` so that the module of parts[k] has a module of its own in the file question_file(k).
/// `wanted`: the names that are asked for. `features`: of the compiler, for the attribute #![feature].
Result<RustCopy> copy_rust_crate(const Request& request, const RustCrate& crate, const std::vector<RustFile>& files,
                                 const std::set<std::string>& wanted, const std::string& features,
                                 const std::string& folder);

/// The file of the questions in a part.
std::string question_file(const std::string& folder, std::size_t part);

/// Asks a crate for the records of the request. `folder`: of the probe, empty.
Reading ask_rust_crate(const Request& request, const RustCrate& crate, const std::string& folder);

/// The words that follow the command: the name of a crate that names itself nowhere.
std::vector<std::string> name_words(const RustCrate& crate, const RustFile& root);

}  // namespace abi::probe
