#include "read/clang/reliance.h"

#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"

namespace abi::clang_reader {
namespace {

/// How a declaration uses a type: its layout counts only by value.
enum class Use { by_value, by_name };

class RelianceWalk {
  public:
    explicit RelianceWalk(clang::CompilerInstance& compiler)
        : context_(compiler.getASTContext()), sources_(compiler.getSourceManager()) {}

    Reliance walk(const std::vector<const clang::NamedDecl*>& roots) {
        for (const auto* root : roots) add(*root);
        return {.failure = std::move(failure_),
                .words = {words_.begin(), words_.end()},
                .files = {files_.begin(), files_.end()}};
    }

  private:
    void refuse(const std::string& what) {
        if (failure_.empty()) failure_ = what;
    }

    void add(const clang::NamedDecl& declaration) {
        if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(&declaration)) return add_tag(*tag, Use::by_value);
        if (const auto* alias = llvm::dyn_cast<clang::TypedefNameDecl>(&declaration))
            return add_typedef(*alias, Use::by_value);
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(&declaration)) return add_variable(*variable);
        refuse("a declaration of another kind");
    }

    /// The name, the scopes that are types, and the file. Returns whether the declaration is new for this use.
    bool add_name(const clang::NamedDecl& declaration, Use use) {
        if (!known_.emplace(&declaration, use).second) return false;
        if (const auto* identifier = declaration.getIdentifier()) words_.insert(identifier->getName().str());
        for (const auto* scope = declaration.getDeclContext(); scope != nullptr; scope = scope->getParent()) {
            if (const auto* outer = llvm::dyn_cast<clang::TagDecl>(scope); outer != nullptr && outer->getIdentifier())
                words_.insert(outer->getName().str());
            if (scope->isDependentContext() || llvm::isa<clang::ClassTemplateSpecializationDecl>(scope))
                refuse("a template");
            if (scope->isFunctionOrMethod()) refuse("a declaration in a function");
        }
        add_file(declaration);
        return true;
    }

    void add_file(const clang::NamedDecl& declaration) {
        if (declaration.getLocation().isInvalid()) return;  // clang declares it in every unit
        const auto place = sources_.getExpansionLoc(declaration.getLocation());
        const auto file = sources_.getFileEntryRefForID(sources_.getFileID(place));
        if (!file) return refuse("a declaration outside of the files");
        llvm::SmallString<256> path(file->getName());
        sources_.getFileManager().makeAbsolutePath(path);
        files_.insert(std::string(path.str()));
    }

    void add_tag(const clang::TagDecl& named, Use use) {
        const auto* definition = named.getDefinition();
        const auto& tag = definition != nullptr ? *definition : named;
        if (!add_name(tag, use)) return;
        if (const auto* alias = tag.getTypedefNameForAnonDecl()) add_name(*alias, Use::by_name);
        if (use == Use::by_name) return;
        if (llvm::isa<clang::ClassTemplateSpecializationDecl>(tag) || tag.isDependentContext())
            return refuse("a template");
        add_attributes(tag);
        if (const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(&tag)) return add_enum(*enumeration);
        if (definition != nullptr) add_record(llvm::cast<clang::RecordDecl>(tag));
    }

    void add_enum(const clang::EnumDecl& enumeration) {
        if (const auto* type = enumeration.getIntegerTypeSourceInfo()) add_type(type->getTypeLoc(), Use::by_value);
        for (const auto* one : enumeration.enumerators()) {
            if (const auto* value = one->getInitExpr()) add_value(*value);
        }
    }

