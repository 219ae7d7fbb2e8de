#include "read/clang/constants.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "read/clang/names.h"
#include "read/clang/types.h"

namespace abi::clang_reader {
namespace {

std::optional<Integer> integer_of(const llvm::APSInt& value) {
    Integer integer;
    integer.negative = value.isNegative();
    // One more bit, so that the magnitude of the smallest negative number fits.
    llvm::APInt magnitude = value.extend(value.getBitWidth() + 1);
    if (integer.negative) magnitude.negate();
    if (magnitude.getActiveBits() > 128) return std::nullopt;
    const llvm::APInt wide = magnitude.zextOrTrunc(128);
    integer.low = wide.extractBitsAsZExtValue(64, 0);
    integer.high = wide.extractBitsAsZExtValue(64, 64);
    return integer;
}

std::string name_of_tag(const clang::TagDecl& tag, clang::QualType /*written*/) {
    return qualified_name(tag);
}

/// `initialised` is the declaration of the variable that has the initialiser.
std::optional<Integer> value_of(const clang::VarDecl& initialised) {
    const auto type = initialised.getType();
    if (initialised.isInvalidDecl() || type->isDependentType() || !type->isIntegralOrEnumerationType()) return {};
    if (!type.isConstQualified() && !initialised.isConstexpr()) return {};
    if (initialised.getInit()->isValueDependent()) return {};
    const auto* value = initialised.evaluateValue();
    if (value == nullptr || !value->isInt()) return {};
    return integer_of(value->getInt());
}

}  // namespace

Enum read_enum(const clang::EnumDecl& declared, const std::string& name, Places& places) {
    Enum made;
    made.name = name;
    made.type = type_of(declared.getIntegerType(), declared.getASTContext(), name_of_tag);
    made.fixed_width = declared.isFixed();
    made.scoped = declared.isScoped();
    for (const auto* enumerator : declared.enumerators()) {
        const auto value = integer_of(enumerator->getInitVal());
        if (!value) continue;
        made.enumerators.push_back({.name = enumerator->getNameAsString(),
                                    .value = *value,
                                    .doc = "",
                                    .place = places.of(enumerator->getSourceRange())});
    }
    made.place = places.of(declared.getSourceRange());
    return made;
}

Constant read_enumerator(const clang::EnumConstantDecl& declared, const clang::EnumDecl& owner, Places& places) {
    Constant constant;
    const bool has_scopes = declared.getASTContext().getLangOpts().CPlusPlus;
    constant.name = has_scopes ? qualified_name(declared) : declared.getNameAsString();  // clang: "S::LAST", also in C
    constant.type = type_of(owner.getIntegerType(), declared.getASTContext(), name_of_tag);
    constant.value = integer_of(declared.getInitVal()).value_or(Integer{});
    constant.place = places.of(declared.getSourceRange());
    return constant;
}

std::optional<Constant> read_variable(const clang::VarDecl& declared, Places& places) {
    const clang::VarDecl* initialised = nullptr;
    if (declared.getAnyInitializer(initialised) == nullptr) return std::nullopt;
    const auto value = value_of(*initialised);
    if (!value) return std::nullopt;
    Constant constant;
    constant.name = qualified_name(declared);
    constant.value = *value;
    constant.type = type_of(initialised->getType(), declared.getASTContext(), name_of_tag);
    constant.place = places.of(initialised->getSourceRange());
    return constant;
}

}  // namespace abi::clang_reader
