// The result of a comparison in one sentence, as a page shows it at its top.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/finding.h"
#include "report/group.h"

namespace abi {

struct Conclusion {
    std::string_view kind;    // the class of its element on the page: "fail"
    std::string_view symbol;  // "✗"
    std::string_view words;   // "Does not conform"
    std::string sentence;     // "3 causes in 2 layers; 14 of 17 records conform"; may be empty
};

/// `groups` are those of the comparison.
Conclusion conclusion_of(const Comparison& comparison, std::span<const Group> groups);

}  // namespace abi
