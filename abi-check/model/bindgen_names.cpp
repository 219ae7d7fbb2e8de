#include "model/bindgen_names.h"

namespace abi {
namespace {

constexpr std::string_view unit = "_bitfield_";
constexpr std::string_view alignment = "_bitfield_align_";

bool is_numbered(std::string_view name, std::string_view begin) {
    return name.starts_with(begin) && name.size() > begin.size() &&
           name.find_first_not_of("0123456789", begin.size()) == std::string_view::npos;
}

}  // namespace

bool is_bit_unit(std::string_view field_name) {
    return is_numbered(field_name, unit);
}

bool is_bit_alignment(std::string_view field_name) {
    return is_numbered(field_name, alignment);
}

bool make_raw(Type& type) {
    const bool is_whole = type.width_bits != 0 && type.width_bits % 8 == 0 && type.name.empty();
    const bool is_memory = type.kind == Kind::unknown || (type.kind == Kind::unsigned_integer && type.width_bits == 8);
    const auto bytes = size_bits(type) / 8;
    if (!is_whole || !is_memory || type.flexible_tail || bytes == 0) return false;
    type.kind = Kind::byte;
    type.width_bits = 8;
    type.extents = {bytes};
    return true;
}

}  // namespace abi
