#include "read/btf/core_relocations.h"

#include <algorithm>
#include <charconv>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/btf/types.h"
#include "read/object/bytes.h"

namespace abi::btf {
namespace {

constexpr std::uint32_t header_with_relocations = 32;  // in bytes; the header of older compilers ends before them
constexpr std::uint32_t bytes_of_relocation = 16;
constexpr unsigned deepest_type = 64;

Problem problem(std::string expected, std::string found) {
    return {.place = {}, .pointer = "", .expected = std::move(expected), .found = std::move(found)};
}

/// Whether it concerns a field. Others concern the existence or the size of a type, or a value of an enumeration.
bool is_about_field(std::uint32_t kind) {
    return kind <= llvm::BTF::FIELD_RSHIFT_U64;
}

/// The type below typedefs and qualifiers.
std::uint32_t plain_type(const Section& section, std::uint32_t number) {
    for (unsigned depth = 0; depth < deepest_type; ++depth) {
        number = without_qualifiers(section, number);
        if (!is_typedef(section.list[number])) break;
        number = section.list[number].size_or_type;
    }
    return number;
}

/// Adds the records on the way to a field. `path` is "0:2:1": an element of an array of `root`, then member 2 of it,
/// then member 1 of that member.
void add_path(const Section& section, std::uint32_t root, std::string_view path,
              llvm::DenseSet<std::uint32_t>& records) {
    auto number = plain_type(section, root);
    path.remove_prefix(std::min(path.find(':'), path.size()));
    while (path.starts_with(':')) {
        path.remove_prefix(1);
        unsigned index = 0;
        std::from_chars(path.data(), path.data() + path.size(), index);
        path.remove_prefix(std::min(path.find(':'), path.size()));
        const auto& type = section.list[number];
        if (is_record(type)) {
            records.insert(number);
            if (index >= type.count) return;
            number = plain_type(section, member_of(section, type, index).type);
        } else if (type.kind == llvm::BTF::BTF_KIND_ARRAY) {
            number = plain_type(section, array_of(section, type).element);
        } else {
            return;
        }
    }
}

}  // namespace

Result<llvm::DenseSet<std::uint32_t>> relocated_records(const Section& section, std::string_view extension) {
    llvm::DenseSet<std::uint32_t> records;
    if (extension.empty()) return records;
    object::ByteReader header(extension, section.is_little);
    const std::uint16_t magic = header.u16();
    header.skip(2);
    const std::uint32_t header_bytes = header.u32();
    if (header.ok() && header_bytes < header_with_relocations) return records;
    header.skip(16);  // where the functions and lines are
    const std::uint32_t offset = header.u32();
    const std::uint32_t size = header.u32();
    object::ByteReader all(extension, section.is_little);
    all.skip(std::uint64_t{header_bytes} + offset);
    const auto bytes = all.take(size);
    if (magic != llvm::BTF::MAGIC || !header.ok() || !all.ok()) {
        return problem("a section .BTF.ext whose parts lie within its bytes", "a header that places them elsewhere");
    }
    if (bytes.empty()) return records;
    object::ByteReader reader(bytes, section.is_little);
    const std::uint32_t row_bytes = reader.u32();
    if (row_bytes < bytes_of_relocation) {
        return problem("CO-RE relocations of 16 bytes and more", std::to_string(row_bytes) + " bytes");
    }
    while (!reader.at_end()) {
        reader.skip(4);  // the name of the program's section
        for (auto left = reader.u32(); left != 0 && reader.ok(); --left) {
            reader.skip(4);  // the instruction
            const std::uint32_t root = reader.u32();
            const std::uint32_t path = reader.u32();
            const std::uint32_t kind = reader.u32();
            reader.skip(row_bytes - bytes_of_relocation);
            if (root >= section.list.size()) reader.fail();
            if (!reader.ok()) break;
            if (is_about_field(kind)) add_path(section, root, name_of(section, {.name = path}), records);
        }
    }
    if (!reader.ok())
        return problem("CO-RE relocations of types in .BTF", "relocations that end early or refer to no type");
    return records;
}

bool has_relocated_records(const object::Image& object) {
    const auto section = parse_btf(object.btf);
    if (!section) return false;
    const auto records = relocated_records(*section, object.btf_extension);
    return records && !records->empty();
}

std::string_view name_without_flavour(std::string_view name) {
    for (auto at = name.rfind("___"); at != std::string_view::npos && at != 0; at = name.rfind("___", at - 1)) {
        const bool is_whole = name[at - 1] != '_' && at + 3 < name.size() && name[at + 3] != '_';
        if (is_whole) return name.substr(0, at);
    }
    return name;
}

}  // namespace abi::btf
