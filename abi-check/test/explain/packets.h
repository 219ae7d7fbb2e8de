// Packets as programs write them: values by the names of fields, from a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "codec/fields.h"
#include "model/layout.h"

namespace abi::explain_bench {

/// One stream of packets of one record, whatever its layout: sequence numbers count on from packet to packet.
class PacketSource {
  public:
    explicit PacketSource(std::uint64_t seed) : random_(seed), sequence_(random_() % 5000) {}

    /// The next packet's values, for each scalar of the layout.
    std::vector<FieldValue> next(const Layout& layout, const Record& record);

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    std::uint8_t byte() { return static_cast<std::uint8_t>(random_()); }

  private:
    Integer value_of(const std::string& name, const std::string& record);

    std::mt19937_64 random_;  // the same numbers on every machine ([rand.eng.mers])
    std::uint64_t sequence_;
    std::string text_;
};

}  // namespace abi::explain_bench
