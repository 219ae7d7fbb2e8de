// Who reads what many units declare alike. A kernel's 880,000 structs are some 30,000 different ones; only those are
// read in full.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "llvm/ADT/DenseMap.h"

namespace abi::dwarf {

/// Which unit is the first to declare something, by its print. Several threads may claim; who wins does not depend on
/// their order.
class Claims {
  public:
    /// Whether no earlier unit has claimed it yet. True is not final: an earlier unit may still come.
    bool claim(std::uint64_t fingerprint, std::uint32_t unit) {
        Shard& shard = shards_[fingerprint % shards_.size()];
        const std::lock_guard lock(shard.mutex);
        const auto [known, is_new] = shard.first.try_emplace(key_of(fingerprint), unit);
        if (is_new) return true;
        if (known->second < unit) return false;
        known->second = unit;
        return true;
    }
    /// Whether the claim held. After all threads are done.
    bool holds(std::uint64_t fingerprint, std::uint32_t unit) const {
        return shards_[fingerprint % shards_.size()].first.lookup(key_of(fingerprint)) == unit;
    }

  private:
    /// The two greatest numbers are not keys of a DenseMap.
    static std::uint64_t key_of(std::uint64_t fingerprint) { return fingerprint >> 1U; }

    struct Shard {
        std::mutex mutex;
        llvm::DenseMap<std::uint64_t, std::uint32_t> first;
    };
    std::array<Shard, 61> shards_;
};

}  // namespace abi::dwarf
