// Places of types whose entries state none, as the compilers of Go, Rust and Zig write them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout.h"
#include "read/declared_places.h"
#include "read/dwarf/object_program.h"

namespace abi::dwarf {

/// Remembers the sources that it reads.
class UnstatedPlaces {
  public:
    explicit UnstatedPlaces(const std::string& root)
        : root_(root), go_(root, "go"), rust_(root, "rust"), zig_(root, "zig") {}

    /// Gives places to the records of a unit that have none. The line tables of the package (Go) or crate (Rust) name
    /// its sources; the text of one of them declares the type. If none or more than one does, the place is the object.
    void set(const ObjectProgram& program, const Unit& unit, std::vector<Record>& records);

  private:
    DeclaredPlaces& places_of(const Unit& unit);
    /// The sources of a package or a crate that are on the disk.
    const std::vector<std::string>& sources_of(const ObjectProgram& program, const Unit& unit,
                                               const std::string& package);

    std::string root_;
    DeclaredPlaces go_;
    DeclaredPlaces rust_;
    DeclaredPlaces zig_;
    std::map<std::string, std::vector<std::string>> sources_;  // by object and package
};

}  // namespace abi::dwarf
