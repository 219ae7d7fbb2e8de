// Finds the files that a witness of a layer reads for a target, and those that a glob names.
#pragma once

#include <string>
#include <vector>

#include "llvm/TargetParser/Triple.h"
#include "model/problem.h"
#include "model/readers.h"
#include "tool/ask.h"

namespace abi {

struct LayerFiles {
    std::vector<std::string> paths;      // absolute
    std::vector<Problem> problems;       // inputs that match nothing, or folders that cannot be listed
    std::vector<std::string> missing{};  // absolute: inputs that are no such files
    std::vector<std::string> listed{};   // absolute: folders that were searched for files
};

LayerFiles files_of(const Project& project, const Layer& layer, const Witness& witness, const Target& target,
                    const Sources& sources);

/// Adds what a witness reads beside the insides of its files: the files themselves, the folders that its patterns
/// search, compile_commands.json, and the types of a base.
void add_inputs(const Project& project, const Witness& witness, const std::vector<std::string>& paths,
                FilesRead& files);

struct Expansion {
    std::vector<std::string> files;       // relative to the root and sorted
    std::vector<std::string> unreadable;  // folders that could not be listed
    std::vector<std::string> listed{};    // all folders that were searched
};

/// The reader of a compiled file by its content: "codeview", "btf" or "dwarf". Empty if the file is not compiled.
/// `prefers_btf`: BTF is read where a file has DWARF, too.
std::string reader_of_compiled(const std::string& path, bool prefers_btf = false);

/// The language of a source that only the compiler of its language reads: Cargo.toml is Rust's. Null for C, C++ and
/// other files.
const ProbeLanguage* probed_language(const std::string& path);

/// Whether a witness of this reader reads compiled files, so that its inputs decide the machine.
bool reads_compiled(const Witness& witness);

/// The machines of a compiled file, each once.
std::vector<llvm::Triple> machines_of_compiled(const std::string& path);

/// Files below `root` that match `glob`, and broken links that do. A glob without a wild card is returned as it is,
/// even if no such file exists. Ignores what lies in hidden folders and behind links to folders.
Expansion expand_on_disk(const std::string& root, const std::string& glob);

}  // namespace abi
