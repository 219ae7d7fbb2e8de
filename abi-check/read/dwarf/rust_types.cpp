// The types inside of Rust's types: wrappers, newtypes, options, and what bindgen writes for C.
#include <algorithm>
#include <array>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/types.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

/// bindgen's memory for a run of bit-fields (model/bindgen_names.h). Which bits mean what is in its functions only.
Type raw_memory(std::uint64_t bytes) {
    return {
        .kind = Kind::byte, .width_bits = 8, .extents = {bytes}, .fingerprint = mix(fingerprint_of("bytes"), bytes)};
}

}  // namespace

/// Returns the array without elements in a struct that has no bytes, or null: `__IncompleteArrayField<T>` of bindgen is
/// `(PhantomData<T>, [T; 0])`.
const Type* Types::empty_array_in(const Reading& at) {
    const Type* found = nullptr;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag != dw::DW_TAG_member) return true;
        const auto& type = type_of(child.reference(Slot::type), at.depth);
        if (!type.extents.empty() && type.width_bits != 0) found = &type;
        return found == nullptr;
    });
    return found;
}

/// Returns the number in a struct like `Kind(u32)`, or null. Rust uses such structs for enumerations in which some
/// numbers have no name, and for numbers with a meaning. A generic struct such as `Reg<u32>` may name its field.
const Type* Types::number_in_newtype(const Reading& at) {
    bool is_newtype = at.die.name().find('<') != std::string_view::npos;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag == dw::DW_TAG_member) is_newtype = is_newtype || child.name() == "__0";
        return child.tag != dw::DW_TAG_member;
    });
    const Type* found = is_newtype ? single_member(at) : nullptr;
    const bool is_number = found != nullptr && found->kind != Kind::record && found->kind != Kind::unknown;
    return is_number && found->extents.empty() ? found : nullptr;
}

/// Returns the payload of an Option if it is a pointer or an integer, or null. If it has the size of the Option, zero
/// means None.
const Type* Types::number_in_option(const Reading& at) {
    const Type* found = nullptr;
    for_each_child(at.context.reader, at.die, [&](const Die& child) {
        if (child.tag == dw::DW_TAG_structure_type && child.name() == "Some") {
            found = single_member({at.context, child, at.depth + 1});
        }
        return found == nullptr;
    });
    const bool is_number = found != nullptr && (found->kind == Kind::pointer || found->kind == Kind::signed_integer ||
                                                found->kind == Kind::unsigned_integer);
    return is_number ? found : nullptr;
}

/// Returns the type inside a type of Rust, or nothing.
std::optional<Type> Types::inside_rust(const Reading& at) {
    struct Wrapper {
        std::string_view scope;
        std::string_view begin;
    };
    constexpr std::array wrappers{Wrapper{"core::sync::atomic::", "Atomic"},
                                  Wrapper{"core::sync::atomic::private::", "Align"},  // since Rust 1.96
                                  Wrapper{"core::cell::", "UnsafeCell<"},
                                  Wrapper{"core::cell::", "Cell<"},
                                  Wrapper{"core::mem::maybe_uninit::", "MaybeUninit<"},
                                  Wrapper{"core::mem::manually_drop::", "ManuallyDrop<"},
                                  Wrapper{"core::mem::maybe_dangling::", "MaybeDangling<"},  // since Rust 1.94
                                  Wrapper{"core::num::wrapping::", "Wrapping<"},
                                  Wrapper{"core::num::saturating::", "Saturating<"},
                                  Wrapper{"core::ptr::non_null::", "NonNull<"}};
    const auto scope = scope_name(at);
    const auto name = at.die.name();
    if (name.starts_with("__BindgenBitfieldUnit<")) return raw_memory(at.die.value(Slot::byte_size));
    if (at.die.has(Slot::byte_size) && at.die.value(Slot::byte_size) == 0) {
        const Type* array = empty_array_in(at);
        return array == nullptr ? std::nullopt : std::optional(*array);
    }
    // None is the null pointer or zero (Rust's documentation of core::option, "Representation").
    const Type* value = nullptr;
    if (scope == "core::option::" && name.starts_with("Option<")) {
        value = number_in_option(at);
    } else {
        const bool wraps = std::ranges::any_of(
            wrappers, [&](const Wrapper& one) { return scope == one.scope && name.starts_with(one.begin); });
        value = wraps ? single_member(at) : number_in_newtype(at);
    }
    if (value == nullptr) return std::nullopt;
    Type made = *value;
    const bool is_truth = scope == "core::sync::atomic::" && (name == "AtomicBool" || name == "Atomic<bool>");
    if (is_truth) {
        made.kind = Kind::boolean;
        made.fingerprint = mix(made.fingerprint, 7);
    }
    return made;
}

}  // namespace abi::dwarf
