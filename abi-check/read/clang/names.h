// How declarations are named, and which of them a request wants.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/IdentifierTable.h"
#include "read/wanted_names.h"

namespace abi::clang_reader {

/// "core::CmdPacket", with template arguments, without inline and anonymous
/// namespaces.
std::string qualified_name(const clang::NamedDecl& declaration);

/// Whether a constant or an enumerator lives in a class or in a scoped enumeration of C++. MAX does not mean such a
/// one, only `Color::MAX` does (C++ [basic.lookup.unqual]). C has no such scopes.
bool needs_scope(const clang::NamedDecl& value);

/// The names that a request asks for, matched by identifier first, so that most declarations cost one look-up.
class Wanted {
  public:
    Wanted(const std::vector<std::string>& names, clang::ASTContext& context);

    /// The request names nothing, so every declaration outside of system headers is wanted.
    bool everything() const { return names_.everything(); }
    /// The request names something, but no declaration of this unit can have such a name.
    bool nothing() const { return !everything() && last_components_.empty(); }
    /// Whether the declaration's own or qualified name is one of the names.
    bool named(const clang::NamedDecl& declaration) const;
    /// The same for a constant or an enumerator. One that needs its scope is wanted only by its qualified name.
    bool value_named(const clang::NamedDecl& value) const;
    /// The name by which an enumerator is asked for together with its enumeration or namespace ("Op::exec"), or "".
    std::string name_with_scope(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) const;
    /// Returns a qualified name as the request spells it.
    std::string spelled(std::string qualified) const { return names_.spelled(std::move(qualified)); }

  private:
    WantedNames names_;
    std::unordered_set<const clang::IdentifierInfo*> last_components_;
};

}  // namespace abi::clang_reader
