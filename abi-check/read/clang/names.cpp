#include "read/clang/names.h"

#include "clang/AST/PrettyPrinter.h"
#include "clang/Basic/CharInfo.h"
#include "llvm/Support/raw_ostream.h"

namespace abi::clang_reader {
namespace {

bool is_blank(char c) {
    return clang::isWhitespace(static_cast<unsigned char>(c));
}

bool is_of_word(char c) {
    return clang::isAsciiIdentifierContinue(static_cast<unsigned char>(c));
}

}  // namespace

std::string qualified_name(const clang::NamedDecl& declaration) {
    clang::PrintingPolicy policy(declaration.getASTContext().getLangOpts());
    policy.SuppressUnwrittenScope = true;
    policy.AnonymousTagLocations = false;
    std::string name;
    llvm::raw_string_ostream stream(name);
    declaration.getNameForDiagnostic(stream, policy, /*Qualified=*/true);
    return name;
}

std::string without_blanks(std::string_view name) {
    std::string kept;
    bool blank = false;
    for (const char c : name) {
        if (is_blank(c)) {
            blank = true;
            continue;
        }
        if (blank && !kept.empty() && is_of_word(kept.back()) && is_of_word(c)) kept += ' ';
        blank = false;
        kept += c;
    }
    return kept;
}

std::string_view last_identifier(std::string_view name) {
    std::size_t begin = 0;
    std::size_t end = name.size();
    std::size_t depth = 0;  // of template arguments: their own names are not the name's
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (name[at] == '<' && depth++ == 0) end = at;
        if (name[at] == '>' && depth != 0) --depth;
        if (name[at] != ':' || depth != 0) continue;
        begin = at + 1;
        end = name.size();
    }
    while (begin < end && is_blank(name[begin])) ++begin;
    while (end > begin && is_blank(name[end - 1])) --end;
    return name.substr(begin, end - begin);
}

Wanted::Wanted(const std::vector<std::string>& names, clang::ASTContext& context) {
    for (const auto& name : names) {
        names_.emplace(without_blanks(name), name);
        // The table holds every identifier that the unit has seen: what is not
        // there is not declared.
        const auto found = context.Idents.find(last_identifier(name));
        if (found != context.Idents.end()) last_components_.insert(found->second);
    }
}

bool Wanted::named(const clang::NamedDecl& declaration) const {
    const auto* identifier = declaration.getIdentifier();
    if (identifier == nullptr || !last_components_.contains(identifier)) return false;
    return names_.contains(identifier->getName().str()) || names_.contains(without_blanks(qualified_name(declaration)));
}

std::string Wanted::name_with_scope(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) const {
    if (!last_components_.contains(enumerator.getIdentifier())) return "";
    for (const auto& name : {qualified_name(owner) + "::" + enumerator.getNameAsString(), qualified_name(enumerator)}) {
        if (name != enumerator.getName() && names_.contains(name)) return name;
    }
    return "";
}

std::string Wanted::spelled(std::string qualified) const {
    if (qualified.find('<') == std::string::npos) return qualified;
    const auto asked = names_.find(without_blanks(qualified));
    return asked != names_.end() ? asked->second : qualified;
}

}  // namespace abi::clang_reader
