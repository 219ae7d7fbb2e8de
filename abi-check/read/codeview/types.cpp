#include "read/codeview/types.h"

#include <algorithm>

#include "read/codeview/simple_types.h"

namespace abi::codeview {
namespace {

/// The limit of arrays, qualifiers and enumerations on top of each other. It ends types that refer to themselves.
constexpr unsigned deepest_type = 64;
constexpr std::uint64_t largest_bits = std::uint64_t{1} << 56U;

class UseReader {
  public:
    UseReader(const Image& image, const Tags& tags) : image_(image), types_(image.types), tags_(tags) {}

    Use read(cv::TypeIndex index, unsigned depth) {
        is_too_deep_ = is_too_deep_ || depth > deepest_type;
        if (is_too_deep_) return {};
        if (index.isSimple()) return {.type = simple_type(index, image_.pointer_bytes)};
        switch (types_.kind_of(index)) {
        case cv::LF_MODIFIER: {
            const auto modifier = types_.read<cv::ModifierRecord>(index);
            return modifier ? read(modifier->ModifiedType, depth + 1) : Use();
        }
        case cv::LF_BITFIELD: return read_bits(index, depth);
        case cv::LF_POINTER: return read_pointer(index, depth);
        case cv::LF_ARRAY: return read_array(index, depth);
        default: return read_tag(index, depth);
        }
    }

    bool is_too_deep() const { return is_too_deep_; }

  private:
    Use read_bits(cv::TypeIndex index, unsigned depth) {
        const auto field = types_.read<cv::BitFieldRecord>(index);
        if (!field) return {};
        auto use = read(field->Type, depth + 1);
        use.bits = Bits{field->BitSize, field->BitOffset};
        return use;
    }

    /// A pointer to a member may have a size of its own: 4 bytes to data, up to 24 to a function.
    Use read_pointer(cv::TypeIndex index, unsigned depth) {
        const auto pointer = types_.read<cv::PointerRecord>(index);
        if (!pointer) return {};
        Use use;
        use.type = {.kind = Kind::pointer, .width_bits = std::uint64_t{pointer->getSize()} * 8, .host_sized = true};
        use.type.spelling = read_pointee(pointer->ReferentType, depth) + " *";
        if (pointer->isPointerToMember() && pointer->MemberInfo) {
            const auto* of = tags_.find(pointer->MemberInfo->getContainingType());
            use.type.spelling.insert(use.type.spelling.size() - 1, of != nullptr ? name_of(*of) + "::" : "::");
        }
        const bool is_plain = use.type.width_bits == std::uint64_t{image_.pointer_bytes} * 8;
        if (pointer->isPointerToMember() && !is_plain) use.type.kind = Kind::unknown;
        return use;
    }

    std::string read_pointee(cv::TypeIndex index, unsigned depth) {
        const auto kind = types_.kind_of(index);
        const bool is_function = kind == cv::LF_PROCEDURE || kind == cv::LF_MFUNCTION;
        if (is_function) return "function";
        const auto spelling = depth < 4 ? read(index, depth + 1).type.spelling : std::string();
        return spelling.empty() ? "void" : spelling;
    }

    /// The record has the size of the whole array; the count follows from the size of an element.
    Use read_array(cv::TypeIndex index, unsigned depth) {
        const auto array = types_.read<cv::ArrayRecord>(index);
        if (!array || array->Size > largest_bits / 8) return {};
        auto use = read(array->ElementType, depth + 1);
        const auto element_bits = size_bits(use.type);
        const auto bits = array->Size * 8;
        if (use.bits || use.type.flexible_tail || (bits != 0 && (element_bits == 0 || bits % element_bits != 0))) {
            // Without the size of an element, the array is one lump of bytes.
            return {.type = {.width_bits = bits, .spelling = use.type.spelling}};
        }
        if (bits == 0) {
            use.type.flexible_tail = true;  // `u8 data[]`, and `u8 data[0]` as it was written before C99
        } else {
            use.type.extents.insert(use.type.extents.begin(), bits / element_bits);
        }
        return use;
    }

    Use read_tag(cv::TypeIndex index, unsigned depth) {
        const auto* tag = tags_.find(index);
        if (tag == nullptr) return {};
        Use use;
        use.tag = tag;
        use.type.spelling = tag->written;
        if (!tag->is_enumeration()) {
            use.type.kind = Kind::record;
            if (tag->size_bytes <= largest_bits / 8) use.type.width_bits = tag->size_bytes * 8;
            return use;
        }
        const auto integer = read(tag->integer, depth + 1).type;
        use.type.kind = Kind::enumeration;
        use.type.width_bits = integer.width_bits;
        use.type.is_signed = integer.kind == Kind::signed_integer;
        return use;
    }

    const Image& image_;
    const TypeStream& types_;
    const Tags& tags_;
    bool is_too_deep_ = false;
};

}  // namespace

Use use_of(const Image& image, const Tags& tags, cv::TypeIndex index) {
    UseReader reader(image, tags);
    auto use = reader.read(index, 0);
    return reader.is_too_deep() ? Use() : use;
}

}  // namespace abi::codeview
