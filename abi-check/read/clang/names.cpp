#include "read/clang/names.h"

#include "clang/AST/PrettyPrinter.h"
#include "llvm/Support/raw_ostream.h"

namespace abi::clang_reader {

std::string qualified_name(const clang::NamedDecl& declaration) {
    clang::PrintingPolicy policy(declaration.getASTContext().getLangOpts());
    policy.SuppressUnwrittenScope = true;
    policy.AnonymousTagLocations = false;
    std::string name;
    llvm::raw_string_ostream stream(name);
    declaration.getNameForDiagnostic(stream, policy, /*Qualified=*/true);
    return name;
}

bool needs_scope(const clang::NamedDecl& value) {
    if (!value.getASTContext().getLangOpts().CPlusPlus) return false;
    const auto* scope = value.getDeclContext()->getRedeclContext();  // an unscoped enumeration is not a scope
    return scope->isRecord() || llvm::isa<clang::EnumDecl>(scope);
}

Wanted::Wanted(const std::vector<std::string>& names, clang::ASTContext& context) : names_(names) {
    for (const auto& name : names) {
        // The table holds every identifier that the unit contains. What is not in it is not declared.
        const auto found = context.Idents.find(last_component(name));
        if (found != context.Idents.end()) last_components_.insert(found->second);
    }
}

bool Wanted::named(const clang::NamedDecl& declaration) const {
    const auto* identifier = declaration.getIdentifier();
    if (identifier == nullptr || !last_components_.contains(identifier)) return false;
    return names_.named(identifier->getName(), [&] { return qualified_name(declaration); });
}

bool Wanted::value_named(const clang::NamedDecl& value) const {
    if (!needs_scope(value)) return named(value);
    return last_components_.contains(value.getIdentifier()) && names_.contains(qualified_name(value));
}

std::string Wanted::name_with_scope(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) const {
    if (!last_components_.contains(enumerator.getIdentifier())) return "";
    for (const auto& name : {qualified_name(owner) + "::" + enumerator.getNameAsString(), qualified_name(enumerator)}) {
        if (name != enumerator.getName() && names_.contains(name)) return name;
    }
    return "";
}

}  // namespace abi::clang_reader
