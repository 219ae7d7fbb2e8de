#include "read/clang/records.h"

#include <algorithm>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "read/found_by_name.h"
#include "read/role_guess.h"

namespace abi::clang_reader {
namespace {

/// The offset of a nested record or base in the whole record, and the prefix of the names of its members.
struct Position {
    std::uint64_t base_bits = 0;
    std::string prefix;
    const clang::RecordDecl* base = nullptr;  // the base that declares the members; null: the record itself
};

class FieldReader {
  public:
    FieldReader(Record& record, clang::ASTContext& context, Places& places, const NameOfOwnedTag& name_of)
        : record_(record), context_(context), places_(places), name_of_(name_of) {}

    /// `whole`: the record is not a base, so it contains its virtual bases (Itanium C++ ABI §2.4).
    void add_members(const clang::RecordDecl& declared, const Position& at, bool whole) {
        const auto& layout = context_.getASTRecordLayout(&declared);
        if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(&declared)) add_bases(*cxx, layout, at, whole);
        for (const auto* field : declared.fields()) {
            add_field(*field, {at.base_bits + layout.getFieldOffset(field->getFieldIndex()), at.prefix, at.base});
        }
    }

  private:
    void add_bases(const clang::CXXRecordDecl& declared, const clang::ASTRecordLayout& layout, const Position& at,
                   bool whole) {
        if (layout.hasOwnVFPtr()) add_pointer("(vtable)", declared, at);
        if (layout.hasOwnVBPtr()) add_pointer("(vbtable)", declared, below(at, layout.getVBPtrOffset()));
        for (const auto& base : declared.bases()) {
            const auto* record = base.getType()->getAsCXXRecordDecl();
            if (record != nullptr && !base.isVirtual()) add_base(*record, layout.getBaseClassOffset(record), at);
        }
        if (!whole) return;
        for (const auto& base : declared.vbases()) {
            const auto* record = base.getType()->getAsCXXRecordDecl();
            if (record == nullptr) continue;
            const auto placed = layout.getVBaseOffsetsMap().find(record);
            if (placed != layout.getVBaseOffsetsMap().end() && placed->second.hasVtorDisp()) {
                add_displacement(*record, below(at, placed->second.VBaseOffset));
            }
            add_base(*record, layout.getVBaseClassOffset(record), at);
        }
    }

    Position below(const Position& at, clang::CharUnits offset) const {
        return {at.base_bits + static_cast<std::uint64_t>(context_.toBits(offset)), at.prefix, at.base};
    }

    void add_base(const clang::CXXRecordDecl& base, clang::CharUnits offset, const Position& at) {
        if (base.isEmpty()) return;
        auto inside = below(at, offset);
        inside.prefix += base.getNameAsString() + "::";
        inside.base = &base;
        add_members(base, inside, /*whole=*/false);
    }

    /// The Microsoft C++ ABI puts four bytes right before a virtual base.
    void add_displacement(const clang::CXXRecordDecl& base, const Position& at) {
        Field field;
        field.type = type_of(context_.IntTy, context_, {});
        field.name = at.prefix + base.getNameAsString() + "::(vtordisp)";
        field.offset_bits = at.base_bits - field.type.width_bits;
        field.place = places_.of(base.getLocation());
        record_.fields.push_back(std::move(field));
    }

    void add_pointer(const std::string& name, const clang::CXXRecordDecl& declared, const Position& at) {
        Field field;
        field.name = at.prefix + name;
        field.offset_bits = at.base_bits;
        field.type = type_of(context_.VoidPtrTy, context_, {});
        field.place = places_.of(declared.getLocation());
        record_.fields.push_back(std::move(field));
    }

