#include "read/clang_names.h"

#include "clang/AST/PrettyPrinter.h"
#include "llvm/Support/raw_ostream.h"

namespace abi {

std::string qualified_name(const clang::NamedDecl& declaration) {
    clang::PrintingPolicy policy(declaration.getASTContext().getLangOpts());
    policy.SuppressUnwrittenScope = true;
    policy.AnonymousTagLocations = false;
    std::string name;
    llvm::raw_string_ostream stream(name);
    declaration.getNameForDiagnostic(stream, policy, /*Qualified=*/true);
    return name;
}

Wanted::Wanted(const std::vector<std::string>& names, clang::ASTContext& context) : names_(names.begin(), names.end()) {
    for (const llvm::StringRef name : names) {
        const auto colons = name.rfind("::");
        const llvm::StringRef last = colons == llvm::StringRef::npos ? name : name.substr(colons + 2);
        // The table holds every identifier that the unit has seen: what is not
        // there is not declared.
        const auto found = context.Idents.find(last.substr(0, last.find('<')));
        if (found != context.Idents.end()) last_components_.insert(found->second);
    }
}

bool Wanted::named(const clang::NamedDecl& declaration) const {
    const auto* identifier = declaration.getIdentifier();
    if (identifier == nullptr || !last_components_.contains(identifier)) return false;
    return names_.contains(identifier->getName().str()) || names_.contains(qualified_name(declaration));
}

}  // namespace abi
