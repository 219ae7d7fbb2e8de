// How many bits of evidence one field gives for a layout: the bits needed to describe its bytes without a layout, minus
// those needed with the field's expectation. This is minimum description length (Rissanen 1978): the shortest
// description is the best explanation, and each bit doubles the odds.
//
// Example: a zero byte that follows a zero byte costs 1 bit without a layout. As declared padding of 8 such bytes it
// costs 0.1 bits in all, so this padding gives 7.9 bits of evidence.
//
// Costs in bits:
//
//   no layout       a byte other than 0: 8.1; the first 0 after such a byte: 4; each 0 after a 0: 1, but 0.05 before
//                   all other bytes of the dump and behind them, because memory around the packets is often zero
//   padding         0: 0.1; else 12 more than without a layout
//   reserved        0: 0.3; else 6 more
//   unnamed         0: 0.6; else 1.6 more
//   enumeration     one of n known values: 0.3 + log2 n; a combination of flags among them: 3 + n; else 7 more than an
//                   integer
//   own size        the size of the record: 0.3; if that of the spec's record differs, one of both: 1.3; else 7 more
//                   than an integer
//   boolean         0 or 1: 1.1; else 12 more
//   integer         of w bits, the lowest of:
//                   - 0: 4, or 1.5 behind another 0, because unused fields lie together
//                   - 1.5 + its length (log2(w + 1), but at most 1 + 2 log2(length + 1)) + its digits; a negative
//                     number costs 1 more, in an unsigned field 7 more
//                   - 3.5 + its digits + twice log2 of one more than the difference of its length to that of the
//                     number in the previous packet, or of the element before it in an array
//                   - the same as the element before it in an array: 1.5; both 0: 0.3
//                   - 3.3 + log2(w + 1) twice + its digits without trailing zeros
//                   - a power of two: 4 + log2(w + 1)
//                   - a name such as flags: 1 for none; else 2, and for each set bit 1.5 + twice log2 of its position,
//                     counted from 1
//                   - one more than in the previous packet: 6, or 1.5 for a counter by name (id, sequence, head ...);
//                     otherwise 3 + log2(w + 1) + the digits of the distance
//                   - a counter by name that follows another counter of the same width (head and tail): 4 +
//                     log2(w + 1) + the digits of the distance between the two
//                   - of 64 bits: 1 + both halves separately; 2.5 + the lower half if the previous packet has the same
//                     upper half
//                   - an address of a program's stacks and mappings (0x7f before 40 bits) or of kernel memory (0xffff
//                     before 48 bits): 4 and those bits; in the memory behind a program's code (0x55, 0x56, 0xaa or
//                     0xff before 40 bits): 5 and those; 3 less if it is a multiple of 8, else 3 more
//                   - one of n constants of the spec that are 0x10000 or more: 6 + log2 n
//                   - 2.5 more than without a layout, or 3.5 if w is 32 or more, because few numbers look like chance;
//                     1.5 more if the field is wide enough for a tag; 6
//                     more for a counter by name, because counters are small; nothing more for a checksum by name
//                   A value of 0x10000 or more costs 7 more in a field of role tag or with a name such as kind or type.
//                   A number of at most w / 4 bits costs 1 more if w is 32 or more and the name suggests nothing
//                   (quantity), because wide fields are declared for large numbers
//   quantity        what the name suggests about a number (explain/quantity.h) changes its cost by its bits:
//                   - small:   -2 up to 8 bits, -0.5 up to 20, else 5
//                   - size:    -0.5 up to 17 bits, 1.5 up to 28, else 7
//                   - place:   1 up to 8 bits, else -1.5; 2 for 0
//                   - address: 6 up to 12 bits, because the first page is not mapped
//                   - unused:  0 costs 0.5, other numbers 5 more
//   pointer         0: 2.3; canonical and aligned to 8 bytes: 4 less than its 48 bits; else 8 more than no layout
//   floating        0: 2.3; between 2^-40 and 2^40: 10 and its mantissa up to the last bit set; else 4 more
//   text            all 0: 1.3; at least 3 printable bytes and then 0: 6.6 for each and 6; if some bytes are those of
//                   the previous packet: 0.2 to 3 for each of these; else 1.3 more
//
// A field of any of these kinds, except padding and what is reserved, costs less if it has a habit (explain/habit.h):
// it has the value of one of the packets before, steps by the same distance, or changes only in the range of bits in
// which it changed before. The cost falls with each packet that follows the habit. So a layout has no advantage from
// narrow fields that separate what changes from what stays.
//
// For a union, the member with the most evidence counts, minus log2 of the number of members. Bytes of the union that
// this member does not cover are unnamed.
//
// If keys are given and the layout has a field that may hold a tag (explain/tag.h), each packet costs 1 bit, which
// states whether its tag is valid. A valid tag then costs log2(places × keys) instead of the cost of its field. A place
// is a field with one of the possible messages. This saves about 60 of 64.8 bits. An invalid tag costs what its field
// costs.
//
// A packet in which every byte is zero gives no evidence.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codec/siphash.h"
#include "explain/candidate.h"
#include "explain/habit.h"

namespace abi {

/// What is known in addition to the layouts.
struct Clues {
    std::span<const std::uint64_t> marks;  // sorted
    std::span<const SipKey> keys;
};

/// What contiguous bytes cost without a layout. Lookups take constant time.
class Baseline {
  public:
    explicit Baseline(std::span<const std::uint8_t> bytes);

    std::span<const std::uint8_t> bytes() const { return bytes_; }
    /// What the bits [begin, end) cost without a layout.
    double cost(std::uint64_t begin_bits, std::uint64_t end_bits) const;
    bool is_zero(std::uint64_t begin, std::uint64_t end) const { return filled_[end] == filled_[begin]; }

  private:
    std::span<const std::uint8_t> bytes_;
    std::vector<float> each_;
    std::vector<double> sum_;            // by byte: the cost of all bytes before it
    std::vector<std::uint32_t> filled_;  // by byte: how many bytes before it are not 0
};

/// Values that a field's value may be close to; null: there is none.
struct Neighbours {
    const Habit* habit = nullptr;                // the field's values in the packets before
    const std::uint8_t* text_before = nullptr;   // the bytes of a text field in the previous packet
    const std::uint8_t* text_earlier = nullptr;  // and in the one before that
    const std::uint64_t* beside = nullptr;       // the value of the previous counter in the packet, of the same width
    const std::uint64_t* element = nullptr;      // the value of the element before it in the array
    bool is_behind_zero = false;                 // the field before it in the packet is zero
};

/// Evidence of one field, in bits. `packet_bits`: the bit at which its packet begins. Sets `value`; for text, to a
/// hash.
double evidence(const Baseline& baseline, std::uint64_t packet_bits, const FieldSpan& slot, ByteOrder order,
                std::span<const std::uint64_t> marks, const Neighbours& near, std::uint64_t& value);

}  // namespace abi
