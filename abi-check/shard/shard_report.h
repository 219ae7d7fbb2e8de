// What one shard of a run read. `merge` judges what all shards read, as the gate does:
//
//     --shard 1/3 ─► what its witnesses and units declare ─┐
//     --shard 2/3 ─► …                                     ├─► join_shards ─► the readings of one run ─► the gate
//     --shard 3/3 ─► …                                     ┘
//
// A shard judges nothing: whether a record is missing, or defined twice, only all shards together tell.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "model/target.h"
#include "read/clang/file_units.h"
#include "read/reading.h"
#include "shard/split.h"

namespace abi {

/// A witness of a layer on a target.
struct WitnessKey {
    std::string layer;
    std::string target;
    std::size_t number = 0;  // among the witnesses of the layer on the target

    friend auto operator<=>(const WitnessKey&, const WitnessKey&) = default;
};

/// What a witness read, with its paths as they are printed.
struct Heard {
    Reading reading{};
    std::vector<Problem> problems{};  // of its inputs
};

/// The units of a witness of which each shard reads some.
struct SplitWitness {
    WitnessKey witness;
    std::vector<std::string> files;  // of all shards, as they are printed
    std::vector<Problem> problems;   // of its inputs
    std::vector<Problem> unread;     // why the shard could read none of its files
    std::vector<clang_reader::FileUnits> units;
};

/// A configuration, a spec or a baseline.
struct TermText {
    std::string path;   // as the run names it
    std::string shown;  // as it is printed
    std::string text;

    friend bool operator==(const TermText&, const TermText&) = default;
};

/// What was asked: what `merge` needs to judge as the gate of the same command line would.
struct Asked {
    std::string config;
    std::vector<std::string> specs;    // --spec
    std::vector<std::string> layers;   // --layer
    std::vector<std::string> targets;  // --target
    std::vector<std::string> rules;    // --rule
    std::string baseline;              // --baseline
    std::string terms_from;            // the revision of --config-from, as messages name it; empty: the disk
    std::vector<TermText> terms;
    std::vector<Finding> altered;  // findings about terms that differ from the disk: rule, message and place
    std::vector<Target> machines;  // the targets of the run: names and triples
    std::string root;              // absolute: the folder of the configuration, on the machine of this shard
    std::string base;              // absolute: printed paths are relative to it
};

struct ShardReport {
    ShardNumber shard;
    std::string version;  // of the program
    std::string commit;   // of the work tree; empty: none
    std::string today;    // "YYYY-MM-DD"
    Asked asked;
    std::map<WitnessKey, Heard> whole;  // witnesses that only this shard reads
    std::vector<SplitWitness> split;    // the same in all shards, but for `units` and `unread`
};

}  // namespace abi
