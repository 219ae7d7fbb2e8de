// Any bytes as an object or an archive: every unit is read, as a whole, by names, and with what functions declare. What
// is read stays within bounds, and its tiles cover it.
#include <cstdlib>

#include "read/dwarf/declarations.h"
#include "read/dwarf/lines.h"
#include "read/object/stamp.h"

namespace {

void read_units(const abi::dwarf::Program& program, bool in_functions, const std::vector<std::string>& names) {
    const abi::dwarf::Definitions definitions(program);
    const abi::WantedNames wanted(names);
    const std::string root;
    abi::dwarf::Claims claims;
    abi::dwarf::StringsOfSections strings;
    if (!wanted.everything()) strings = abi::dwarf::strings_of(program, wanted);
    abi::dwarf::Types types(program, in_functions, &definitions, &strings);
    std::uint32_t number = 0;
    for (const auto* unit : program.units_to_read()) {
        const auto found = abi::dwarf::read_declarations(
            types, {unit, number, abi::dwarf::find_strings(strings, unit->str)}, {wanted, root, claims});
        for (const auto& one : found.records) {
            if (!one.value.fields_unknown.empty() && !one.value.fields.empty()) std::abort();
            if (one.value.fields.size() < 256) abi::tile(one.value);
        }
        (void)abi::dwarf::read_source_files(*unit);
        types.forget_some();
        ++number;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const llvm::StringRef bytes(reinterpret_cast<const char*>(data), size);
    // A thin archive's members are files of the disk.
    if (bytes.starts_with("!<thin>")) return 0;
    const auto ignore = [](const std::string&, const std::string&, const std::string&) {};
    abi::object::visit_objects(
        llvm::MemoryBufferRef(bytes, "input"), "input",
        [&](abi::object::Image image) {
            (void)abi::object::read_stamps(image);
            abi::dwarf::Program program;
            program.add_alternate(image, ignore);
            program.add(image, ignore);
            program.add_split(image, ignore);
            program.join();
            read_units(program, /*in_functions=*/false, {});
            for (const bool in_functions : {false, true}) {
                read_units(program, in_functions, {"packet", "core::Derived", "K_A", "Ring<core::Base, 4>", "alias"});
            }
        },
        ignore);
    return 0;
}
