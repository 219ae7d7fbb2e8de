// Asks the layers about an older revision.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/git_files.h"
#include "tool/ask.h"

namespace abi {

struct PastAnswer {
    std::optional<Project> project;       // with inputs and terms of the revision; nothing if it could not be read
    std::vector<WitnessAnswer> combined;  // one per layer and target, in the order of the configuration
    std::vector<Problem> problems;        // all problems, also those of `combined`
    std::vector<std::string> unchanged;   // inputs that have no past and were taken as they are today, in words
    bool knows_specs = true;              // false: the revision's configuration or a spec in it could not be read
};

/// The first 12 digits of a commit's name, for messages.
std::string short_name(const std::string& commit);

/// The text of a file in the revision, by its path today. Nothing if the revision does not have it.
std::optional<std::string> text_at(const Revision& then, const std::string& path);

/// Asks all layers about `commit`. Inputs, aliases and specs are those of the revision. Targets, flags and compile
/// commands are today's, so that only the sources differ. For probes, the files of the revision are written into a
/// temporary folder (history/lay_out.h). `root` is that of the work tree, absolute.
PastAnswer ask_revision(const Project& project, const Options& options, const std::string& root,
                        const std::string& commit, const Scope& scope);

/// Removes the witnesses that cannot read an older revision (compiled files), and the layers that then have
/// none. Both sides of a comparison are asked like that.
void keep_readers_of_sources(Config& config);

}  // namespace abi
