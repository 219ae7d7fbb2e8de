#include "read/dwarf/sources.h"

#include <algorithm>
#include <set>

#include "llvm/Support/MD5.h"
#include "read/dwarf/object_program.h"
#include "read/source_path.h"

namespace abi::dwarf {

const std::optional<Md5>& SourceDisk::md5_of(const std::string& path) {
    const auto [known, is_new] = known_.try_emplace(path);
    if (!is_new) return known->second;
    if (const auto bytes = open_file(path)) {
        llvm::MD5 hash;
        hash.update(bytes->getBuffer());
        const auto result = hash.final();
        known->second.emplace();
        std::ranges::copy(result, known->second->begin());
    }
    return known->second;
}

std::vector<ChangedSource> SourceDisk::changed(const std::string& object, const Program& program) {
    std::vector<ChangedSource> found;
    if (root_.empty()) return found;
    std::set<std::string> named;
    for (const auto& unit : program.units()) {
        if (unit.is_alternate || unit.is_type_unit || !states_md5(unit)) continue;
        for (const auto& file : read_source_files(unit).files) {
            if (!file.md5) continue;
            const auto path = below_root("", path_of(file));
            const auto short_path = below_root(root_, path);
            if (short_path == path) continue;  // elsewhere
            const auto& now = md5_of(path);
            if (now && *now != *file.md5) named.insert(short_path);
        }
    }
    for (const auto& source : named) found.push_back({.object = object, .source = source});
    return found;
}

}  // namespace abi::dwarf
