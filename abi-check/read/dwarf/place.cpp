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

Site site_of(const Die& die) {
    if (!die.has(Slot::decl_file)) return {};
    return {.file = number(die, Slot::decl_file),
            .line = number(die, Slot::decl_line),
            .column = number(die, Slot::decl_column)};
}

Place place_of(UnitContext& context, const Site& site, const std::string& root) {
    if (site.file == Site::no_file) return {};
    const auto& file = file_name(context, site.file, root);
    if (file.empty()) return {};
    return {.file = file, .line = site.line, .column = site.column};
}

}  // namespace abi::dwarf
