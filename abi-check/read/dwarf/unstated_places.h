// Places of types whose entries state none, as the compilers of Go and Rust write them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "llvm/Support/MemoryBuffer.h"
#include "model/layout.h"
#include "read/dwarf/object_program.h"

namespace abi::dwarf {

/// Remembers the sources that it reads.
class UnstatedPlaces {
  public:
    explicit UnstatedPlaces(std::string root) : root_(std::move(root)) {}

    /// Gives places to the records of a unit that have none. The line tables of the package (Go) or crate (Rust) name
    /// its sources; the text of one of them declares the type. If none or more than one does, the place is the object.
    void set(const ObjectProgram& program, const Unit& unit, std::vector<Record>& records);

  private:
    /// The sources of a package or a crate that are on the disk.
    const std::vector<std::string>& sources_of(const ObjectProgram& program, const Unit& unit,
                                               const std::string& package);
    const std::string& text_of(const std::string& path);
    void set(const std::vector<std::string>& sources, bool is_rust, Record& record);

    std::string root_;
    std::map<std::string, std::vector<std::string>> sources_;  // by object and package
    std::map<std::string, std::string> texts_;                 // by path; empty if there is no such file
};

}  // namespace abi::dwarf
