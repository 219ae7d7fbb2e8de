// Any bytes, as a PDB or as a COFF object: they are refused with a reason, or read in room and time in proportion to
// their size, as declarations whose records can be cut into tiles.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "read/codeview/declarations.h"
#include "read/codeview/facts.h"
#include "read/codeview/object_file.h"
#include "read/codeview/pdb_file.h"

namespace {

using abi::codeview::Image;

std::size_t read_fields(const Image& image, const std::vector<std::string>& names) {
    std::size_t fields = 0;
    for (const auto& record : abi::codeview::read_declarations(image, names, "/src").records) {
        if (!record.fields_unknown.empty() && !record.fields.empty()) std::abort();
        fields += record.fields.size();
        // Each tile lists its fields: of very many that overlap it would be the test that takes long.
        if (record.fields.size() < 1000) abi::tile(record);
    }
    return fields;
}

void read_image(const abi::Result<Image>& image, std::size_t size) {
    if (image.value.has_value() == !image.problems.empty()) std::abort();
    if (!image) {
        const auto& problem = image.problems.front();
        if (problem.expected.empty() || problem.found.empty()) std::abort();
        return;
    }
    abi::codeview::facts_of_image(*image);
    if (read_fields(*image, {}) > 262144 + 64 * size) std::abort();
    read_fields(*image, {"S", "R", "ns::Op::A", "Pair"});
}

/// The bytes of a section .debug$T, then those of .debug$S behind a mark: the parts of an object that this room reads.
void read_sections(std::string_view bytes) {
    abi::object::Image object;
    const auto mark = bytes.find("SYMS");
    object.name = "a.obj";
    object.codeview.types = bytes.substr(0, mark);
    if (mark != std::string_view::npos) object.codeview.symbols.push_back(bytes.substr(mark + 4));
    read_image(abi::codeview::read_object_file(object), bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (abi::codeview::is_pdb(bytes)) {
        read_image(abi::codeview::read_pdb_file(bytes, "a.pdb"), size);
    } else {
        read_sections(bytes);
    }
    return 0;
}
