// How declarations are named, and which of them a request wants.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/IdentifierTable.h"

namespace abi::clang_reader {

/// "core::CmdPacket", with template arguments, without inline and anonymous
/// namespaces.
std::string qualified_name(const clang::NamedDecl& declaration);

/// A name without the white space that does not part two words: "Ring<Cmd, 64>"
/// and "Ring< Cmd,64 >" are one name, "Slot<unsigned int>" keeps its blank.
std::string without_blanks(std::string_view name);

/// "CmdPacket" of "core::CmdPacket", "Ring" of "core::Ring<core::Cmd, 64>".
std::string_view last_identifier(std::string_view name);

/// A set of names asked for, matched by identifier first, so that most
/// declarations cost one look-up. White space counts as in without_blanks.
class Wanted {
  public:
    Wanted(const std::vector<std::string>& names, clang::ASTContext& context);

    /// Nothing was named: whatever is not declared in a system header is wanted.
    bool everything() const { return names_.empty(); }
    /// None of the names' last components occurs in this unit.
    bool nothing() const { return !names_.empty() && last_components_.empty(); }
    /// The qualified name, or its last component, is one of the names.
    bool named(const clang::NamedDecl& declaration) const;
    /// Under which name an enumerator is asked for together with its enumeration
    /// or namespace ("Op::exec"); empty: it is not.
    std::string name_with_scope(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) const;
    /// A qualified name as the request spells it.
    std::string spelled(std::string qualified) const;

  private:
    std::unordered_map<std::string, std::string> names_;  // without blanks, then as asked for
    std::unordered_set<const clang::IdentifierInfo*> last_components_;
};

}  // namespace abi::clang_reader
