#include "read/clang/types.h"

#include <string_view>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/PrettyPrinter.h"
#include "read/host_sized.h"

namespace abi::clang_reader {
namespace {

bool is_host_sized_builtin(const clang::BuiltinType& builtin) {
    switch (builtin.getKind()) {
    case clang::BuiltinType::Long:
    case clang::BuiltinType::ULong:
    case clang::BuiltinType::LongDouble:
    case clang::BuiltinType::WChar_S:
    case clang::BuiltinType::WChar_U:
    case clang::BuiltinType::NullPtr: return true;
    default: return false;
    }
}

bool is_pointer(clang::QualType type) {
    return type->isAnyPointerType() || type->isReferenceType() || type->isMemberPointerType() ||
           type->isBlockPointerType() || type->isNullPtrType();
}

bool is_std(const clang::NamedDecl& declaration, llvm::StringRef name) {
    return declaration.isInStdNamespace() && declaration.getIdentifier() != nullptr && declaration.getName() == name;
}

/// The type argument of a class template at `index`, with its typedefs if the source writes them.
clang::QualType template_argument(clang::QualType written, const clang::ClassTemplateSpecializationDecl& made,
                                  unsigned index) {
    const auto* spelled = written->getAs<clang::TemplateSpecializationType>();
    while (spelled != nullptr && spelled->isTypeAlias()) {
        spelled = spelled->getAliasedType()->getAs<clang::TemplateSpecializationType>();
    }
    if (spelled != nullptr) {
        const auto arguments = spelled->template_arguments();
        if (index < arguments.size() && arguments[index].getKind() == clang::TemplateArgument::Type) {
            const auto type = arguments[index].getAsType();
            if (!type->isDependentType()) return type;
        }
    }
    const auto& arguments = made.getTemplateArgs();
    if (index >= arguments.size() || arguments[index].getKind() != clang::TemplateArgument::Type) return {};
    return arguments[index].getAsType();
}

bool same_size(clang::QualType a, clang::QualType b, const clang::ASTContext& context) {
    return !b->isIncompleteType() && context.getTypeSize(a) == context.getTypeSize(b);
}

/// The element of std::array<T, N>, whose extent is added, or T of std::atomic<T>, or nothing.
clang::QualType inside_std(clang::QualType written, const clang::ASTContext& context,
                           std::vector<std::uint64_t>& extents) {
    const auto* record = written->getAsCXXRecordDecl();
    const auto* made = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
    if (made == nullptr || written->isIncompleteType()) return {};
    const bool is_atomic = is_std(*made, "atomic");
    if (!is_atomic && !is_std(*made, "array")) return {};
    const auto argument = template_argument(written, *made, 0);
    if (argument.isNull() || argument->isIncompleteType()) return {};
    if (is_atomic) return same_size(written, argument, context) ? argument : clang::QualType();
    const auto& arguments = made->getTemplateArgs();
    if (arguments.size() < 2 || arguments[1].getKind() != clang::TemplateArgument::Integral) return {};
    const std::uint64_t count = arguments[1].getAsIntegral().getZExtValue();
    if (context.getTypeSize(argument) * count != context.getTypeSize(written) || count == 0) return {};
    extents.push_back(count);
    return argument;
}

/// The element of an array or atomic type, or nothing if `written` is neither.
clang::QualType peel(clang::QualType written, const clang::ASTContext& context, Type& type) {
    if (const auto* array = context.getAsArrayType(written)) {
        if (const auto* fixed = llvm::dyn_cast<clang::ConstantArrayType>(array)) {
            const std::uint64_t count = fixed->getZExtSize();
            // Before C99 §6.7.2.1 a flexible array member was written `u8 data[0]`.
            if (count == 0 && type.extents.empty()) {
                type.flexible_tail = true;
            } else {
                type.extents.push_back(count);
            }
            return array->getElementType();
        }
        if (!llvm::isa<clang::IncompleteArrayType>(array)) return {};
        type.flexible_tail = true;
        return array->getElementType();
    }
    if (const auto* atomic = written->getAs<clang::AtomicType>()) {
        return same_size(written, atomic->getValueType(), context) ? atomic->getValueType() : clang::QualType();
    }
    return inside_std(written, context, type.extents);
}

/// Whether a format is binary16, binary32, binary64 or binary128 of IEEE 754 §3.6 and fills its storage. The 80 bits of
/// x87, pairs of doubles and bfloat16 are not.
bool is_ieee_binary(clang::QualType type, const clang::ASTContext& context) {
    const auto* format = &context.getFloatTypeSemantics(type);
    switch (context.getTypeSize(type)) {
    case 16: return format == &llvm::APFloat::IEEEhalf();
    case 32: return format == &llvm::APFloat::IEEEsingle();
    case 64: return format == &llvm::APFloat::IEEEdouble();
    case 128: return format == &llvm::APFloat::IEEEquad();
    default: return false;
    }
}

/// A _BitInt(17) has 32 bits of storage. The value of the other bits is not specified.
bool has_spare_bits(clang::QualType type, const clang::ASTContext& context) {
    const auto* integer = type->getAs<clang::BitIntType>();
    return integer != nullptr && integer->getNumBits() != context.getTypeSize(type);
}

bool is_signed_enumeration(clang::QualType type) {
    const auto* enumeration = type->getAs<clang::EnumType>();
    if (enumeration == nullptr) return false;
    const auto integer = enumeration->getDecl()->getIntegerType();
    return !integer.isNull() && integer->isSignedIntegerType();
}

bool is_wide_pointer(clang::QualType type, const clang::ASTContext& context) {
    return type->isMemberPointerType() && context.getTypeSize(type) != context.getTypeSize(context.VoidPtrTy);
}

Kind kind_of(clang::QualType type, const clang::ASTContext& context) {
    if (type->isBooleanType()) return Kind::boolean;
    // A pointer to a member function has two words (Itanium C++ ABI §2.3), or more in other ABIs.
    if (is_pointer(type)) return is_wide_pointer(type, context) ? Kind::unknown : Kind::pointer;
    if (const auto* enumeration = type->getAs<clang::EnumType>()) {
        return is_std(*enumeration->getDecl(), "byte") ? Kind::byte : Kind::enumeration;
    }
    if (type->isRecordType()) return Kind::record;
    if (type->isRealFloatingType()) return is_ieee_binary(type, context) ? Kind::floating : Kind::unknown;
    if (has_spare_bits(type, context)) return Kind::unknown;
    if (type->isSignedIntegerType()) return Kind::signed_integer;
    if (type->isUnsignedIntegerType()) return Kind::unsigned_integer;
    return Kind::unknown;
}

std::string spelling_of(clang::QualType written, const clang::ASTContext& context) {
    clang::PrintingPolicy policy(context.getLangOpts());
    policy.AnonymousTagLocations = false;
    return written.getUnqualifiedType().getAsString(policy);
}

/// Appends the names of the typedefs from `written` inwards to those of the type. The spelling already has the first.
void add_typedefs(clang::QualType written, const clang::ASTContext& context, Type& type) {
    bool is_spelled = type.typedefs.empty();
    for (;;) {
        if (const auto* alias = llvm::dyn_cast<clang::TypedefType>(written.getTypePtr())) {
            const std::string name = alias->getDecl()->getName().str();
            if (!is_spelled || (type.spelling != name && !type.spelling.ends_with("::" + name))) {
                type.typedefs += (type.typedefs.empty() ? "" : " ") + name;
            }
            is_spelled = false;
        }
        const auto next = written.getSingleStepDesugaredType(context);
        if (next == written) return;
        written = next;
    }
}

}  // namespace

bool is_host_sized(clang::QualType written, const clang::ASTContext& context) {
    for (;;) {
        if (const auto* name = llvm::dyn_cast<clang::TypedefType>(written.getTypePtr())) {
            const std::string_view text = name->getDecl()->getName();
            if (is_host_sized_alias(text)) return true;
            if (states_width(text)) return false;
        }
        const auto next = written.getSingleStepDesugaredType(context);
        if (next == written) break;
        written = next;
    }
    if (const auto* enumeration = llvm::dyn_cast<clang::EnumType>(written.getTypePtr())) {
        const auto* declared = enumeration->getDecl();
        return declared->isFixed() && is_host_sized(declared->getIntegerType(), context);
    }
    if (const auto* builtin = llvm::dyn_cast<clang::BuiltinType>(written.getTypePtr())) {
        return is_host_sized_builtin(*builtin);
    }
    return is_pointer(written);
}

Type type_of(clang::QualType written, clang::ASTContext& context, const NameOfTag& name_of) {
    Type type;
    if (written->isDependentType()) return type;
    while (const auto* array = llvm::dyn_cast<clang::ArrayType>(written.getTypePtr())) {
        const auto inner = peel(clang::QualType(array, 0), context, type);
        if (inner.isNull()) return type;
        written = inner;
    }
    type.spelling = spelling_of(written, context);
    for (auto inner = peel(written, context, type); !inner.isNull(); inner = peel(written, context, type)) {
        add_typedefs(written, context, type);
        written = inner;
    }
    add_typedefs(written, context, type);
    type.kind = kind_of(written, context);
    type.is_signed = type.kind == Kind::enumeration && is_signed_enumeration(written);
    type.host_sized = is_host_sized(written, context);
    if (!written->isIncompleteType() && !written->isFunctionType()) type.width_bits = context.getTypeSize(written);
    if (written->isReferenceType()) type.width_bits = context.getTypeSize(context.VoidPtrTy);
    if (type.kind == Kind::record || type.kind == Kind::enumeration) {
        if (const auto* tag = written->getAsTagDecl()) type.name = name_of(*tag, written);
    }
    return type;
}

}  // namespace abi::clang_reader
