// The target facts that CodeView states: the compiler, and the layout of records.
#pragma once

#include "read/codeview/image.h"

namespace abi::codeview {

/// The facts of the headers, and those that the compiler wrote about itself: its name (S_COMPILE3), and the target
/// triple on clang's command line (LF_BUILDINFO). Other compilers than Microsoft's and clang do not tell whether they
/// lay out records as Microsoft's does, so that the fact is empty.
TargetFacts facts_of_image(const Image& image);

}  // namespace abi::codeview
