#include "read/dwarf/unstated_places.h"

#include <algorithm>
#include <set>

#include "read/dwarf/context.h"
#include "read/dwarf/declared_at.h"
#include "read/source_path.h"

namespace abi::dwarf {
namespace {

/// The package in the name of a type of Go: "example.com/wire" in "example.com/wire.Ring[uint32]".
std::string go_package(const std::string& name) {
    const auto head = name.substr(0, name.find('['));
    const auto slash = head.rfind('/');
    const auto dot = head.find('.', slash == std::string::npos ? 0 : slash);
    return dot == std::string::npos ? "" : head.substr(0, dot);
}

/// The crate in the name of a unit of Rust: "src/lib.rs/@/packet.1f2e" is a part of src/lib.rs.
std::string rust_crate(const Unit& unit) {
    return std::string(unit.name.substr(0, unit.name.find("/@/")));
}

/// The name without scopes and arguments: "Ring" of "wire::Ring<u32>" and "example.com/wire.Ring[uint32]".
std::string last_name(const std::string& name) {
    const auto head = name.substr(0, name.find_first_of("<["));
    const auto mark = head.find_last_of(".:/");
    return mark == std::string::npos ? head : head.substr(mark + 1);
}

}  // namespace

const std::string& UnstatedPlaces::text_of(const std::string& path) {
    const auto [known, is_new] = texts_.try_emplace(path);
    if (!is_new) return known->second;
    if (const auto bytes = open_file(path)) known->second = bytes->getBuffer().str();
    return known->second;
}

const std::vector<std::string>& UnstatedPlaces::sources_of(const ObjectProgram& program, const Unit& unit,
                                                           const std::string& package) {
    const auto [known, is_new] = sources_.try_emplace(program.name + '\0' + package);
    if (!is_new) return known->second;
    std::set<std::string> paths;
    for (const auto& each : program.program.units()) {
        const bool is_part = is_go(unit) ? each.name == package : is_rust(each) && rust_crate(each) == package;
        if (!is_part || each.language != unit.language) continue;
        if (!is_go(unit)) paths.insert(join_paths(each.comp_dir, package));
        for (const auto& file : read_source_files(each).files) paths.insert(path_of(file));
    }
    // The standard library of Rust is in the tables of each crate; it is not on most disks.
    std::ranges::copy_if(paths, std::back_inserter(known->second),
                         [&](const std::string& path) { return !text_of(path).empty(); });
    return known->second;
}

void UnstatedPlaces::set(const std::vector<std::string>& sources, bool is_rust, Record& record) {
    std::string file;
    std::vector<DeclaredType> found;
    for (const auto& path : sources) {
        const auto here = declarations_of(text_of(path), is_rust, last_name(record.name));
        if (here.empty()) continue;
        found.insert(found.end(), here.begin(), here.end());
        file = path;
    }
    if (found.size() != 1) return;
    const auto shown = below_root(root_, file);
    record.place = {.file = shown, .line = found[0].place.line, .column = found[0].place.column};
    for (auto& field : record.fields) {
        const auto place = field_in(text_of(file), found[0], is_rust, field.name);
        field.place = place.line == 0 ? record.place : Place{.file = shown, .line = place.line, .column = place.column};
    }
}

void UnstatedPlaces::set(const ObjectProgram& program, const Unit& unit, std::vector<Record>& records) {
    if (!is_go(unit) && !is_rust(unit)) return;
    for (auto& record : records) {
        if (!record.place.file.empty()) continue;
        const auto package = is_go(unit) ? go_package(record.name) : rust_crate(unit);
        set(sources_of(program, unit, package), !is_go(unit), record);
        if (!record.place.file.empty()) continue;
        record.place.file = below_root(root_, program.name);
        for (auto& field : record.fields) field.place = record.place;
    }
}

}  // namespace abi::dwarf
