// The witnesses, and what each says of the records of one unit on one machine.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "read/reading.h"
#include "test/truth/machine.h"
#include "test/truth/shape.h"

namespace abi::truth {

/// Readers are compared with the compiler whose object or reflection they read.
enum class Witness {
    clang_table,     // what clang compiled sizeof, alignof, offsetof and bit-fields to
    clang_reader,    // read_clang
    clang_dwarf,     // read_dwarf over clang's object
    clang_probe,     // read_probe by clang
    clang_codeview,  // read_codeview over clang's object
    gcc_table,
    gcc_dwarf,
    gcc_probe,
    own_table,  // the compiler of Zig, Rust, Nim or Go
    own_dwarf,
    own_probe,
};
std::string_view to_string(Witness witness);

struct Answer {
    bool asked = false;                          // false: no such compiler, or nothing that it could read
    std::string absence;                         // why it was not asked
    bool is_missing = false;                     // not asked, because a compiler of the machine does not work here
    std::vector<std::optional<Record>> records;  // one for each subject; nothing: it did not find that record
    std::string problem;                         // why there is nothing; empty: all went well
    Reading reading;                             // all that a reader said; tables have none
};

/// What a probe is asked for, when that is not what the source declares.
struct Question {
    std::vector<Record> records;
    std::vector<Constant> constants;
    std::vector<Enum> enums;
    std::vector<Claim> claims{};  // about these; Reading::claims has the answers
};
using Answers = std::map<Witness, Answer>;

/// One unit, on one machine.
struct Case {
    const Unit* unit = nullptr;
    std::size_t variant = 0;  // chooses the version and the form of the debug information
    const Machine* machine = nullptr;
    const Compilers* compilers = nullptr;
    std::string folder;                  // for files; they stay
    bool filters = true;                 // the clang reader is asked by names, and may leave the unit out
    const Question* question = nullptr;  // for probes; null: the records of the subjects
};

/// The witnesses that can speak of a language at all.
std::vector<Witness> witnesses_of(Language language);

Answers ask(const Case& one, const std::vector<Subject>& subjects, const std::set<Witness>& wanted);

}  // namespace abi::truth
