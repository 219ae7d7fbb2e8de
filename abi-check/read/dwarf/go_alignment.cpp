#include "read/dwarf/go_alignment.h"

#include <algorithm>
#include <bit>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_type = 64;

/// The empty struct that gives an atomic 64-bit number its alignment on 32-bit machines. Go's compiler knows it by
/// name.
bool is_align64(std::string_view name) {
    return name == "sync/atomic.align64" || name == "internal/runtime/atomic.align64" ||
           name == "runtime/internal/atomic.align64";
}

class Alignments {
  public:
    Alignments(Types& types, Effort& effort, std::uint64_t word_bytes)
        : types_(types), effort_(effort), word_bytes_(word_bytes) {}

    /// 0 if it is not known.
    std::uint64_t of_type(DieRef reference, unsigned depth = 0) {
        const auto [known, is_new] = known_.try_emplace(reference, 0);
        if (!is_new) return known->second;
        Die die;
        if (depth > deepest_type || !effort_.spend(1) || !types_.read(reference, die)) return 0;
        const auto bytes = of_entry(reference, die, depth + 1);
        known_[reference] = bytes;
        return bytes;
    }

  private:
    std::uint64_t of_entry(DieRef reference, const Die& die, unsigned depth) {
        switch (die.tag) {
        case dw::DW_TAG_base_type: return of_number(die);
        case dw::DW_TAG_pointer_type:
        case dw::DW_TAG_subroutine_type: return word_bytes_;
        case dw::DW_TAG_typedef:
        case dw::DW_TAG_array_type: return of_type(die.reference(Slot::type), depth);
        case dw::DW_TAG_structure_type: return of_struct(reference, die, depth);
        default: return 0;
        }
    }

    /// A complex number is aligned as its parts are.
    std::uint64_t of_number(const Die& die) const {
        const auto size = die.value(Slot::byte_size);
        const bool is_complex = die.value(Slot::encoding) == dw::DW_ATE_complex_float;
        return std::has_single_bit(size) ? std::min(is_complex ? size / 2 : size, word_bytes_) : 0;
    }

    std::uint64_t of_struct(DieRef reference, const Die& die, unsigned depth) {
        if (is_align64(die.name())) return 8;
        std::uint64_t greatest = 1;
        for_each_child(types_.context_of(reference)->reader, die, [&](const Die& child) {
            if (child.tag != dw::DW_TAG_member) return true;
            const auto bytes = of_type(child.reference(Slot::type), depth);
            const bool fits = bytes != 0 && child.value(Slot::member_location) % bytes == 0;
            greatest = fits ? std::max(greatest, bytes) : 0;
            return fits;
        });
        return greatest != 0 && die.value(Slot::byte_size) % greatest == 0 ? greatest : 0;
    }

    Types& types_;
    Effort& effort_;
    std::uint64_t word_bytes_;
    llvm::DenseMap<DieRef, std::uint64_t> known_;
};

}  // namespace

bool is_of_go_compiler(const Unit& unit) {
    return is_go(unit) && unit.producer.starts_with("Go cmd/compile");
}

std::optional<std::uint64_t> go_alignment(RecordShapes& shapes, DieRef record) {
    const auto* context = shapes.types.context_of(record);
    if (context == nullptr) return std::nullopt;
    const auto bytes = Alignments(shapes.types, shapes.effort, context->unit.format.AddrSize).of_type(record);
    return bytes == 0 ? std::nullopt : std::optional(bytes);
}

}  // namespace abi::dwarf
