// Chooses one unit to read what many units declare alike. The 1,150,000 records of a Linux kernel are some 10,000
// different ones, and only those are read in full.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "llvm/ADT/DenseMap.h"

namespace abi::dwarf {

/// Maps a fingerprint to the first unit that declares it. Several threads may call `claim`; the result does not depend
/// on their order.
class Claims {
  public:
    /// Returns false if an earlier unit has claimed it. True is not final: an earlier unit may still claim it.
    bool claim(std::uint64_t fingerprint, std::uint32_t unit) {
        Shard& shard = shards_[fingerprint % shards_.size()];
        const std::lock_guard lock(shard.mutex);
        const auto [known, is_new] = shard.first.try_emplace(key_of(fingerprint), unit);
        if (is_new) return true;
        if (known->second < unit) return false;
        known->second = unit;
        return true;
    }
    /// Returns whether the unit kept its claim. Call it after all threads are done.
    bool holds(std::uint64_t fingerprint, std::uint32_t unit) const {
        return shards_[fingerprint % shards_.size()].first.lookup(key_of(fingerprint)) == unit;
    }

  private:
    /// A DenseMap reserves the two greatest numbers.
    static std::uint64_t key_of(std::uint64_t fingerprint) { return fingerprint >> 1U; }

    struct Shard {
        std::mutex mutex;
        llvm::DenseMap<std::uint64_t, std::uint32_t> first;
    };
    std::array<Shard, 61> shards_;
};

}  // namespace abi::dwarf
