#include "read/dwarf/program.h"

#include <algorithm>
#include <set>

#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "read/dwarf/die.h"
#include "read/object/bytes.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

/// Cuts a string section after its last NUL, so that each string in it ends.
std::string_view cut(std::string_view strings) {
    return strings.substr(0, strings.rfind('\0') + 1);
}

/// DWARF 5, 7.5.1; `in_types`: DWARF 4, 7.5.1.2.
std::optional<Unit> read_header(llvm::DWARFContext& context, std::string_view section, std::uint64_t offset,
                                bool is_little, bool in_types) {
    const llvm::DWARFDataExtractor data(llvm::StringRef(section.data(), section.size()), is_little, 0);
    llvm::DWARFUnitHeader header;
    Unit unit;
    unit.first_die = offset;
    const auto kind = in_types ? llvm::DW_SECT_EXT_TYPES : llvm::DW_SECT_INFO;
    if (auto error = header.extract(context, data, &unit.first_die, kind)) {
        llvm::consumeError(std::move(error));
        return std::nullopt;
    }
    unit.section = section;
    unit.is_little = is_little;
    unit.begin = offset;
    unit.end = header.getNextUnitOffset();
    unit.format = header.getFormParams();
    unit.abbrev_offset = header.getAbbrOffset();
    unit.is_type_unit = header.isTypeUnit();
    unit.signature = header.getTypeHash();
    unit.type_offset = offset + header.getTypeOffset();
    unit.dwo_id = header.getDWOId();
    // A length near 2^64 wraps around.
    if (unit.first_die > unit.end || unit.end > section.size()) return std::nullopt;
    return unit;
}

/// Reads the first entry; twice, because its strings may need DW_AT_str_offsets_base, which comes after them.
void read_root(Unit& unit, const Program& program) {
    object::ByteReader start(unit.section.substr(0, unit.end), unit.is_little);
    start.seek(unit.first_die);
    const auto code = start.uleb();
    AbbrevTable abbrevs(unit.abbrev, unit.abbrev_offset, unit.format, code);
    Die root;
    for (int pass = 0; pass < 2; ++pass) {
        DieReader reader(unit, abbrevs, program);
        if (!reader.read(unit.first_die, root)) return;
        if (!root.has(Slot::str_offsets_base)) break;
        unit.str_offsets_base = root.value(Slot::str_offsets_base);
    }
    unit.root_tag = root.tag;
    unit.language = static_cast<unsigned>(root.value(Slot::language));
    unit.producer = view_of(root.text(Slot::producer));
    unit.is_zig = unit.producer.starts_with("zig");
    unit.name = view_of(root.text(Slot::name));
    unit.comp_dir = view_of(root.text(Slot::comp_dir));
    unit.dwo_name = view_of(root.text(Slot::dwo_name));
    if (root.has(Slot::stmt_list)) unit.line_offset = root.value(Slot::stmt_list);
    if (root.has(Slot::dwo_id)) unit.dwo_id = root.value(Slot::dwo_id);
}

// DW_SECT_*. The numbers 2 and 5 to 8 mean other sections in version 5 than in GNU's version 2. Layouts need these
// five.
constexpr std::uint32_t sect_info = 1;
constexpr std::uint32_t sect_types = 2;  // version 2 only
constexpr std::uint32_t sect_abbrev = 3;
constexpr std::uint32_t sect_line = 4;
constexpr std::uint32_t sect_str_offsets = 6;

