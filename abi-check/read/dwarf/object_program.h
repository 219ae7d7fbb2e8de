// One object with all that was split off it: the file of its debug information, .dwo and .dwp files, what dwz moved.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "llvm/Support/MemoryBuffer.h"
#include "read/dwarf/definitions.h"
#include "read/dwarf/program.h"

namespace abi::dwarf {

struct ObjectProgram {
    std::string name;  // as Image names it
    std::deque<object::Image> images;
    std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;  // of other files than the one that was asked about
    Program program;
    Definitions definitions{program};
    bool has_debug = false;
};

/// A regular file in memory, or null.
std::unique_ptr<llvm::MemoryBuffer> open_file(const std::string& path);

/// `path`: where the image's file, or the archive that holds it, lies. Separate files are looked for where GDB does:
/// .gnu_debuglink and build-id beside the file and below /usr/lib/debug, checked by CRC-32 and build-id; split units in
/// `path`.dwp, where the compiler left them, or beside the file.
std::unique_ptr<ObjectProgram> load_program(object::Image image, const std::string& path,
                                            const object::ProblemSink& complain);

}  // namespace abi::dwarf
