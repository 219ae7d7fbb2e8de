// Reads `.abi-check.json`: which specs hold, for which targets, and which layers declare them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "model/target.h"
#include "model/waiver.h"

namespace abi {

/// Source files of a layer: a glob relative to the configuration's folder (`*`, `**`, `?`).
struct Input {
    std::string files;
    std::vector<std::string> targets;  // names; empty: all of the layer's
};

/// A source of evidence: a reader and what it reads.
struct Witness {
    std::string reader = "clang";  // a name of model/readers.def; once per layer
    std::vector<Input> inputs;
    std::vector<std::string> exclude;   // globs of files that the inputs match and the layer does not mean
    std::vector<std::string> flags;     // clang: for inputs that the compile commands do not hold; probe: added
    std::string language;               // of a probe: a name of model/probe_languages.def
    std::vector<std::string> compiler;  // of a probe: the command's first words; empty: the language's usual ones
};

/// One side of the shared memory: what it is known from, and how its names map to the spec's.
struct Layer {
    std::string name;
    std::vector<Witness> witnesses;              // at least one; the first that sees a record is believed
    std::map<std::string, std::string> aliases;  // the layer's name -> the spec's name
    std::vector<std::string> records{"*"};       // globs over names of the spec that it must declare
    std::vector<std::string> constants{"*"};     // the same for constants and enumerators
    Place place;
};

struct Config {
    std::string path;
    std::string folder;  // all paths below are relative to it
    std::vector<std::string> specs;
    std::string compile_commands;  // folder of compile_commands.json; may be empty
    std::vector<Target> targets;
    std::vector<Layer> layers;
    std::map<Rule, Level> levels;  // changed default levels
    std::vector<Waiver> waivers;
};

Result<Config> read_config(const std::string& path);
Result<Config> parse_config(const std::string& path, const std::string& text);

/// Does `name` match `pattern`? `*` is any run of characters, `?` any one.
bool matches_glob(std::string_view pattern, std::string_view name);

}  // namespace abi
