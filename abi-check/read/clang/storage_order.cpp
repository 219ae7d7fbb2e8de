#include "read/clang/storage_order.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Pragma.h"

namespace abi::clang_reader {
namespace {

class Handler : public clang::PragmaHandler {
  public:
    explicit Handler(std::vector<StorageOrderPragma>& found) : PragmaHandler("scalar_storage_order"), found_(found) {}

    void HandlePragma(clang::Preprocessor& preprocessor, clang::PragmaIntroducer introducer,
                      clang::Token& /*first*/) override {
        std::string word;
        clang::Token token;
        for (preprocessor.LexUnexpandedToken(token); token.isNot(clang::tok::eod);
             preprocessor.LexUnexpandedToken(token)) {
            // GCC takes the first words and warns about more.
            if (word.ends_with("-endian") || word == "default") continue;
            word += preprocessor.getSpelling(token);
        }
        if (word != "big-endian" && word != "little-endian" && word != "default") return;
        if (!preprocessor.getLangOpts().CPlusPlus) found_.push_back({introducer.Loc, word});
    }

  private:
    std::vector<StorageOrderPragma>& found_;
};

}  // namespace

void watch_storage_order(clang::Preprocessor& preprocessor, std::vector<StorageOrderPragma>& found) {
    preprocessor.AddPragmaHandler(new Handler(found));  // the preprocessor deletes it
}

std::string order_by_pragma(const clang::RecordDecl& declared, const std::vector<StorageOrderPragma>& pragmas) {
    if (pragmas.empty()) return "";
    const auto& sources = declared.getASTContext().getSourceManager();
    const auto end = declared.getBraceRange().getEnd();
    std::string order;
    for (const auto& pragma : pragmas) {
        if (!sources.isBeforeInTranslationUnit(pragma.place, end)) break;
        order = pragma.order;
    }
    return order;
}

}  // namespace abi::clang_reader
