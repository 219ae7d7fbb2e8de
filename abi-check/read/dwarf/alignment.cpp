#include "read/dwarf/alignment.h"

#include <algorithm>
#include <bit>

namespace abi::dwarf {
namespace {

constexpr unsigned deepest_record = 32;

/// The greatest alignment of a scalar in a record, by the psABI of each machine. In bytes.
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
    explicit Alignments(RecordShapes& shapes)
        : shapes_(shapes), greatest_(greatest_alignment(shapes.types.program().arch())) {}

    /// In bytes; 1 if it is not known, and for a packed record.
    std::uint64_t of_type(const Type& type, unsigned depth) {
        if (type.align_bytes != 0) return type.align_bytes;
        if (type.kind == Kind::record) {
            if (type.tag == no_die || depth > deepest_record) return 1;
            return of_record(shapes_.of(type.tag), depth).bytes;
        }
        if (type.kind == Kind::unknown || type.width_bits < 8) return 1;
        const auto bytes = type.width_bits / 8;
        return std::has_single_bit(bytes) ? std::min(bytes, greatest_) : 1;
    }

    struct OfRecord {
        std::uint64_t bytes = 1;
        bool packed = false;
    };

    OfRecord of_record(const RecordShape& record, unsigned depth) {
        OfRecord found;
        for (const auto& member : record.members) {
            const auto natural = of_type(member.type, depth + 1);
            found.bytes = std::max(found.bytes, natural);
            if (!member.bit_width && member.offset_bits % (natural * 8) != 0) found.packed = true;
        }
        if (record.size_bytes.value_or(0) * 8 % (found.bytes * 8) != 0) found.packed = true;
        if (found.packed) found.bytes = 1;
        if (record.align_bytes) found.bytes = std::clamp<std::uint64_t>(*record.align_bytes, 1, 1U << 28U);
        return found;
    }

  private:
    RecordShapes& shapes_;
    std::uint64_t greatest_;
};

}  // namespace

bool looks_packed(RecordShapes& shapes, const RecordShape& record) {
    return Alignments(shapes).of_record(record, 0).packed;
}

}  // namespace abi::dwarf
