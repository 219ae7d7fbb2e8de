// All units of DWARF that belong to one object: its own, and those that were split off or moved out.
//
// Every info section gets a range of one numbering, so that a reference from anywhere to anywhere is one number.
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

/// Where an entry is: its section's first number plus its offset in the section.
using DieRef = std::uint64_t;
inline constexpr DieRef no_die = ~DieRef{0};

struct Unit {
    std::string_view section;  // the info section that it lies in
    std::string_view abbrev, str, line_str, str_offsets, line;
    std::string_view alt_str;
    DieRef base = 0;                                  // of the section
    std::optional<DieRef> alt_base;                   // of the .debug_info that dwz moved entries to
    std::uint64_t begin = 0, first_die = 0, end = 0;  // offsets in the section
    UnitFormat format;
    bool is_little = true;
    bool is_type_unit = false;
    bool is_split = false;      // of a .dwo or .dwp file
    bool is_alternate = false;  // of the file that dwz moved entries to
    std::uint64_t abbrev_offset = 0;
    std::uint64_t signature = 0;    // of a type unit
    std::uint64_t type_offset = 0;  // of its type, in the section

    // From its first entry.
    std::uint16_t root_tag = 0;
    unsigned language = 0;
    bool is_zig = false;
    std::string_view name, comp_dir, dwo_name;
    std::optional<std::uint64_t> line_offset;
    std::optional<std::uint64_t> dwo_id;
    std::uint64_t str_offsets_base = 0;
    const Unit* skeleton = nullptr;  // of a split unit
};

/// What is left in the object of a unit that was split off.
inline bool is_skeleton(const Unit& unit) {
    return !unit.is_split && unit.dwo_id && !unit.dwo_name.empty();
}

class Program {
  public:
    /// Adds the units of an image; the views of the image must stay valid. A unit whose header makes no sense ends
    /// its section and is reported once.
    void add(const object::Image& image, const object::ProblemSink& complain);
    /// The same for split units: those in the image of a .dwo or .dwp file.
    void add_split(const object::Image& image, const object::ProblemSink& complain);
    /// Entries that dwz moved to another file; before `add`.
    void add_alternate(const object::Image& image, const object::ProblemSink& complain);

    const std::deque<Unit>& units() const { return units_; }
    /// Those that tell what the object holds: neither skeletons whose split unit is there, nor what dwz shares with
    /// other programs unless a unit imports it.
    std::vector<const Unit*> units_to_read() const;
    /// Null: no unit's entries hold this reference.
    const Unit* find(DieRef reference) const;
    /// The type of a type unit, or no_die.
    DieRef type_of(std::uint64_t signature) const;
    /// The name of an entry anywhere; empty: it has none.
    std::string_view name_at(DieRef reference) const;
    llvm::Triple::ArchType arch() const { return arch_; }
    bool has_split(std::uint64_t dwo_id) const { return split_ids_.contains(dwo_id); }
    /// Joins split units with their skeletons; after the last `add_split`.
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
