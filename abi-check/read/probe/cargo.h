// A crate as cargo compiles it: cargo builds the dependencies and runs the build scripts, and its command for the crate
// itself is noted instead of run. So edition, features, cfgs, dependencies and OUT_DIR are cargo's own.
//
//     cargo rustc, with a wrapper before rustc ─► dependencies, build scripts ─► the command for the crate ─► RustCrate
//
// The user's target/ and Cargo.lock stay as they are: what is built lies in a folder of ours, and where cargo would
// write Cargo.lock, it runs in a copy of the folder that has links to everything else.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"
#include "read/probe/rust_crate.h"

namespace abi::probe {

/// Whether the file is the manifest of a package: Cargo.toml.
bool is_manifest(const std::string& path);

/// The request for rustc that belongs to a request for cargo: its compiler is rustc of the same toolchain, it runs in
/// the manifest's folder, and its flags are those behind "--".
Request rustc_request(const Request& request);

/// The crate of the manifest, the first file of the request. `rustc`: the same request for rustc, with the target's
/// word; its folder becomes that of the crate. `folder`: of the probe. Returns a problem if cargo names no crate.
Result<RustCrate> cargo_crate(const Request& request, Request& rustc, const std::string& folder);

}  // namespace abi::probe
