#include "read/dwarf/unstated_places.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "read/dwarf/context.h"
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

/// What the sources of a record belong to: its package (Go), its crate (Rust), or the whole program (Zig).
std::string package_of(const Unit& unit, const std::string& record) {
    if (is_go(unit)) return go_package(record);
    return is_rust(unit) ? rust_crate(unit) : "";
}

/// The files that the scopes of a name of Zig can mean, beside the files of the program: "a.zig" and "a/b.zig" for
/// "a.b.Packet". A file without functions is in no line table.
std::vector<std::string> files_of_zig(const std::string& name, const std::vector<std::string>& sources) {
    std::set<std::filesystem::path> folders;
    for (const auto& source : sources) folders.insert(std::filesystem::path(source).parent_path());
    std::vector<std::string> files;
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
        auto inside = name.substr(0, dot);
        std::ranges::replace(inside, '.', '/');
        for (const auto& folder : folders) files.push_back((folder / (inside + ".zig")).string());
    }
    return files;
}

}  // namespace

DeclaredPlaces& UnstatedPlaces::places_of(const Unit& unit) {
    return is_go(unit) ? go_ : is_rust(unit) ? rust_ : zig_;
}

const std::vector<std::string>& UnstatedPlaces::sources_of(const ObjectProgram& program, const Unit& unit,
                                                           const std::string& package) {
    const auto [known, is_new] = sources_.try_emplace(program.name + '\0' + package);
    if (!is_new) return known->second;
    std::set<std::string> paths;
    for (const auto& each : program.program.units()) {
        const bool is_part = is_go(unit) ? each.name == package : package_of(each, "") == package;
        if (!is_part || each.language != unit.language || each.is_zig != unit.is_zig) continue;
        if (is_rust(unit)) paths.insert(join_paths(each.comp_dir, package));
        for (const auto& file : read_source_files(each).files) paths.insert(path_of(file));
    }
    known->second.assign(paths.begin(), paths.end());
    // The standard library of Rust is in the tables of each crate; it is not on most disks.
    if (!unit.is_zig)
        std::erase_if(known->second, [&](const std::string& path) { return places_of(unit).text_of(path) == nullptr; });
    return known->second;
}

void UnstatedPlaces::set(const ObjectProgram& program, const Unit& unit, std::vector<Record>& records) {
    for (auto& record : records) {
        if (!record.place.file.empty()) continue;
        if (is_go(unit) || is_rust(unit) || unit.is_zig) {
            auto sources = sources_of(program, unit, package_of(unit, record.name));
            if (unit.is_zig) sources = files_of_zig(record.name, sources);
            places_of(unit).set(sources, record);
        }
        if (!record.place.file.empty()) continue;
        record.place.file = below_root(root_, program.name);
        for (auto& field : record.fields) field.place = record.place;
    }
}

}  // namespace abi::dwarf
