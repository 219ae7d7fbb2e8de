// A project as an editor sees it: checked like the gate does, on the files as they are saved.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/finding.h"
#include "nlohmann/json.hpp"
#include "tool/options.h"

namespace abi {

struct CheckedProject {
    std::string base;                                     // absolute: paths of the comparison are relative to it
    std::optional<Comparison> comparison{};               // nothing: the configuration or a spec could not be read
    std::map<std::string, nlohmann::json> diagnostics{};  // of the protocol, by absolute path
    std::vector<std::string> remarks{};                   // what belongs to no file, in sentences
    std::set<std::string> files{};                        // absolute: whose change asks for another check

    /// The absolute path of a file as the comparison shows it.
    std::string absolute(const std::string& file) const;
};

/// Checks the project of a configuration. `config`: absolute.
CheckedProject check_saved(const Options& options, const std::string& config);

/// The configuration of a file: the next one above it, else the first of `folders` that has one; "" if there is none.
std::string config_for(const std::string& file, const std::vector<std::string>& folders);

}  // namespace abi
