#include "read/clang_attributes.h"

#include <array>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/ParsedAttrInfo.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

namespace abi {
namespace {

constexpr llvm::StringLiteral mark = "abi-check scalar_storage_order ";

/// Keeps the attribute as an annotation of the record. Clang asks its list of
/// such classes about every attribute that is not its own.
struct StorageOrder : clang::ParsedAttrInfo {
    StorageOrder() {
        static constexpr std::array<Spelling, 3> spellings{
            {{clang::ParsedAttr::AS_GNU, "scalar_storage_order"},
             {clang::ParsedAttr::AS_C23, "gnu::scalar_storage_order"},
             {clang::ParsedAttr::AS_CXX11, "gnu::scalar_storage_order"}}};
        Spellings = spellings;
        NumArgs = 1;
    }

    AttrHandling handleDeclAttribute(clang::Sema& sema, clang::Decl* declared,
                                     const clang::ParsedAttr& attribute) const override {
        llvm::StringRef order;
        if (!sema.checkStringLiteralArgumentAttr(attribute, 0, order)) return AttributeNotApplied;
        declared->addAttr(clang::AnnotateAttr::Create(sema.Context, (mark + order).str(), nullptr, 0, attribute));
        return AttributeApplied;
    }
};

const clang::ParsedAttrInfoRegistry::Add<StorageOrder> storage_order("abi-check-storage-order",
                                                                     "GCC's scalar_storage_order");

}  // namespace

std::string blinding_attribute(const clang::RecordDecl& declared) {
    const bool is_big = declared.getASTContext().getTargetInfo().isBigEndian();
    const llvm::StringRef own = is_big ? "big-endian" : "little-endian";
    for (const auto* one : declared.specific_attrs<clang::AnnotateAttr>()) {
        llvm::StringRef order = one->getAnnotation();
        if (!order.consume_front(mark) || order == own || order == "default") continue;
        return "clang does not know its attribute scalar_storage_order(\"" + order.str() + "\")";
    }
    return "";
}

}  // namespace abi
