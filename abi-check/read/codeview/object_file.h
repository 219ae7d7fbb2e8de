// The CodeView of COFF objects: sections .debug$T, .debug$P and .debug$S.
#pragma once

#include "model/problem.h"
#include "read/codeview/image.h"
#include "read/object/image.h"

namespace abi::codeview {

/// Whether the object has types in CodeView.
bool has_types(const object::Image& object);

/// Problems have no place. Types that lie in another file (LF_TYPESERVER2, LF_PRECOMP) are a problem that names it.
Result<Image> read_object_file(const object::Image& object);

}  // namespace abi::codeview
