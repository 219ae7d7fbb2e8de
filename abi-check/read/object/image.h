// The debug sections of one object in memory, decompressed and relocated.
//
//     file ─► (archive ─►) object ─► Image: bytes per section ─► dwarf, btf, codeview, stamp
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
#include "model/target_facts.h"

namespace abi::object {

/// The sections of an object's own units, or those of its split units (".dwo").
struct DebugSections {
    std::vector<std::string_view> info;   // .debug_info; several in a relocatable object with type units
    std::vector<std::string_view> types;  // .debug_types of DWARF 4
    std::string_view abbrev, str, line_str, str_offsets, line;
};

/// CodeView of a COFF object, with the magic numbers of its sections. It is not relocated: only addresses of code need
/// it.
struct CodeViewSections {
    std::string_view types;                 // .debug$T, or .debug$P of a precompiled header
    std::vector<std::string_view> symbols;  // .debug$S, one for each function and one for the rest
};

/// .gnu_debuglink: a file name, and the CRC-32 of that file (GDB manual, "Separate Debug Files").
struct DebugLink {
    std::string file;
    std::uint32_t crc = 0;
};

struct Image {
    std::string name;  // as messages show it: "build/a.o", "libx.a(a.o)"
    llvm::Triple::ArchType arch = llvm::Triple::UnknownArch;
    llvm::Triple machine;  // see machine_of()
    bool is_little = true;
    bool is_64_bit = true;
    TargetFacts facts;                         // as its headers state them (object_facts.h)
    DebugSections whole, split;                // .debug_*, .debug_*.dwo
    std::string_view cu_index, tu_index;       // of a .dwp
    std::string_view btf;                      // .BTF
    std::string_view btf_extension;            // .BTF.ext: what a loader must know about the instructions
    CodeViewSections codeview;                 // .debug$T, .debug$S
    std::string_view btf_base;                 // .BTF.base: sizes of the types of a base, for a kernel module
    std::vector<std::string_view> notes;       // content of .note.abi-check and of PT_NOTE segments
    std::optional<DebugLink> link;             // .gnu_debuglink
    std::optional<std::string> alt_file;       // .gnu_debugaltlink: the dwz file
    std::string alt_build_id;                  // of that file, hexadecimal
    std::string build_id;                      // hexadecimal, or empty
    bool is_compiled = false;                  // it has a .comment section, which compilers write and assemblers do not
    bool is_slice = false;                     // of a universal binary
    std::vector<std::shared_ptr<void>> owned;  // the bytes of the views above that are not in the file
};

/// The largest size of a section, in bytes, after decompression.
inline constexpr std::uint64_t largest_section = std::uint64_t{4} << 30U;

using Visitor = std::function<void(Image)>;
using ProblemSink =
    std::function<void(const std::string& object, const std::string& expected, const std::string& found)>;

/// Calls `visit` with each object in `bytes`: an object, an archive or a universal binary. The members of a thin
/// archive are read from the disk. Other files (a Rust library's metadata, LLVM bitcode) are skipped inside an archive
/// and are problems outside of one. The images refer to `bytes`.
void visit_objects(llvm::MemoryBufferRef bytes, const std::string& name, const Visitor& visit,
                   const ProblemSink& complain);

/// How a reader takes one file.
struct FileVisitor {
    /// Takes a file that is in the reader's own format, not an object: a PDB, BTF alone. Returns false if it is not.
    std::function<bool(std::string_view bytes)> take_whole;
    /// Takes an object. Returns false if the object has nothing for the reader.
    std::function<bool(const Image& object)> take;
    std::string expected;  // in the problem of a file of which nothing was taken
};

/// Opens the file `path`, which messages call `name`, and lets the visitor take its content.
void visit_file(const std::string& path, const std::string& name, const FileVisitor& visitor,
                const ProblemSink& complain);

}  // namespace abi::object