std::string_view part_of(std::string_view section, std::uint64_t offset, std::uint64_t size) {
    if (offset > section.size()) return {};
    return section.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

/// The index of a DWARF package file, ".dwp" (DWARF 5, 7.3.5). It maps split units to their parts of each section.
class PackageIndex {
  public:
    PackageIndex() = default;
    /// Reads .debug_cu_index or .debug_tu_index, versions 2 (GNU) and 5. A malformed index is empty.
    PackageIndex(std::string_view section, bool is_little);

    /// Narrows the sections of a unit to its own parts. Does nothing if the index does not contain the unit.
    void place(Unit& unit, bool in_types) const;

  private:
    struct Part {
        std::uint32_t section = 0;  // DW_SECT_*
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
    };
    std::vector<std::vector<Part>> rows_;
};

PackageIndex::PackageIndex(std::string_view section, bool is_little) {
    if (section.empty()) return;
    object::ByteReader reader(section, is_little);
    auto version = reader.u32();
    if (version != 2) version &= is_little ? 0xffffU : ~0U;
    if (version > 5) version >>= 16U;  // version 5: two bytes and two of padding
    const std::uint64_t columns = reader.u32();
    const std::uint64_t units = reader.u32();
    const std::uint64_t slots = reader.u32();
    if ((version != 2 && version != 5) || columns == 0 || columns > 16) return;
    reader.skip(slots * 12);  // the hash table, and its row numbers
    std::vector<std::uint32_t> sections;
    sections.reserve(static_cast<std::size_t>(columns));
    for (std::uint64_t column = 0; column < columns; ++column) sections.push_back(reader.u32());
    if (!reader.ok() || units * columns > reader.left() / 8) return;
    rows_.resize(static_cast<std::size_t>(units), std::vector<Part>(static_cast<std::size_t>(columns)));
    for (auto& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) row[column] = {sections[column], reader.u32(), 0};
    }
    for (auto& row : rows_) {
        for (auto& part : row) part.size = reader.u32();
    }
}

void PackageIndex::place(Unit& unit, bool in_types) const {
    const std::uint32_t own = in_types ? sect_types : sect_info;
    const auto is_own = [&](const Part& part) {
        return part.section == own && unit.begin >= part.offset && unit.begin - part.offset < part.size;
    };
    const auto row = std::ranges::find_if(rows_, [&](const auto& parts) { return std::ranges::any_of(parts, is_own); });
    if (row == rows_.end()) return;
    for (const auto& part : *row) {
        if (part.section == sect_abbrev) unit.abbrev = part_of(unit.abbrev, part.offset, part.size);
        if (part.section == sect_line) unit.line = part_of(unit.line, part.offset, part.size);
        if (part.section == sect_str_offsets) unit.str_offsets = part_of(unit.str_offsets, part.offset, part.size);
    }
}

}  // namespace

/// The other sections that the units of a section refer to.
struct Program::Companions {
    const object::DebugSections& sections;
    std::string object;
    bool is_little = true;
    bool is_split = false;
    bool is_alternate = false;
    PackageIndex units_of_package, types_of_package;
};

void Program::add_section(std::string_view section, bool in_types, const Companions& with,
                          const object::ProblemSink& complain) {
    const DieRef base = next_base_;
    // One number is left out, so that the end of a section is not the begin of the next.
    next_base_ += section.size() + 1;
    if (with.is_alternate && !alt_base_) alt_base_ = base;
    const auto context = llvm::DWARFContext::create(llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>>(), 0);
    for (std::uint64_t offset = 0; offset < section.size();) {
        auto unit = read_header(*context, section, offset, with.is_little, in_types);
        if (!unit) {
            complain(with.object, "a unit header of DWARF 2 to 5",
                     "none at offset " + std::to_string(offset) + " of its debug information; it may be cut off");
            return;
        }
        unit->base = base;
        unit->abbrev = with.sections.abbrev;
        unit->str = cut(with.sections.str);
        unit->line_str = cut(with.sections.line_str);
        unit->str_offsets = with.sections.str_offsets;
        unit->line = with.sections.line;
        unit->is_split = with.is_split;
        unit->is_alternate = with.is_alternate;
        unit->alt_base = with.is_alternate ? std::nullopt : alt_base_;
        unit->alt_str = alt_str_;
        if (with.is_split && unit->format.Version >= 5)
            unit->str_offsets_base = unit->format.Format == dw::DWARF64 ? 16 : 8;
        const auto& package = unit->is_type_unit ? with.types_of_package : with.units_of_package;
        package.place(*unit, in_types);
        read_root(*unit, *this);
        offset = unit->end;
        if (unit->is_type_unit) types_.try_emplace(unit->signature, base + unit->type_offset);
        if (with.is_split && !unit->is_type_unit && unit->dwo_id) split_ids_.try_emplace(*unit->dwo_id, units_.size());
        units_.push_back(*unit);
    }
}

