// How declarations are named, and which of them a request wants.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/IdentifierTable.h"

namespace abi {

/// "core::CmdPacket", with template arguments, without inline and anonymous
/// namespaces.
std::string qualified_name(const clang::NamedDecl& declaration);

/// A set of names asked for, matched by identifier first, so that most
/// declarations cost one look-up.
class Wanted {
  public:
    Wanted(const std::vector<std::string>& names, clang::ASTContext& context);

    /// Nothing was named: whatever is not declared in a system header is wanted.
    bool everything() const { return names_.empty(); }
    /// None of the names' last components occurs in this unit.
    bool nothing() const { return !names_.empty() && last_components_.empty(); }
    /// The qualified name, or its last component, is one of the names.
    bool named(const clang::NamedDecl& declaration) const;

  private:
    std::unordered_set<std::string> names_;
    std::unordered_set<const clang::IdentifierInfo*> last_components_;
};

}  // namespace abi
