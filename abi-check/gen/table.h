// The rows by which abi/conforms.hpp knows a record.
#pragma once

#include <string>

#include "model/layout.h"

namespace abi::gen {

/// A RecordRow called `name` and the FieldRows that it points to. `space` is "" or ends with "::".
std::string rows_of(const Record& record, const std::string& name, const std::string& space);

}  // namespace abi::gen