    void add_record(const clang::RecordDecl& record) {
        if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(&record)) {
            if (cxx->isLambda() || cxx->getTemplateInstantiationPattern() != nullptr) return refuse("a template");
            for (const auto& base : cxx->bases()) add_type(base.getTypeSourceInfo()->getTypeLoc(), Use::by_value);
            // A constructor that copies makes the record another one for the ABI.
            for (const auto* method : cxx->methods()) add_copy(*method);
        }
        for (const auto* field : record.fields()) {
            add_attributes(*field);
            if (field->getTypeSourceInfo() == nullptr) return refuse("a field without a written type");
            add_type(field->getTypeSourceInfo()->getTypeLoc(), Use::by_value);
            if (const auto* width = field->getBitWidth()) add_value(*width);
        }
    }

    void add_copy(const clang::CXXMethodDecl& method) {
        if (method.isImplicit() || method.getNumParams() == 0) return;
        const bool may_copy =
            llvm::isa<clang::CXXConstructorDecl>(method) || method.getOverloadedOperator() == clang::OO_Equal;
        const auto type = method.getParamDecl(0)->getType().getNonReferenceType();
        const auto* written = type->getAs<clang::TypedefType>();
        if (may_copy && written != nullptr) add_typedef(*written->getDecl(), Use::by_name);
    }

    void add_typedef(const clang::TypedefNameDecl& alias, Use use) {
        if (!add_name(alias, use)) return;
        add_attributes(alias);
        if (alias.getTypeSourceInfo() == nullptr) return refuse("a typedef without a written type");
        add_type(alias.getTypeSourceInfo()->getTypeLoc(), use);
    }

    void add_variable(const clang::VarDecl& variable) {
        if (!add_name(variable, Use::by_value)) return;
        if (llvm::isa<clang::VarTemplateSpecializationDecl>(variable) || variable.getInstantiatedFromStaticDataMember())
            return refuse("a template");
        add_type(variable.getTypeSourceInfo()->getTypeLoc(), Use::by_value);
        const clang::VarDecl* initialised = nullptr;
        const auto* value = variable.getAnyInitializer(initialised);
        if (value == nullptr) return;
        if (initialised != &variable) add_name(*initialised, Use::by_value);
        add_value(*value);
    }

    void add_attributes(const clang::Decl& declaration) {
        for (const auto* attribute : declaration.specific_attrs<clang::AlignedAttr>()) {
            if (!attribute->isAlignmentExpr()) {
                add_type(attribute->getAlignmentType()->getTypeLoc(), Use::by_value);
            } else if (const auto* value = attribute->getAlignmentExpr()) {
                add_value(*value);
            }
        }
    }

    void add_scopes(clang::NestedNameSpecifierLoc scopes) {
        for (; scopes; scopes = scopes.getPrefix()) {
            const auto* scope = scopes.getNestedNameSpecifier();
            if (const auto* alias = scope->getAsNamespaceAlias()) add_name(*alias, Use::by_name);
            if (scope->getAsType() != nullptr) add_type(scopes.getTypeLoc(), Use::by_name);
        }
    }

    void add_type(clang::TypeLoc type, Use use) {
        while (type) {
            switch (type.getTypeLocClass()) {
            case clang::TypeLoc::Builtin:
            case clang::TypeLoc::Auto: return;
            case clang::TypeLoc::Qualified:
            case clang::TypeLoc::Paren:
            case clang::TypeLoc::MacroQualified:
            case clang::TypeLoc::Attributed:
            case clang::TypeLoc::Atomic:
            case clang::TypeLoc::Complex: break;
            case clang::TypeLoc::IncompleteArray: break;
            case clang::TypeLoc::Pointer:
            case clang::TypeLoc::LValueReference:
            case clang::TypeLoc::RValueReference: use = Use::by_name; break;
            case clang::TypeLoc::Elaborated:
                add_scopes(type.castAs<clang::ElaboratedTypeLoc>().getQualifierLoc());
                break;
            case clang::TypeLoc::ConstantArray:
                if (const auto* size = type.castAs<clang::ConstantArrayTypeLoc>().getSizeExpr()) add_value(*size);
                break;
            case clang::TypeLoc::FunctionNoProto: use = Use::by_name; break;
            case clang::TypeLoc::FunctionProto:
                use = Use::by_name;
                for (const auto* parameter : type.castAs<clang::FunctionProtoTypeLoc>().getParams()) {
                    if (parameter == nullptr || parameter->getTypeSourceInfo() == nullptr)
                        return refuse("a parameter without a written type");
                    add_type(parameter->getTypeSourceInfo()->getTypeLoc(), Use::by_name);
                }
                break;
            case clang::TypeLoc::Typedef:
                return add_typedef(*type.castAs<clang::TypedefTypeLoc>().getTypedefNameDecl(), use);
            case clang::TypeLoc::Using: {
                const auto& found = *type.castAs<clang::UsingTypeLoc>().getFoundDecl();
                add_name(found, Use::by_name);
                return add_used(*found.getTargetDecl(), use);
            }
            case clang::TypeLoc::Record:
            case clang::TypeLoc::Enum: return add_tag(*type.castAs<clang::TagTypeLoc>().getDecl(), use);
            default: return refuse(std::string("a type of the kind ") + type.getTypePtr()->getTypeClassName());
            }
            type = type.getNextTypeLoc();
        }
    }

    void add_used(const clang::NamedDecl& target, Use use) {
        if (const auto* alias = llvm::dyn_cast<clang::TypedefNameDecl>(&target)) return add_typedef(*alias, use);
        if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(&target)) return add_tag(*tag, use);
        refuse("a using-declaration of another kind");
    }

    /// A value that no function and no operator of the source computes.
    void add_value(const clang::Expr& value) {
        if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(&value)) return add_named(*named);
        if (const auto* trait = llvm::dyn_cast<clang::UnaryExprOrTypeTraitExpr>(&value)) {
            if (trait->isArgumentType()) return add_type(trait->getArgumentTypeInfo()->getTypeLoc(), Use::by_value);
            return add_value(*trait->getArgumentExpr());
        }
        if (const auto* cast = llvm::dyn_cast<clang::ExplicitCastExpr>(&value)) {
            add_type(cast->getTypeInfoAsWritten()->getTypeLoc(), Use::by_value);
        } else if (!is_plain(value)) {
            return refuse("a value of another kind");
        }
        for (const auto* part : value.children()) {
            const auto* operand = llvm::dyn_cast_or_null<clang::Expr>(part);
            if (operand == nullptr) return refuse("a value of another kind");
            if (has_operators(*operand) && !llvm::isa<clang::ConstantExpr, clang::ParenExpr>(value) &&
                !llvm::isa<clang::ImplicitCastExpr>(value))
                return refuse("an operator of a type");
            add_value(*operand);
        }
    }

    static bool is_plain(const clang::Expr& value) {
        if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(&value)) {
            return cast->getCastKind() != clang::CK_UserDefinedConversion &&
                   cast->getCastKind() != clang::CK_ConstructorConversion;
        }
        return llvm::isa<clang::IntegerLiteral, clang::CharacterLiteral, clang::CXXBoolLiteralExpr, clang::ParenExpr,
                         clang::ConstantExpr, clang::UnaryOperator, clang::BinaryOperator, clang::ConditionalOperator>(
            value);
    }

    /// Whether C++ looks for operators and conversions of the type of an operand.
    bool has_operators(const clang::Expr& operand) const {
        const auto type = operand.IgnoreParenImpCasts()->getType();
        return context_.getLangOpts().CPlusPlus && (type->isEnumeralType() || type->isRecordType());
    }

    void add_named(const clang::DeclRefExpr& named) {
        add_scopes(named.getQualifierLoc());
        add_name(*named.getFoundDecl(), Use::by_name);
        if (named.hasExplicitTemplateArgs()) return refuse("a template");
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(named.getDecl())) return add_variable(*variable);
        const auto* enumerator = llvm::dyn_cast<clang::EnumConstantDecl>(named.getDecl());
        if (enumerator == nullptr) return refuse("a value of another kind");
        add_name(*enumerator, Use::by_name);
        add_tag(*llvm::cast<clang::EnumDecl>(enumerator->getDeclContext()), Use::by_value);
    }

    clang::ASTContext& context_;
    clang::SourceManager& sources_;
    std::set<std::pair<const clang::NamedDecl*, Use>> known_;
    std::set<std::string> words_;
    std::set<std::string> files_;
    std::string failure_;
};

}  // namespace

Reliance reliance_of(const std::vector<const clang::NamedDecl*>& roots, clang::CompilerInstance& compiler) {
    return RelianceWalk(compiler).walk(roots);
}

}  // namespace abi::clang_reader
