// Zig's own backends (0.15 and later, x86_64 without optimisation) write an optional as a union with a variant part.
#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/types.h"

namespace abi::dwarf {

namespace dw = llvm::dwarf;

/// Returns the payload of an optional if it is a pointer, or null. Where a pointer cannot be zero, null is the zero
/// (Zig's language reference, "Optional Pointers"), so the optional is not larger. The variant of null holds no bytes.
const Type* Types::pointer_in_zig_optional(const Reading& at) {
    const Type* found = nullptr;
    for_each_child(at.context.reader, at.die, [&](const Die& part) {
        if (part.tag != dw::DW_TAG_variant_part) return true;
        for_each_child(at.context.reader, part, [&](const Die& variant) {
            if (variant.tag == dw::DW_TAG_variant) found = single_member({at.context, variant, at.depth + 1});
            return found == nullptr;
        });
        return false;
    });
    return found != nullptr && found->kind == Kind::pointer ? found : nullptr;
}

}  // namespace abi::dwarf
