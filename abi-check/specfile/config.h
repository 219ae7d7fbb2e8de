// Reads `.abi-check.json`: the specs, the targets, and the layers that declare the records of the specs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/cargo_package.h"
#include "model/finding.h"
#include "model/order_names.h"
#include "model/problem.h"
#include "model/target.h"
#include "model/waiver.h"

namespace abi {

/// Source files of a layer: a glob relative to the configuration's folder (`*`, `**`, `?`).
struct Input {
    std::string files;
    std::vector<std::string> targets;  // names; empty: all targets of the layer
};

/// The Zig package that the inputs of a probe belong to.
struct ZigPackage {
    std::string build;   // its build.zig; empty: no package
    std::string module;  // which module has the inputs; empty: it is found
};

/// A source of evidence: a reader and what it reads.
struct Witness {
    std::string reader = "clang";  // a name of model/readers.def; a layer names each reader at most once
    std::vector<Input> inputs;
    std::vector<std::string> exclude;       // globs; files that match one are not inputs
    std::vector<std::string> flags;         // clang: behind the compile command of each file; probe: for its command
    std::string language;                   // of a probe: a name of model/probe_languages.def
    std::vector<std::string> compiler;      // of a probe: the first words of the command; empty: the usual command
    std::string btf_base;                   // of btf: the file with the types that split BTF refers to; empty: none
    std::vector<std::string> records{"*"};  // globs; it may be silent about other records of the layer
    ZigPackage zig_package{};
    CargoPackage cargo{};  // of a probe whose input is a Cargo.toml
};

/// One part of the user's system that declares the shared records: its witnesses, and how its names map to the spec's.
struct Layer {
    std::string name;
    std::vector<Witness> witnesses;              // at least one, the most trusted first
    std::map<std::string, std::string> aliases;  // the layer's name -> the spec's name
    std::vector<std::string> records{"*"};       // globs; the layer must declare the spec's records that match
    std::vector<std::string> constants{"*"};     // the same for constants and enumerators
    std::string version;                         // of the specs, at which the layer stands; empty: the newest
    bool names_constants = false;                // `constants` was stated; else enums that are left out have no values
    std::vector<std::string> targets;            // names of the targets on which the layer exists; empty: all
    Place place;
};

struct Config {
    std::string path;
    std::string folder;  // all paths below are relative to it
    std::vector<std::string> specs;
    std::string compile_commands;  // folder of compile_commands.json; may be empty
    std::vector<Target> targets;
    std::vector<Layer> layers;
    std::map<Rule, Level> levels;  // only of rules whose level the configuration changes
    OrderTypes byte_order_types;   // names of types that state a byte order
    std::vector<Waiver> waivers;
    std::string baseline;  // may be empty
};

/// Whether the witness has inputs for the target.
bool has_inputs(const Witness& witness, const std::string& target);

/// Messages and places show the file as `shown`; empty: as `path`.
Result<Config> read_config(const std::string& path, const std::string& shown = "");
Result<Config> parse_config(const std::string& path, const std::string& text);
/// The configuration with this text, as if the file at `path` held it.
Result<Config> parse_config_of(const std::string& path, const std::string& shown, const std::string& text);

/// Gives a rule another level: "abi-size", "note". Returns what is wrong with these, without a place and a pointer.
std::optional<Problem> set_level(const std::string& rule, const std::string& level, std::map<Rule, Level>& levels);

/// Removes all layers and targets but those with these names (--layer, --target). An empty list removes nothing. A
/// problem if a name is unknown.
std::optional<Problem> keep_only(const std::vector<std::string>& layers, const std::vector<std::string>& targets,
                                 Config& config);

/// Uses another build (-p): the compile commands of `folder`, and its files wherever the configuration names files of
/// its own build. `folder` is absolute.
void use_build(const std::string& folder, Config& config);

}  // namespace abi
