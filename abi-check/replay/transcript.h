// The transcript: the kernel's answers, read from the console or from the machine's memory. All of it is untrusted.
//
//     @replay-target <name> <digest of the spec>   once at each start; a target may leave it out
//     @replay <ReplayResult in hexadecimal>        one line for each case, in order; or all results are in memory
//     @replay-end <ReplayEnd in hexadecimal>       once, at the end
//
// Other lines may come between them, and other text may precede them on their line.
#pragma once

#include <string_view>

#include "replay/cases.h"
#include "replay/machine.h"

namespace abi {

/// Where an answer was found. Its bytes are in Transcript::results, at the same index.
struct Answer {
    std::uint32_t index = 0;  // of the case; less than the number of cases
    unsigned line = 0;        // of the console, counted from 1; 0: in memory
};

struct Transcript {
    std::vector<Answer> answers;    // with ascending indices; cases may be missing
    Bytes results;                  // a ReplayResult for each answer
    bool ended = false;             // a sentinel was read
    TargetName target;              // what the target said of itself
    std::string cut;                // how the last line is cut off, if it is that of a result
    std::vector<Problem> problems;  // invalid digits, wrong order, wrong count, wrong CRC
};

/// The bytes of answer `at`.
std::span<const std::uint8_t> bytes_of_answer(const Transcript& transcript, const Protocol& protocol, std::size_t at);

/// Adds the results that a machine wrote into its memory and had not counted yet when it ended badly. No checksum
/// covers them.
void add_uncounted(Transcript& transcript, const Bytes& records, const Protocol& protocol, std::size_t case_count);

/// Reads the text of a console. Returns only a few problems, however bad the text is.
Transcript read_transcript(std::string_view console, const Protocol& protocol, std::size_t case_count);

/// Reads results from memory, and the sentinel from the console. Returns only a few problems, and no more answers than
/// cases.
Transcript read_results(ResultsMemory memory, std::string_view console, const Protocol& protocol, const CaseSet& set);

}  // namespace abi
