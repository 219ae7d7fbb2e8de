// Where clang's own headers (stdint.h, stddef.h) lie. Clang looks for them relative to its executable, but this program
// is not that executable.
//
//     PREFIX/bin/abi-check                       the installed program
//     PREFIX/lib/abi-check/clang/19/include      the headers beside it
#pragma once

#include <string>

namespace abi::clang_reader {

struct ClangHome {
    std::string resources;  // clang's -resource-dir: its "include" has clang's own headers; "" if there is none
    std::string programs;   // the folder that a compiler without a folder is taken to be in
    std::string expected;   // the resources of the installed program, for messages
};

/// The home beside the program `program`, if it is there; else `fallback`. A path of LLVM's build as `fallback` has its
/// programs in "../../../bin"; "" stands for none.
ClangHome clang_home_of(const std::string& program, const std::string& fallback);

/// The home of this program. Builds for development fall back to the LLVM that they were built with; a program for
/// packages (ABI_CHECK_STATIC) does not know that folder.
const ClangHome& clang_home();

}  // namespace abi::clang_reader
