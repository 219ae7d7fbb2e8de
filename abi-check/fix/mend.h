// How the text of a C or C++ source is edited so that a record has the layout of the spec.
//
//     findings with one cause, both records, the text ─► edits, or why there are none
//
// A mend is a proposal: only a compiler can tell whether the record then has the layout. What a mend can be:
// a field or padding inserted, an integer with another width or sign, two fields exchanged, an alignment stated, a
// record packed or no longer packed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fix/edit_text.h"
#include "model/finding.h"

namespace abi::fix {

struct MendRequest {
    std::span<const Finding* const> findings;  // of one record, with one cause
    const Record& expected;
    const Record& actual;  // its places are in `file`
    std::string_view file;
    std::string_view text;  // of the file
};

struct Mend {
    std::string what;             // "insert `uint32_t _pad` after `kind`", "exchange `len` and `flags`"
    std::vector<TextEdit> edits;  // empty: there is none
    std::string refusal;          // then: why, as a clause: "`id` is declared together with other names"
    bool moves_fields = false;    // a list of values without names initialises other fields than before
};

Mend find_mend(const MendRequest& request);

}  // namespace abi::fix
