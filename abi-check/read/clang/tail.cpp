#include "read/clang/tail.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "model/find.h"
#include "read/clang/constants.h"

namespace abi::clang_reader {
namespace {

constexpr const char* first_declaration = "abi_check_unit";

constexpr std::string_view variable_prefix = "abi_check_value_";

std::string variable_of(std::size_t index) {
    return std::string(variable_prefix) + std::to_string(index);
}

std::string typedef_of(std::size_t index) {
    return "abi_check_type_" + std::to_string(index);
}

/// Whether the name has template arguments ("Ring<Cmd, 64>") and cannot end the declaration that it is put into.
bool has_template_arguments(std::string_view name) {
    const auto is_harmless = [](char c) {
        return clang::isAsciiIdentifierContinue(static_cast<unsigned char>(c)) ||
               std::string_view("<>:, *&()+-").find(c) != std::string_view::npos;
    };
    if (!name.ends_with('>') || !std::ranges::all_of(name, is_harmless)) return false;
    std::string open;
    for (const char c : name) {
        if (c == '<' || c == '(') open += c;
        if (c != '>' && c != ')') continue;
        if (open.empty() || open.back() != (c == '>' ? '<' : '(')) return false;
        open.pop_back();
    }
    return open.empty();
}

std::string constant_line(const std::string& name, std::size_t index) {
    return "static const __typeof__((" + name + ")) " + variable_of(index) + " = (" + name + ");\n";
}

/// Checks the tokens of a macro, with those of the macros within: brackets must be in pairs, no token may end a
/// declaration, the value must not depend on the place of its use (`__LINE__`), and the number of tokens is limited,
/// because macros that double each other can make an expression that is too deep for the compiler.
class Expansion {
  public:
    explicit Expansion(const clang::Preprocessor& preprocessor) : preprocessor_(preprocessor) {}

    bool is_constant(const clang::MacroInfo& macro) { return add(macro) && open_.empty(); }

  private:
    bool add(const clang::MacroInfo& macro) {
        if (std::ranges::find(inside_, &macro) != inside_.end()) return true;  // a macro does not expand within itself
        inside_.push_back(&macro);
        const bool good = std::ranges::all_of(macro.tokens(), [this](const auto& token) { return add(token); });
        inside_.pop_back();
        return good;
    }

    bool add(const clang::Token& token) {
        if (++tokens_ > most_tokens || open_.size() > most_open) return false;
        switch (token.getKind()) {
        case clang::tok::semi: return false;
        case clang::tok::comma:
            if (open_.empty()) return false;  // `1, 2` is a list, and not the value 2
            break;
        case clang::tok::l_paren:
        case clang::tok::l_square:
        case clang::tok::l_brace: open_.push_back(token.getKind()); return true;
        case clang::tok::r_paren: return close(clang::tok::l_paren);
        case clang::tok::r_square: return close(clang::tok::l_square);
        case clang::tok::r_brace: return close(clang::tok::l_brace);
        default: break;
        }
        const auto* identifier = token.getIdentifierInfo();
        const auto* macro = identifier == nullptr ? nullptr : preprocessor_.getMacroInfo(identifier);
        if (macro != nullptr && macro->isBuiltinMacro() &&
            contains(place_macros, std::string_view(identifier->getName())))
            return false;
        return macro == nullptr || add(*macro);
    }

    bool close(clang::tok::TokenKind opener) {
        if (open_.empty() || open_.back() != opener) return false;
        open_.pop_back();
        return true;
    }

    static constexpr std::array<std::string_view, 3> place_macros{"__LINE__", "__COUNTER__", "__INCLUDE_LEVEL__"};
    static constexpr std::size_t most_tokens = 4096;
    static constexpr std::size_t most_open = 128;  // clang gives up the unit at 256

    const clang::Preprocessor& preprocessor_;
    std::size_t tokens_ = 0;
    std::vector<clang::tok::TokenKind> open_;
    std::vector<const clang::MacroInfo*> inside_;
};

class TailShield : public clang::PPCallbacks {
  public:
    TailShield(clang::Preprocessor& preprocessor, std::size_t begin) : preprocessor_(preprocessor), begin_(begin) {}

    /// The tail has an #ifdef before each use of a macro.
    void Ifdef(clang::SourceLocation location, const clang::Token& name,
               const clang::MacroDefinition& definition) override {
        const auto& sources = preprocessor_.getSourceManager();
        const auto [file, offset] = sources.getDecomposedLoc(location);
        if (file != sources.getMainFileID() || offset < begin_) return;
        const auto* macro = definition.getMacroInfo();
        if (macro == nullptr || Expansion(preprocessor_).is_constant(*macro)) return;
        preprocessor_.appendDefMacroDirective(name.getIdentifierInfo(), without_value(location));
    }

