#include "read/dwarf/alignment.h"

#include <algorithm>
#include <bit>

namespace abi::dwarf {
namespace {

constexpr unsigned deepest_record = 32;

/// The greatest that a scalar in a record has, by the psABI of each machine.
std::uint64_t greatest_alignment(llvm::Triple::ArchType arch) {
    switch (arch) {
    case llvm::Triple::avr: return 1;
    case llvm::Triple::msp430:
    case llvm::Triple::m68k: return 2;
    case llvm::Triple::x86: return 4;
    case llvm::Triple::arm:
    case llvm::Triple::armeb:
    case llvm::Triple::thumb:
    case llvm::Triple::thumbeb:
    case llvm::Triple::systemz: return 8;
    default: return 16;
    }
}

class Alignments {
  public:
    Alignments(Types& types, Effort& effort)
        : types_(types), effort_(effort), greatest_(greatest_alignment(types.program().arch())) {}

    std::uint64_t of_type(const Type& type, unsigned depth) {
        if (type.align_bytes != 0) return type.align_bytes;
        if (type.kind == Kind::record) return type.tag != no_die ? of_record(type.tag, depth).alignment : 1;
        if (type.kind == Kind::unknown || type.width_bits < 8) return 1;
        const auto bytes = type.width_bits / 8;
        return std::has_single_bit(bytes) ? std::min(bytes, greatest_) : 1;
    }

    struct Shape {
        std::uint64_t alignment = 1;
        bool packed = false;
    };

    Shape of_record(DieRef record, unsigned depth) {
        Shape shape;
        Die die;
        if (depth > deepest_record || !types_.read(record, die)) return shape;
        const auto size_bits = die.value(Slot::byte_size) * 8;
        visit_members(types_, record, effort_, [&](const Member& member) {
            const auto natural = of_type(member.type, depth + 1);
            shape.alignment = std::max(shape.alignment, natural);
            if (!member.bit_width && member.offset_bits % (natural * 8) != 0) shape.packed = true;
        });
        if (size_bits % (shape.alignment * 8) != 0) shape.packed = true;
        if (shape.packed) shape.alignment = 1;
        if (die.has(Slot::alignment)) {
            shape.alignment =
                std::min<std::uint64_t>(std::max<std::uint64_t>(die.value(Slot::alignment), 1), 1U << 28U);
        }
        return shape;
    }

  private:
    Types& types_;
    Effort& effort_;
    std::uint64_t greatest_;
};

}  // namespace

std::uint64_t natural_alignment(Types& types, const Type& type, Effort& effort) {
    return Alignments(types, effort).of_type(type, 0);
}

bool looks_packed(Types& types, DieRef record, Effort& effort) {
    return Alignments(types, effort).of_record(record, 0).packed;
}

}  // namespace abi::dwarf
