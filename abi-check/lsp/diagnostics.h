// What the editor shows at the lines of files: the groups of findings, and the problems of files that could not be
// read.
//
//     Comparison ─► a Diagnostic for each group ─► by file, in the protocol's JSON
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "nlohmann/json.hpp"

namespace abi::lsp {

struct Diagnostic {
    Place place;
    Level level = Level::error;
    std::string code;  // the id of the rule, or "" for a problem
    std::string message;
    std::vector<Related> related{};
};

/// One for each group of findings that nothing accepts, and for what could not be checked.
std::vector<Diagnostic> diagnostics_of(const Comparison& comparison);
std::vector<Diagnostic> diagnostics_of(std::span<const Problem> problems);

/// How to find and read the files of places.
struct Files {
    std::function<std::string(const std::string& file)> absolute;  // of a path as it is printed
    std::function<std::string(const std::string& path)> text;      // of an absolute path; "": it cannot be read
};

/// The lists of `textDocument/publishDiagnostics` by absolute path.
std::map<std::string, nlohmann::json> by_file(std::span<const Diagnostic> diagnostics, const Files& files);

}  // namespace abi::lsp
