#include "read/clang/attributes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/ParsedAttrInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

namespace abi::clang_reader {
namespace {

constexpr llvm::StringLiteral mark = "abi-check scalar_storage_order ";

/// Keeps the attribute as an annotation of the record. Clang calls the registered classes of this kind for every
/// attribute that it does not know.
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

/// Attributes of GCC that clang 19 does not know and that change neither a size nor an offset (GCC 14 manual, §6.33 and
/// §6.39).
constexpr std::array<std::string_view, 14> harmless{"designated_init",
                                                    "nonstring",
                                                    "warn_if_not_aligned",
                                                    "strict_flex_array",
                                                    "externally_visible",
                                                    "no_reorder",
                                                    "noinit",
                                                    "persistent",
                                                    "tainted_args",
                                                    "uncached",
                                                    "no_icf",
                                                    "noclone",
                                                    "noipa",
                                                    "optimize"};

/// The order that an attribute of the declaration states, or "".
std::string order_by_attribute(const clang::Decl& declared) {
    for (const auto* one : declared.specific_attrs<clang::AnnotateAttr>()) {
        llvm::StringRef order = one->getAnnotation();
        if (order.consume_front(mark)) return order.str();
    }
    return "";
}

/// The order that a typedef states, or one that it is made from: `typedef Big Bigger;`.
std::string order_by_typedef(const clang::TypedefNameDecl* name) {
    std::string order;
    while (name != nullptr && order.empty()) {
        order = order_by_attribute(*name);
        const auto* behind = llvm::dyn_cast<clang::TypedefType>(name->getUnderlyingType().getTypePtr());
        name = behind != nullptr ? behind->getDecl() : nullptr;
    }
    return order;
}

/// Why the fields are unknown if scalar_storage_order differs from the machine's byte order, or "". GCC takes the
/// attribute of the typedef before that of the record, and both before the pragma.
std::string turned_round(const clang::RecordDecl& declared, const clang::TypedefNameDecl* name,
                         const std::vector<StorageOrderPragma>& pragmas) {
    const bool is_big = declared.getASTContext().getTargetInfo().isBigEndian();
    const std::string own = is_big ? "big-endian" : "little-endian";
    auto order = order_by_typedef(name);
    if (order.empty()) order = order_by_attribute(declared);
    const bool is_attribute = !order.empty();
    if (!is_attribute) order = order_by_pragma(declared, pragmas);
    if (order.empty() || order == own || order == "default") return "";
    return is_attribute ? "clang does not know its attribute scalar_storage_order(\"" + order + "\")"
                        : "clang ignores #pragma scalar_storage_order " + order + " before it";
}

/// Whether two places of one file are in one declaration: no ";", "{" or "}" lies between them. Their order is free.
bool in_one_declaration(clang::SourceLocation a, clang::SourceLocation b, const clang::SourceManager& sources) {
    auto [file, begin] = sources.getDecomposedExpansionLoc(a);
    auto [other_file, end] = sources.getDecomposedExpansionLoc(b);
    if (a.isInvalid() || b.isInvalid() || file != other_file) return false;
    if (begin > end) std::swap(begin, end);
    return sources.getBufferData(file).substr(begin, end - begin).find_first_of(";{}") == llvm::StringRef::npos;
}

bool is_about(const UnknownAttribute& attribute, const clang::RecordDecl& declared) {
    const auto& sources = declared.getASTContext().getSourceManager();
    const auto braces = declared.getBraceRange();
    const bool at_head = in_one_declaration(attribute.place, braces.getBegin(), sources);
    // Begin right behind the brace, because the brace itself ends a declaration.
    const bool at_end = in_one_declaration(attribute.place, braces.getEnd().getLocWithOffset(1), sources);
    return at_head || at_end || std::ranges::any_of(declared.fields(), [&](const clang::FieldDecl* field) {
               return in_one_declaration(attribute.place, field->getLocation(), sources);
           });
}

}  // namespace

std::optional<UnknownAttribute> unknown_attribute(llvm::StringRef scope, llvm::StringRef name,
                                                  clang::SourceLocation place) {
    const auto without_underscores = [](llvm::StringRef word) {
        return word.starts_with("__") && word.ends_with("__") && word.size() > 4 ? word.drop_front(2).drop_back(2)
                                                                                 : word;
    };
    scope = without_underscores(scope);
    name = without_underscores(name);
    if (!scope.empty() && scope != "gnu" && scope != "clang" && scope != "_Clang" && scope != "using") return {};
    if (std::ranges::find(harmless, std::string_view(name)) != harmless.end()) return {};
    return UnknownAttribute{scope.empty() ? name.str() : (scope + "::" + name).str(), place};
}

std::string dropped_layout_attribute(const clang::RecordDecl& declared, const clang::TypedefNameDecl* name,
                                     const Dropped& dropped) {
    auto reason = turned_round(declared, name, dropped.orders);
    const auto blames = [&](const clang::RecordDecl* within) {
        if (within != nullptr && reason.empty()) reason = dropped_layout_attribute(*within, nullptr, dropped);
    };
    for (const auto& attribute : dropped.attributes) {
        if (reason.empty() && is_about(attribute, declared)) {
            reason = "clang does not know its attribute " + attribute.name;
        }
    }
    for (const auto* field : declared.fields()) {
        if (field->isAnonymousStructOrUnion()) blames(field->getType()->getAsRecordDecl());
    }
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(&declared)) {
        for (const auto& base : cxx->bases()) blames(base.getType()->getAsCXXRecordDecl());
    }
    return reason;
}

}  // namespace abi::clang_reader
