// How many bits of evidence one field gives for a layout: the bits that its bytes cost when nothing is known of them,
// less those that they cost when the field is believed. Minimum description length (Rissanen 1978): whatever describes
// the bytes shortest explains them best, and a bit is a factor of two.
//
//   nothing known   a byte other than 0: 8.1 bits; the first 0 after such a byte: 4 bits; each 0 after a 0: 1 bit
//   padding         0: 0.1; else 12 more than nothing known
//   reserved        0: 0.3; else 6 more
//   unnamed         0: 0.6; else 1.6 more
//   enumeration     one of n known values: 0.3 + log2 n; flags that n values make: 3 + n; else 7 more than an integer
//   boolean         0 or 1: 1.1; else 12 more
//   integer         of w bits, the shortest of:
//                   - 0: 3
//                   - 1.5 + its length (log2(w + 1); by itself at most 1 + 2 log2(length + 1)) + its digits, 7 more for
//                     a negative number of an unsigned field
//                   - 3.3 + log2(w + 1) twice + its digits without trailing zeros
//                   - a power of two: 4 + log2(w + 1)
//                   - where its name says flags: 2, and for each bit that is set 1.5 + twice log2 of its place, from 1
//                   - as in the packet before: 3; one more than there: 6, or 1.5 where its name counts (id, sequence,
//                     head ...); 5 + log2(w + 1) + the digits of the distance
//                   - where its name counts, and that of a field as wide before it (head and tail): 4 + log2(w + 1) +
//                     the digits of the distance between the two
//                   - of 64 bits: 1 + both halves by themselves, 2.5 + the lower one where the upper is as before
//                   - an address where programs have stacks and mappings (0x7f in front of 40 bits), or kernels their
//                     memory (0xffff in front of 48): 4 and those bits, 3 less where 8 divides it, else 3 more
//                   - 6 + log2 n for one of n constants of the spec from 0x10000
//                   - 1.5 more than nothing known; 4 more where its name counts: counters are small
//                   from 0x10000 on 7 more where its role is tag, or its name picks one of few (kind, type ...)
//   pointer         0: 2.3; canonical and aligned to 8 bytes: 4 less than its 48 bits; else 8 more than nothing known
//   floating        0: 2.3; between 2^-40 and 2^40: 10 and its mantissa up to the last bit set; else 4 more
//   text            all 0: 1.3; at least 3 printable bytes and then 0: 6.6 for each and 6; as in the packet before:
//                   3; else 1.3 more
//
// Of a union the member counts that gives most, less log2 of the number of its members; what a member leaves of the
// union's bytes is unnamed.
//
// Where keys are given, a packet of a layout in which a tag may stand (explain/tag.h) says first whether it has a valid
// one: 1 bit. A valid tag then costs log2 of the ways to choose one (places times keys) in place of its field: of 64.8
// bits, some 60 are saved. An invalid one costs what its field costs.
//
// A packet of zeros alone says nothing, and counts nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codec/siphash.h"
#include "explain/candidate.h"

namespace abi {

/// What is known beside the layouts.
struct Clues {
    std::span<const std::uint64_t> marks;  // sorted
    std::span<const SipKey> keys;
};

/// Bytes that lie one after another, prepared so that what they cost can be asked in constant time.
class Ground {
  public:
    explicit Ground(std::span<const std::uint8_t> bytes);

    std::span<const std::uint8_t> bytes() const { return bytes_; }
    /// Bits that [begin, end) costs when nothing is known; both count bits.
    double cost(std::uint64_t begin_bits, std::uint64_t end_bits) const;
    bool is_zero(std::uint64_t begin, std::uint64_t end) const { return filled_[end] == filled_[begin]; }

  private:
    std::span<const std::uint8_t> bytes_;
    std::vector<float> each_;
    std::vector<double> sum_;            // of the bytes before
    std::vector<std::uint32_t> filled_;  // bytes before that are not 0
};

/// Values that a field's own may be near to; null: there is none.
struct Neighbours {
    const std::uint64_t* before = nullptr;      // the field's in the packet before
    const std::uint8_t* text_before = nullptr;  // of text, its bytes there
    const std::uint64_t* beside = nullptr;      // of a field as wide, before it in its packet; both names count
};

/// Evidence of one field, in bits. `packet_bits`: where its packet begins. `value`: set to the value, but for text.
double evidence(const Ground& ground, std::uint64_t packet_bits, const FieldSpan& slot, ByteOrder order,
                std::span<const std::uint64_t> marks, const Neighbours& near, std::uint64_t& value);

}  // namespace abi
