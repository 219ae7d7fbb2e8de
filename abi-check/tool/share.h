// The part of the gate's work that one shard does:
//
//     layer on a target with a probe       one task: a probe is asked for what the other witnesses see
//     any other witness: clang             a task for each file
//                        all others        one task: what the objects lack as a whole decides what is read in functions
//
// What a task costs depends on the configuration and the sources alone, so all shards distribute them alike.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shard/shard_report.h"
#include "tool/project.h"

namespace abi {

class Share {
  public:
    Share(const Project& project, const ShardNumber& shard);

    /// Whether the shard reads all of the witness.
    bool has_whole(const WitnessKey& key) const { return own_whole_.contains(key); }

    /// The files of the witness that the shard reads, absolute. Empty: none, or it is not split.
    std::vector<std::string> files_of(const WitnessKey& key) const;

    void note(const WitnessKey& key, Heard heard) { heard_[key] = std::move(heard); }
    void note(const WitnessKey& key, Result<std::vector<clang_reader::FileUnits>> units);

    /// What was read, once all layers were asked.
    void move_to(ShardReport& report);

    /// How many files and how many whole witnesses this shard reads.
    std::size_t own_files() const;
    std::size_t own_witnesses() const { return own_whole_.size(); }

  private:
    struct Task {
        unsigned cost = 0;
        std::vector<WitnessKey> whole;  // the witnesses that are read; empty: one file
        std::size_t split = 0;          // of that file: its witness in split_
        std::string file{};
    };
    struct Split {
        SplitWitness witness;
        std::vector<std::string> own;  // the files of this shard, absolute
    };

    void add_tasks(const Layer& layer, const Target& target, std::vector<Task>& tasks);
    void add_files(const WitnessKey& key, const Layer& layer, const Witness& witness, const Target& target,
                   std::vector<Task>& tasks);
    Split* find_split(const WitnessKey& key);

    const Project& project_;
    std::set<WitnessKey> own_whole_;
    std::vector<Split> split_;
    std::map<WitnessKey, Heard> heard_;
};

}  // namespace abi
