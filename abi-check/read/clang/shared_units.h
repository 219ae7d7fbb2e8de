// Units that say the same of the wanted names are parsed once.
//
//     a.cpp, b.cpp, c.cpp with the same options all include verdict.h, which declares the wanted Verdict:
//
//     a.cpp ─► parsed ─► its declarations, what they rely on (reliance.h) ─► its trace for these words ─┐
//     b.cpp ─────────────────────────────────────────────────────────────► its trace for these words ─┴─► equal?
//                                                                  yes: the declarations of a.cpp   no: parsed
//
// Why equal traces (unit_trace.h) are enough. The parser makes a layout of tokens, of what the names among them mean,
// of options and of pragmas. The tokens are equal: a trace has them behind all macros and conditions. Each name for
// which a declaration is looked up is one of the words, so all files that may declare it are in the trace, with their
// order and their namespaces. The options are compared, and the trace has the pragmas. What does not fit in this
// picture (templates, functions that compute constants, macros as constants) is parsed.
//
// A unit with the declarations of another one counts as read. Like those of a unit that the filter leaves out, its
// other errors are not told.
#pragma once

#include <vector>

#include "read/clang/database.h"
#include "read/clang/filter.h"
#include "read/clang/unit.h"

namespace abi::clang_reader {

/// Reads the units that `choices` does not leave out, by parsing them or from an equal unit, and adds to their choices
/// which it was. The other units stay empty. Without names every unit is parsed.
std::vector<Unit> read_shared(const std::vector<BuildCommand>& commands, std::vector<UnitChoice>& choices,
                              const Wishes& wishes, const std::string& root, unsigned jobs,
                              const FilesOfUnit& files_of);

}  // namespace abi::clang_reader
