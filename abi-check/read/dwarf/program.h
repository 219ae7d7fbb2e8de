// All DWARF units of one object: its own, split units (.dwo, .dwp), and units that dwz moved to another file.
//
// Each info section has its own range of numbers, so that one number can refer to an entry in any of these files.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "read/dwarf/abbrev.h"
#include "read/object/image.h"

namespace abi::dwarf {

/// An entry: the first number of its section plus its offset in the section.
using DieRef = std::uint64_t;
inline constexpr DieRef no_die = ~DieRef{0};

struct Unit {
    std::string_view section;  // the info section that contains it
    std::string_view abbrev, str, line_str, str_offsets, line;
    std::string_view alt_str;
    DieRef base = 0;                                  // of the section
    std::optional<DieRef> alt_base;                   // of the .debug_info of the dwz file
    std::uint64_t begin = 0, first_die = 0, end = 0;  // offsets in the section
    llvm::dwarf::FormParams format{};                 // version, and how wide offsets and addresses are
    bool is_little = true;
    bool is_type_unit = false;
    bool is_split = false;      // of a .dwo or .dwp file
    bool is_alternate = false;  // of the dwz file
    std::uint64_t abbrev_offset = 0;
    std::uint64_t signature = 0;    // of a type unit
    std::uint64_t type_offset = 0;  // of its type, in the section

    // From the first entry.
    std::uint16_t root_tag = 0;
    unsigned language = 0;
    bool is_zig = false;
    std::string_view name, comp_dir, dwo_name, producer;
    std::optional<std::uint64_t> line_offset;
    std::optional<std::uint64_t> dwo_id;
    std::uint64_t str_offsets_base = 0;
    const Unit* skeleton = nullptr;  // of a split unit
};

/// Whether the object contains only the skeleton of this unit, and a .dwo or .dwp file the rest.
inline bool is_skeleton(const Unit& unit) {
    return !unit.is_split && unit.dwo_id && !unit.dwo_name.empty();
}

class Program {
  public:
    /// Adds the units of an image, whose views must stay valid. A malformed unit header ends its section and is
    /// reported once.
    void add(const object::Image& image, const object::ProblemSink& complain);
    /// Adds the split units in the image of a .dwo or .dwp file.
    void add_split(const object::Image& image, const object::ProblemSink& complain);
    /// Adds the units of a dwz file. Call it before `add`.
    void add_alternate(const object::Image& image, const object::ProblemSink& complain);

    const std::deque<Unit>& units() const { return units_; }
    /// Returns the units that describe the object: without skeletons whose split unit was found, and without units of
    /// the dwz file that this object does not import.
    std::vector<const Unit*> units_to_read() const;
    /// Returns null if the reference is not in the entries of a unit.
    const Unit* find(DieRef reference) const;
    /// Returns the type of the type unit with this signature, or no_die.
    DieRef type_of(std::uint64_t signature) const;
    /// Returns the name of an entry, or "" if it has none.
    std::string_view name_at(DieRef reference) const;
    llvm::Triple::ArchType arch() const { return arch_; }
    bool has_split(std::uint64_t dwo_id) const { return split_ids_.contains(dwo_id); }
    /// Connects split units with their skeletons. Call it after the last `add_split`.
    void join();

  private:
    struct Companions;
    void add_imports(const Unit& unit, std::vector<const Unit*>& reached) const;
    void add_section(std::string_view section, bool in_types, const Companions& with,
                     const object::ProblemSink& complain);

    std::deque<Unit> units_;  // in the order of their numbers
    std::unordered_map<std::uint64_t, DieRef> types_;
    std::unordered_map<std::uint64_t, std::size_t> split_ids_;
    DieRef next_base_ = 0;
    std::optional<DieRef> alt_base_;
    std::string_view alt_str_;
    llvm::Triple::ArchType arch_ = llvm::Triple::UnknownArch;
};

}  // namespace abi::dwarf
