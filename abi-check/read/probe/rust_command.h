// How rustc is run for a probe: its version, the target's word, the edition and the options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/probe/reader.h"
#include "read/probe/rust_crate.h"

namespace abi::probe {

/// An older compiler has no offset_of!, and every field would seem to be hidden. A compiler that does not print its
/// version is tried.
std::optional<Problem> rust_too_old(const Request& request);

/// Sets the target word of the request. It stays empty for the compiler's own target, and if the flags name the target,
/// because rustc accepts only one --target.
std::optional<Problem> choose_rust_target(Request& request);

/// What the message expects if rustc has no library for the target.
std::string rust_target_remedy(const Request& request);

/// The problem of a crate that does not compile. If rustc has no library for the target, expects one. If a file alone
/// needs the rest of a package of Cargo, expects the package.
Problem rust_problem(const Request& request, Problem problem);

/// The options without those that say what to write and how to report it: the probe sets these itself.
std::vector<std::string> layout_options(const std::vector<std::string>& options);

/// The value of the last --edition; empty if there is none.
std::string edition_of(const std::vector<std::string>& options);

/// The crate that the first file of the request is. Its edition is 2021, unless the flags name another one.
RustCrate crate_of_file(const Request& request);

/// The command that compiles the copy of a crate to an object.
std::vector<std::string> rust_object_command(const RustCrate& crate, const RustFile& root, const RustCopy& copy,
                                             const std::string& object);

}  // namespace abi::probe
