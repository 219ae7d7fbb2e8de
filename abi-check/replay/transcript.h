// The transcript: what the kernel answered, read from the console or from the machine's memory. All of it is untrusted.
//
//     @replay <ReplayResult in hexadecimal>        one line a case, in the order of the cases; or all of them in memory
//     @replay-end <ReplayEnd in hexadecimal>       once, after the last of them
//
// Other lines may stand between them, and other text before them on their line.
#pragma once

#include <string_view>

#include "replay/cases.h"
#include "replay/machine.h"

namespace abi {

/// Where an answer was found. Its bytes are those of its place in Transcript::results.
struct Answer {
    std::uint32_t index = 0;  // of its case; less than the number of cases
    unsigned line = 0;        // of the console, from 1; 0: in memory
};

struct Transcript {
    std::vector<Answer> answers;    // by ascending index; a case may be missing
    Bytes results;                  // a ReplayResult for each answer
    bool ended = false;             // a sentinel was read
    std::vector<Problem> problems;  // what is no answer: garbage, wrong order, wrong count, wrong CRC
};

/// The bytes of the `at`th answer.
std::span<const std::uint8_t> bytes_of_answer(const Transcript& transcript, const Protocol& protocol, std::size_t at);

/// Reads a console's text. Never more than a few problems, however bad the text is.
Transcript read_transcript(std::string_view console, const Protocol& protocol, std::size_t case_count);

/// Reads what was found in memory, and the sentinel from the console. Never more than a few problems, and never more
/// answers than cases.
Transcript read_results(ResultsMemory memory, std::string_view console, const Protocol& protocol, const CaseSet& set);

}  // namespace abi
