#include "read/clang_tail.h"

#include "clang/AST/Decl.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/MacroInfo.h"
#include "read/clang_constants.h"

namespace abi {
namespace {

std::string variable_of(std::size_t index) {
    return "abi_check_macro_" + std::to_string(index);
}

}  // namespace

UnitTail unit_tail(const std::vector<std::string>& names) {
    UnitTail tail;
    // Two ends of line: the first may be continued by a backslash. A file that
    // includes itself has the tail each time, and only its end is the unit's.
    tail.text = "\n\n#if __INCLUDE_LEVEL__ == 0\nstruct abi_check_unit;\n";
    tail.macros_begin = tail.text.size();
    for (std::size_t index = 0; index < names.size(); ++index) {
        const auto& name = names[index];
        if (!clang::isValidAsciiIdentifier(name)) continue;
        tail.text += "#ifdef " + name + "\n";
        tail.text += "static const __typeof__((" + name + ")) " + variable_of(index) + " = (" + name + ");\n#endif\n";
    }
    tail.macros_end = tail.text.size();
    tail.text += "\nstruct abi_check_end_of_unit;\n#endif\n";
    return tail;
}

bool reached_end(clang::ASTContext& context) {
    const auto end = context.Idents.find("abi_check_end_of_unit");
    if (end == context.Idents.end()) return false;
    return !context.getTranslationUnitDecl()->lookup(end->second).empty();
}

std::vector<Constant> read_macros(const std::vector<std::string>& names, clang::ASTContext& context,
                                  const clang::Preprocessor& preprocessor, Places& places) {
    std::vector<Constant> constants;
    for (std::size_t index = 0; index < names.size(); ++index) {
        const auto macro = context.Idents.find(names[index]);
        const auto variable = context.Idents.find(variable_of(index));
        if (macro == context.Idents.end() || variable == context.Idents.end()) continue;
        const auto* info = preprocessor.getMacroInfo(macro->second);
        if (info == nullptr) continue;
        for (const auto* found : context.getTranslationUnitDecl()->lookup(variable->second)) {
            const auto* declared = llvm::dyn_cast<clang::VarDecl>(found);
            auto constant = declared == nullptr ? std::nullopt : read_variable(*declared, places);
            if (!constant) continue;
            constant->name = names[index];
            constant->type.spelling = "macro";
            constant->place = places.of(clang::SourceRange(info->getDefinitionLoc(), info->getDefinitionEndLoc()));
            constants.push_back(std::move(*constant));
        }
    }
    return constants;
}

}  // namespace abi
