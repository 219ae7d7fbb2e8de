// What the layers believed at an older revision.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "check/witnesses.h"
#include "tool/ask.h"

namespace abi {

struct PastAnswer {
    std::optional<Project> project;  // as the revision's configuration had it; nothing: the revision could not be read
    std::vector<WitnessAnswer> combined;  // one per layer and target, in the order of the configuration
    std::vector<Problem> problems;        // all of them, those of `believed`, too
    bool knows_specs = true;              // false: the configuration or a spec of then could not be read
};

/// As much of a commit's name as a reader needs.
std::string short_name(const std::string& commit);

/// Asks the revision in its own words: inputs, aliases and specs are the revision's; targets, flags and compile
/// commands are today's, so that only the sources differ. `root`: of the work tree, absolute.
PastAnswer ask_revision(const Project& project, const Options& options, const std::string& root,
                        const std::string& commit, const Scope& scope,
                        const std::function<void(const std::string&)>& progress);

/// Witnesses that read compiled files have no past; both sides of a change are asked the same way.
void keep_readers_of_sources(Config& config);

}  // namespace abi