    void add_field(const clang::FieldDecl& declared, const Position& at) {
        if (declared.isAnonymousStructOrUnion()) {
            const auto* inner = declared.getType()->getAsRecordDecl();
            if (inner != nullptr) add_members(*inner, at, /*whole=*/true);
            return;
        }
        if (takes_no_room(declared)) return;
        Field field;
        field.name = at.prefix + declared.getNameAsString();
        field.offset_bits = at.base_bits;
        if (declared.isBitField()) {
            field.bit_width = declared.getBitWidthValue(context_);
            field.storage_bits = context_.getTypeSize(declared.getType());
            if (*field.bit_width == 0) return;  // it only ends a storage unit
        }
        field.role = guess_role(declared.getName());
        if (declared.isUnnamedBitField()) {
            field.name = at.prefix + unnamed();
            field.role = Role::padding;
        }
        const TagOwner owner{.base = at.base, .field = field.name.substr(at.prefix.size())};
        field.type = type_of(declared.getType(), context_,
                             [&](const auto& tag, clang::QualType written) { return name_of_(tag, written, owner); });
        field.place = places_.of(clang::SourceRange(declared.getLocation(), declared.getEndLoc()));
        record_.fields.push_back(std::move(field));
    }

    /// An empty record of C, or one of C++ that shares its byte with another member ([[no_unique_address]]).
    bool takes_no_room(const clang::FieldDecl& declared) const {
        const auto* record = declared.getType()->getAsRecordDecl();
        if (record == nullptr || record->isInvalidDecl()) return false;
        return declared.isZeroSize(context_) || context_.getTypeSize(declared.getType()) == 0;
    }

    /// "(unnamed)", "(unnamed 2)", …: fields of one record have different names.
    std::string unnamed() {
        ++unnamed_;
        return unnamed_ == 1 ? "(unnamed)" : "(unnamed " + std::to_string(unnamed_) + ")";
    }

    Record& record_;
    clang::ASTContext& context_;
    Places& places_;
    const NameOfOwnedTag& name_of_;
    unsigned unnamed_ = 0;
};

/// The limit of #pragma pack or -fpack-struct in bits, or 0 if there is none.
std::uint64_t alignment_limit(const clang::RecordDecl& declared, const clang::ASTContext& context) {
    if (const auto* pragma = declared.getAttr<clang::MaxFieldAlignmentAttr>()) return pragma->getAlignment();
    return std::uint64_t{context.getLangOpts().PackStruct} * context.getCharWidth();
}

/// Whether the record is packed, or one of its fields has a smaller alignment than its type.
bool is_packed(const clang::RecordDecl& declared, const clang::ASTContext& context) {
    if (declared.hasAttr<clang::PackedAttr>()) return true;
    const auto limit = alignment_limit(declared, context);
    return std::ranges::any_of(declared.fields(), [&](const clang::FieldDecl* field) {
        if (field->isInvalidDecl() || field->getType()->isIncompleteType()) return false;
        const std::uint64_t natural = context.getTypeAlign(field->getType());
        return (limit != 0 && natural > limit) || (field->hasAttr<clang::PackedAttr>() && natural > 8);
    });
}

}  // namespace

std::string pragma_pack(const clang::RecordDecl& declared) {
    const auto* pragma = declared.getAttr<clang::MaxFieldAlignmentAttr>();
    return pragma == nullptr ? "" : "#pragma pack(" + std::to_string(pragma->getAlignment() / 8) + ")";
}

Record read_record(const clang::RecordDecl& declared, const std::string& name, const clang::TypedefNameDecl* alias,
                   Places& places, const Dropped& dropped, const NameOfOwnedTag& name_of) {
    Record record;
    record.name = name;
    record.kind = declared.isUnion() ? RecordKind::union_ : RecordKind::structure;
    record.place = places.of(declared.getSourceRange());
    if (!declared.isCompleteDefinition() || declared.isInvalidDecl() || declared.isDependentType()) return record;

    if (declared.hasAttr<clang::BPFPreserveAccessIndexAttr>()) {
        record.fields_unknown = found_by_name;
        return record;
    }
    auto& context = declared.getASTContext();
    const auto& layout = context.getASTRecordLayout(&declared);
    record.size_bytes = static_cast<std::uint64_t>(layout.getSize().getQuantity());
    record.align_bytes = static_cast<std::uint64_t>(layout.getAlignment().getQuantity());
    if (alias != nullptr) record.align_bytes = context.getTypeAlign(context.getTypedefType(alias)) / 8;
    record.packed = is_packed(declared, context);
    record.fields_unknown = dropped_layout_attribute(declared, alias, dropped);
    if (!record.fields_unknown.empty()) return record;
    FieldReader(record, context, places, name_of).add_members(declared, {}, /*whole=*/true);
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

}  // namespace abi::clang_reader
