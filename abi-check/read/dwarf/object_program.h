// One object with the other files of its debug information: separate debug file, .dwo and .dwp files, dwz file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "llvm/Support/MemoryBuffer.h"
#include "read/dwarf/types.h"
#include "read/dwarf/wanted_strings.h"

namespace abi::dwarf {

struct ObjectProgram {
    std::string name;  // as Image names it
    std::deque<object::Image> images;
    std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;  // of the other files
    Program program;
    Definitions definitions{program};
    bool has_debug = false;
    StringsOfSections strings;  // empty if everything is wanted
};

/// Reads a regular file. Returns null if there is none.
std::unique_ptr<llvm::MemoryBuffer> open_file(const std::string& path);

/// Loads an object and the other files. `path` is the image's file, or the archive around it. Separate debug files are
/// searched where GDB does: by .gnu_debuglink and build-id, beside the file and below /usr/lib/debug, checked by CRC-32
/// and build-id. Split units are searched in `path`.dwp, at the compiler's path, and beside the file.
std::unique_ptr<ObjectProgram> load_program(object::Image image, const std::string& path,
                                            const object::ProblemSink& complain);

}  // namespace abi::dwarf
