// The symbols of CodeView that name types and values: S_UDT and S_CONSTANT.
#pragma once

#include <string_view>
#include <vector>

#include "llvm/ADT/APSInt.h"
#include "read/codeview/image.h"

namespace abi::codeview {

/// A typedef, or the name of a record or enumeration itself.
struct Typedef {
    std::string_view name;
    cv::TypeIndex type;
};

struct NamedConstant {
    std::string_view name;  // with its scopes
    cv::TypeIndex type;
    llvm::APSInt value;
};

struct Symbols {
    std::vector<Typedef> typedefs;
    std::vector<NamedConstant> constants;
};

Symbols read_symbols(const Image& image);

/// An integer as the model has it, in the width and with the sign of its type. A compiler may write -1 of 8 bits as
/// 255.
Integer integer_of(const llvm::APSInt& written, const Type& type);

}  // namespace abi::codeview
