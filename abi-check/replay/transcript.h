// The transcript: what the kernel printed, read for its answers. All of it is untrusted text.
//
//     @replay <ReplayResult in hexadecimal>        one line a case, in the order of the cases
//     @replay-end <ReplayEnd in hexadecimal>       once, after the last of them
//
// Other lines may stand between them, and other text before them on their line.
#pragma once

#include <string_view>

#include "replay/protocol.h"

namespace abi {

/// One ReplayResult.
struct Answer {
    std::size_t index = 0;           // of its case; less than the number of cases
    std::vector<FieldValue> fields;  // of the record ReplayResult
    unsigned line = 0;               // of the console, from 1
};

struct Transcript {
    std::vector<Answer> answers;    // by ascending index; a case may be missing
    bool ended = false;             // a sentinel was read
    std::vector<Problem> problems;  // what is no answer: garbage, wrong order, wrong count, wrong CRC
};

/// Reads a console's text. Never more than a few problems, however bad the text is.
Transcript read_transcript(std::string_view console, const Protocol& protocol, std::size_t case_count);

}  // namespace abi
