// What a command works on: the configuration and its specs, read and merged. If the command line names sources, the
// configuration is made from the command line.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/config.h"
#include "specfile/read.h"
#include "tool/options.h"
#include "tool/terms.h"

namespace abi {

struct Project {
    Terms terms{};
    Config config;
    std::string root;    // absolute: the folder of the configuration, to which its paths and globs are relative
    std::string base{};  // absolute: printed paths are relative to it (shown.h)
    std::vector<Spec> specs;
    Layout spec;                           // all specs as one
    std::vector<std::string> all_layers;   // their names, also those that --layer left out
    std::vector<std::string> all_targets;  // the same for --target
    std::string today;                     // the day that decides whether a waiver has expired
    bool is_partial = false;               // --layer or --target left something out
    std::vector<std::string> remarks;      // what the configuration leaves to this program, in words, for reports
};

/// A path that is relative to the root, or absolute, as it is printed.
std::string shown(const Project& project, const std::string& path);

/// Finds and reads everything, and applies --layer, --target, --spec and -p.
Result<Project> read_project(const Options& options);

/// The same with these terms, in the place of those that --config-from names.
Result<Project> read_project(const Options& options, Terms terms);

/// The targets that --target names. If it names none: the one that the compile commands and flags of the sources
/// choose, else the machine of the objects, else the host. Code for two machines is an error.
Result<std::vector<Target>> targets_of(const Options& options, const Witness& sources, const Witness& objects);

/// The path of the baseline: --baseline, or the one that the configuration names. Empty if there is none.
std::string baseline_path(const Project& project, const Options& options);

/// The file that states what is compared: the configuration, else the first spec, else the first source of the command
/// line.
std::string asked_by(const Project& project);

/// The path of the configuration: --config, or .abi-check.json in the current folder or in one above it. Empty if there
/// is none.
std::string find_config(const Options& options, const Terms& terms = {});

/// The files that state what is asked: the configuration, the specs and the baseline.
std::vector<std::string> term_files(const Project& project, const Options& options);

}  // namespace abi
