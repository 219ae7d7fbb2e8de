// The bits of a record that carry no data: declared padding and reserved fields.
//
// It does not matter how a layer cuts them: `u32 reserved[3]` equals `u8 rsvd[4], u64 rsvd2`.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Whether a name ends like one of padding behind a prefix: "ss_pad", "tcm__pad1". Alone it does not make a field
/// spare.
bool ends_like_padding(std::string_view name);

/// The spare bits of the expected record, as runs [begin, end) in their order.
class SpareBits {
  public:
    explicit SpareBits(const Record& expected);

    /// Whether a field of the other side declares nothing but spare bits as spare: it is padding or reserved there, has
    /// the name of the expected spare field, or one that ends like padding, or it is bindgen's memory for
    /// bit-fields. Padding beside another alternative of a union covers no spare bits, so it is spare by its name only:
    /// bytes of another name (`u8 raw[8]`) may be how a program reads that alternative, and the spec does not know
    /// them.
    bool are_left_by(const Field& actual) const;

  private:
    bool hold(const Field& field) const;

    const Record& expected_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> runs_;
};

}  // namespace abi
