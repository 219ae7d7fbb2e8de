// What is to be checked: the configuration and its specs, read and merged, or made from the command
// line when sources are named there.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/config.h"
#include "specfile/read.h"
#include "tool/options.h"

namespace abi {

struct Project {
    Config config;
    std::string root;  // absolute; places are relative to it
    std::vector<Spec> specs;
    Layout spec;              // all specs as one
    bool is_partial = false;  // --layer or --target left something out
};

/// Finds and reads everything; --layer, --target, --spec and -p are applied.
Result<Project> read_project(const Options& options);

/// The path of the configuration: --config, or .abi-check.json in the current folder or one above. An
/// empty string when there is none.
std::string find_config(const Options& options);

/// Several specs as one. A name that two of them declare is a problem.
Result<Layout> merge_specs(const std::vector<Spec>& specs);

}  // namespace abi
