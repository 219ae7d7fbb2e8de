// Runs the comparison under test on one answer of one witness, and judges what it says of each record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout.h"
#include "read/reading.h"
#include "test/mutate/expect.h"

namespace abi::mutate {

enum class Outcome {
    caught,      // red, and a finding names what differs
    unverified,  // not a pass, and a finding names the record
    escape,      // green although something differs
    misnamed,    // red, and no finding names what differs
    clean,       // green, and nothing differs
    unanswered,  // nothing differs, and the witness said that it cannot know
    false_alarm,
};

/// An escape, a finding that names something else, or a false alarm.
bool is_wrong(Outcome outcome);

struct Judgement {
    std::size_t record = 0;  // index in the spec, of a record or an enumeration
    bool is_enum = false;
    Outcome outcome = Outcome::clean;
    std::vector<std::string> findings;  // what was said of the record, in words
};

struct Trial {
    const Layout* spec = nullptr;
    std::vector<std::vector<Difference>> expected;        // by record of the spec
    std::vector<std::vector<Difference>> expected_enums;  // by enumeration of the spec
    const Reading* reading = nullptr;
    std::string witness;  // "clang", "dwarf", "probe"
    std::string target;
};

std::vector<Judgement> judge(const Trial& trial);

/// The errors of the gate.
std::vector<Finding> errors_of(const Trial& trial);

}  // namespace abi::mutate
