// The built-in types of CodeView: type numbers below 0x1000.
#pragma once

#include "model/layout.h"
#include "read/codeview/stream.h"

namespace abi::codeview {

/// `pointer_bytes`: of the machine; 0 if unknown. What CodeView does not tell is unknown: the storage of x87's 80 bits,
/// and whether 16 bits of a floating type are binary16 or bfloat16.
Type simple_type(cv::TypeIndex index, unsigned pointer_bytes);

}  // namespace abi::codeview
