// The debug sections of one object, ready to be read: unpacked, relocated, in memory.
//
//     file ─► (archive ─►) object ─► Image: bytes per section ─► dwarf, btf, stamp
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/TargetParser/Triple.h"
#include "model/problem.h"

namespace abi::object {

/// The sections that one kind of unit refers to: an object's own, or those of its split units (".dwo").
struct DebugSections {
    std::vector<std::string_view> info;   // .debug_info; several in a relocatable object with type units
    std::vector<std::string_view> types;  // .debug_types of DWARF 4
    std::string_view abbrev, str, line_str, str_offsets, line;
};

/// .gnu_debuglink: a file name, and the CRC-32 of that file (GDB manual, "Separate Debug Files").
struct DebugLink {
    std::string file;
    std::uint32_t crc = 0;
};

struct Image {
    std::string name;  // as the user knows it: "build/a.o", "libx.a(a.o)"
    llvm::Triple::ArchType arch = llvm::Triple::UnknownArch;
    bool is_little = true;
    bool is_64_bit = true;
    DebugSections whole, split;                // .debug_*, .debug_*.dwo
    std::string_view cu_index, tu_index;       // of a .dwp
    std::string_view btf;                      // .BTF
    std::vector<std::string_view> notes;       // content of .note.abi-check and of PT_NOTE segments
    std::optional<DebugLink> link;             // .gnu_debuglink
    std::optional<std::string> alt_file;       // .gnu_debugaltlink: what dwz moved out
    std::string alt_build_id;                  // of that file, hexadecimal
    std::string build_id;                      // hexadecimal; empty: none
    bool is_compiled = false;                  // a compiler left its name (.comment); assemblers do not
    bool is_slice = false;                     // of a universal binary
    std::vector<std::shared_ptr<void>> owned;  // what the views above look at, where it is not the file
};

/// Bytes of a section at most, after unpacking.
inline constexpr std::uint64_t largest_section = std::uint64_t{4} << 30U;

using Visitor = std::function<void(Image)>;
using ProblemSink =
    std::function<void(const std::string& object, const std::string& expected, const std::string& found)>;

/// Calls `visit` with each object that `bytes` holds: an object, an archive (also thin: members are then read from
/// the disk), a universal binary. Other files (a Rust library's metadata, LLVM bitcode) are passed over inside an
/// archive and are problems outside of one. The images look at `bytes`.
void visit_objects(llvm::MemoryBufferRef bytes, const std::string& name, const Visitor& visit,
                   const ProblemSink& complain);

}  // namespace abi::object