void Program::add(const object::Image& image, const object::ProblemSink& complain) {
    arch_ = image.arch;
    const Companions with{.sections = image.whole, .object = image.name, .is_little = image.is_little};
    for (const auto section : image.whole.info) add_section(section, /*in_types=*/false, with, complain);
    for (const auto section : image.whole.types) add_section(section, /*in_types=*/true, with, complain);
}

void Program::add_split(const object::Image& image, const object::ProblemSink& complain) {
    const Companions with{.sections = image.split,
                          .object = image.name,
                          .is_little = image.is_little,
                          .is_split = true,
                          .units_of_package = PackageIndex(image.cu_index, image.is_little),
                          .types_of_package = PackageIndex(image.tu_index, image.is_little)};
    for (const auto section : image.split.info) add_section(section, /*in_types=*/false, with, complain);
    for (const auto section : image.split.types) add_section(section, /*in_types=*/true, with, complain);
}

void Program::add_alternate(const object::Image& image, const object::ProblemSink& complain) {
    const Companions with{
        .sections = image.whole, .object = image.name, .is_little = image.is_little, .is_alternate = true};
    for (const auto section : image.whole.info) add_section(section, /*in_types=*/false, with, complain);
    alt_str_ = cut(image.whole.str);
}

const Unit* Program::find(DieRef reference) const {
    auto after =
        std::ranges::upper_bound(units_, reference, {}, [](const Unit& unit) { return unit.base + unit.begin; });
    if (after == units_.begin()) return nullptr;
    const Unit& unit = *--after;
    return reference >= unit.base + unit.first_die && reference < unit.base + unit.end ? &unit : nullptr;
}

std::string_view Program::name_at(DieRef reference) const {
    const Unit* unit = find(reference);
    if (unit == nullptr) return {};
    AbbrevTable abbrevs(unit->abbrev, unit->abbrev_offset, unit->format);
    Die die;
    return DieReader(*unit, abbrevs, *this).read(reference - unit->base, die) ? die.name() : std::string_view();
}

DieRef Program::type_of(std::uint64_t signature) const {
    const auto found = types_.find(signature);
    return found != types_.end() ? found->second : no_die;
}

/// Adds the units that a unit imports (DWARF 5, 3.2.5).
void Program::add_imports(const Unit& unit, std::vector<const Unit*>& reached) const {
    AbbrevTable abbrevs(unit.abbrev, unit.abbrev_offset, unit.format);
    DieReader reader(unit, abbrevs, *this);
    Die root;
    if (!reader.read(unit.first_die, root)) return;
    for_each_child(reader, root, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_imported_unit) return true;
        const Unit* imported = find(child.reference(Slot::import));
        if (imported != nullptr && imported->is_alternate) reached.push_back(imported);
        return true;
    });
}

std::vector<const Unit*> Program::units_to_read() const {
    std::vector<const Unit*> wanted;
    std::vector<const Unit*> reached;
    for (const auto& unit : units_) {
        if (unit.is_alternate || (is_skeleton(unit) && has_split(*unit.dwo_id))) continue;
        wanted.push_back(&unit);
        if (alt_base_) add_imports(unit, reached);
    }
    std::set<const Unit*> seen;
    while (!reached.empty()) {
        const Unit* unit = reached.back();
        reached.pop_back();
        if (seen.insert(unit).second) add_imports(*unit, reached);
    }
    for (const auto& unit : units_) {
        if (seen.contains(&unit)) wanted.push_back(&unit);
    }
    return wanted;
}

void Program::join() {
    for (auto& skeleton : units_) {
        if (!is_skeleton(skeleton)) continue;
        const auto split = split_ids_.find(*skeleton.dwo_id);
        if (split != split_ids_.end()) units_[split->second].skeleton = &skeleton;
    }
}

}  // namespace abi::dwarf
