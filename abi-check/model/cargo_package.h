// A package of Cargo, the build system of Rust, as a configuration names it.
#pragma once

#include <string>
#include <vector>

namespace abi {

/// What cargo is asked to compile of a package; its manifest is an input of the witness.
struct CargoPackage {
    std::string package;                // its name in a workspace; empty: the package of the manifest
    std::vector<std::string> features;  // names of features
    bool default_features = true;
    std::string program;  // the name of one of its programs; empty: its library or, without one, its only program
};

}  // namespace abi
