#include "read/dwarf/place.h"

#include <algorithm>

#include "read/source_path.h"

namespace abi::dwarf {
namespace {

const std::string& file_name(UnitContext& context, std::uint64_t decl_file, const std::string& root) {
    static const std::string none;
    if (!context.files) {
        context.files = read_source_files(context.unit);
        context.file_names.resize(context.files->files.size());
    }
    const auto* file = context.files->find(decl_file);
    if (file == nullptr) return none;
    auto& name = context.file_names[static_cast<std::size_t>(file - context.files->files.data())];
    if (name.empty()) name = below_root(root, path_of(*file));
    return name;
}

unsigned number(const Die& die, Slot slot) {
    return static_cast<unsigned>(std::min<std::uint64_t>(die.value(slot), 1U << 30U));
}

}  // namespace

Place place_of(UnitContext& context, const Die& die, const std::string& root) {
    Place place;
    if (!die.has(Slot::decl_file)) return place;
    place.file = file_name(context, die.value(Slot::decl_file), root);
    if (place.file.empty()) return place;
    place.line = number(die, Slot::decl_line);
    place.column = number(die, Slot::decl_column);
    return place;
}

}  // namespace abi::dwarf
