// Reads what a compiler wrote into the table of a unit: the witness that shares no code with any reader.
#pragma once

#include <string_view>
#include <vector>

#include "model/problem.h"
#include "test/truth/shape.h"

namespace abi::truth {

/// One record for each subject, as the object's compiler laid it out. A field that the language has no offset for is
/// left out. An object without a whole table is a problem: nothing in it may be guessed.
Result<std::vector<Record>> read_table(const std::string& path, std::string_view object,
                                       const std::vector<Subject>& subjects);

}  // namespace abi::truth