  private:
    /// A macro that is a name which nothing declares. So a macro that uses it later has no value either.
    clang::MacroInfo* without_value(clang::SourceLocation location) {
        clang::Token name;
        name.startToken();
        name.setKind(clang::tok::identifier);
        name.setIdentifierInfo(preprocessor_.getIdentifierInfo("abi_check_not_a_constant"));
        name.setLocation(location);
        auto* macro = preprocessor_.AllocateMacroInfo(location);
        macro->setTokens(name, preprocessor_.getPreprocessorAllocator());
        return macro;
    }

    clang::Preprocessor& preprocessor_;
    std::size_t begin_;
};

/// The declaration of the tail with that name, or null.
template <typename Declared>
const Declared* find_in_tail(clang::ASTContext& context, const std::string& name) {
    const auto identifier = context.Idents.find(name);
    if (identifier == context.Idents.end()) return nullptr;
    for (const auto* found : context.getTranslationUnitDecl()->lookup(identifier->second)) {
        const auto* declared = llvm::dyn_cast<Declared>(found);
        if (declared != nullptr && !declared->isInvalidDecl()) return declared;
    }
    return nullptr;
}

/// The place of the macro, or of the variable that the tail names.
Place origin_of(const std::string& name, const clang::VarDecl& variable, const clang::Preprocessor& preprocessor,
                Places& places) {
    const auto identifier = variable.getASTContext().Idents.find(name);
    const auto* macro =
        identifier == variable.getASTContext().Idents.end() ? nullptr : preprocessor.getMacroInfo(identifier->second);
    if (macro != nullptr) return places.of(clang::SourceRange(macro->getDefinitionLoc(), macro->getDefinitionEndLoc()));
    const auto* initial = variable.getInit();
    const auto* named =
        initial == nullptr ? nullptr : llvm::dyn_cast<clang::DeclRefExpr>(initial->IgnoreParenImpCasts());
    return named == nullptr ? Place{} : places.of(named->getDecl()->getSourceRange());
}

}  // namespace

bool is_in_tail(std::string_view name) {
    return name.starts_with(variable_prefix);
}

UnitTail unit_tail(const std::vector<std::string>& names) {
    UnitTail tail;
    // Two line ends, because a backslash may continue the last line. A file that includes itself has the tail each
    // time, but only the outermost one is at the end of the unit.
    tail.text = std::string("\n\n#if __INCLUDE_LEVEL__ == 0\nstruct ") + first_declaration + ";\n";
    tail.asked_begin = tail.text.size();
    for (std::size_t index = 0; index < names.size(); ++index) {
        const auto& name = names[index];
        if (clang::isValidAsciiIdentifier(name)) {
            tail.text += "#ifdef " + name + "\n" + constant_line(name, index) + "#endif\n";
        } else if (has_template_arguments(name)) {
            tail.text += "#ifdef __cplusplus\ntypedef " + name + " " + typedef_of(index) + ";\n" +
                         constant_line(name, index) + "#endif\n";
        }
    }
    tail.asked_end = tail.text.size();
    tail.text += "\nstruct abi_check_end_of_unit;\n#endif\n";
    return tail;
}

void shield_tail(clang::Preprocessor& preprocessor, std::size_t tail_begin) {
    preprocessor.addPPCallbacks(std::make_unique<TailShield>(preprocessor, tail_begin));
}

bool reached_tail(clang::ASTContext& context) {
    const auto first = context.Idents.find(first_declaration);
    if (first == context.Idents.end()) return false;
    return !context.getTranslationUnitDecl()->lookup(first->second).empty();
}

std::vector<Constant> read_tail_constants(const std::vector<std::string>& names, clang::ASTContext& context,
                                          const clang::Preprocessor& preprocessor, Places& places) {
    std::vector<Constant> constants;
    for (std::size_t index = 0; index < names.size(); ++index) {
        const auto* declared = find_in_tail<clang::VarDecl>(context, variable_of(index));
        auto constant = declared == nullptr ? std::nullopt : read_variable(*declared, places);
        if (!constant) continue;
        constant->name = names[index];
        constant->type.spelling = clang::isValidAsciiIdentifier(names[index]) ? "macro" : "variable template";
        constant->place = origin_of(names[index], *declared, preprocessor, places);
        constants.push_back(std::move(*constant));
    }
    return constants;
}

std::vector<AskedType> read_tail_types(const std::vector<std::string>& names, clang::ASTContext& context) {
    std::vector<AskedType> types;
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (!has_template_arguments(names[index])) continue;
        const auto* declared = find_in_tail<clang::TypedefNameDecl>(context, typedef_of(index));
        if (declared != nullptr) types.push_back({names[index], declared});
    }
    return types;
}

}  // namespace abi::clang_reader
