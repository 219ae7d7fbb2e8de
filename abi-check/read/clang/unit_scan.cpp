#include "read/clang/unit_scan.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Path.h"
#include "read/clang/precompiled.h"
#include "read/clang/unit_run.h"

namespace abi::clang_reader {
namespace {

namespace scan = clang::dependency_directives_scan;

/// Notices macros of the preprocessor whose value the directives alone do not tell.
class PlaceMacros : public clang::PPCallbacks {
  public:
    explicit PlaceMacros(bool& is_certain) : is_certain_(is_certain) {}

    void MacroExpands(const clang::Token& name, const clang::MacroDefinition& macro, clang::SourceRange /*range*/,
                      const clang::MacroArgs* /*arguments*/) override {
        const auto* info = macro.getMacroInfo();
        if (info == nullptr || !info->isBuiltinMacro()) return;
        const auto called = name.getIdentifierInfo()->getName();
        if (called == "__COUNTER__" || called == "__LINE__" || called == "__FILE__") is_certain_ = false;
    }

  private:
    bool& is_certain_;
};

/// Whether the language reads strings, numbers and comments otherwise than for_each_token, and trigraphs.
bool has_other_tokens(const clang::LangOptions& language, const ScannedFile& file) {
    if (!language.LineComment || language.MicrosoftExt || language.AsmBlocks) return true;
    return (file.ambiguities.is_modern && !language.CPlusPlus14) ||
           (file.ambiguities.is_trigraph && language.Trigraphs);
}

/// Collects the files of a unit while the preprocessor enters them.
class FileCollector {
  public:
    FileCollector(UnitScan& found, ScannedFiles& table, const clang::LangOptions& language)
        : found_(found), words_(table.words()), language_(language) {
        found_.words = found_.declared = words_.of_every_unit();
    }

    void add(const ScannedFile& file) {
        if (!known_.insert(&file).second) return;
        found_.files.push_back(&file);
        if (file.has_modules && (language_.CPlusPlusModules || language_.ObjC))
            found_.failure = "modules, by " + file.path;
        if (!file.is_understood || has_other_tokens(language_, file)) found_.is_certain = false;
        for (const auto word : file.uses.all) found_.words.set(static_cast<unsigned>(word));
        for (const auto word : file.uses.declared) found_.declared.set(static_cast<unsigned>(word));
        for (const auto word : file.uses.all) look_for_name(word, file);
    }
    /// Now all macros are known, so it is known which calls could declare their arguments.
    void finish() {
        for (const auto* file : found_.files) {
            for (const auto& [callee, word] : file->uses.in_calls) {
                if (!is_macro(callee)) continue;
                found_.declared.set(static_cast<unsigned>(word));
                look_for_name(word, *file);
            }
        }
    }
    bool is_decided() const { return !found_.wanted.empty() || !found_.failure.empty(); }

  private:
    void look_for_name(std::size_t word, const ScannedFile& file) {
        if (!found_.wanted.empty()) return;
        const auto* name = words_.name_with(word, found_.words, found_.declared);
        if (name == nullptr) return;
        found_.wanted = *name;
        found_.wanted_in = file.path;
    }
    bool is_macro(std::string_view name) const {
        return std::ranges::any_of(found_.files, [&](const ScannedFile* file) {
            return std::ranges::find(file->macros, name, &MacroText::name) != file->macros.end();
        });
    }

    UnitScan& found_;
    const WantedWords& words_;
    const clang::LangOptions& language_;
    llvm::SmallPtrSet<const ScannedFile*, 32> known_;
};

/// Whether the unit has no precompiled header, or one that was made of files of the unit only. The preprocessor alone
/// includes the source of the precompiled header instead.
bool has_precompiled_files(clang::CompilerInstance& compiler, FilesToScan& files,
                           const std::vector<const ScannedFile*>& scanned) {
    const auto& header = compiler.getPreprocessorOpts().ImplicitPCHInclude;
    if (header.empty()) return true;
    const auto inputs = files_in_precompiled(header, compiler);
    if (!inputs) return false;
    std::set<llvm::sys::fs::UniqueID> known;
    for (const auto* file : scanned) {
        if (!llvm::sys::path::is_absolute(file->path)) continue;  // the command line
        if (const auto status = files.status(file->path)) known.insert(status->getUniqueID());
    }
    return std::ranges::all_of(*inputs, [&](const std::string& input) {
        const auto status = files.status(input);
        return status && known.contains(status->getUniqueID());
    });
}

}  // namespace

UnitScan scan_unit(const BuildCommand& command, ScannedFiles& table,
                   const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root) {
    static const scan::Directive end(scan::pp_eof, {});
    UnitScan found;
    UnitRun unit(command, table, files, root);
    found.failure = unit.failure();
    if (!found.failure.empty()) return found;
    FileCollector collector(found, table, unit.invocation().getLangOpts());
    // If the source itself has a wanted name, nothing else matters.
    if (const auto* main_file = unit.files().scanned(unit.main_file())) collector.add(*main_file);
    if (collector.is_decided()) return found;

    unit.invocation().getPreprocessorOpts().DependencyDirectivesForFile =
        [&](clang::FileEntryRef entry) -> std::optional<llvm::ArrayRef<scan::Directive>> {
        const auto* file = unit.files().scanned(entry.getName());
        if (file == nullptr) {
            found.failure = "no text of " + entry.getName().str();
            return std::nullopt;
        }
        collector.add(*file);
        if (collector.is_decided()) return llvm::ArrayRef(end);
        if (!file->has_directives) return std::nullopt;
        return llvm::ArrayRef<scan::Directive>(file->directives);
    };
    const auto begin = [&](clang::CompilerInstance& compiler) {
        auto& preprocessor = compiler.getPreprocessor();
        preprocessor.IgnorePragmas();
        preprocessor.addPPCallbacks(std::make_unique<PlaceMacros>(found.is_certain));
        if (const auto* text = table.predefines(preprocessor.getPredefines())) collector.add(*text);
    };
    // Directives have no tokens. What comes nevertheless is of a file that clang's scanner does not understand.
    const auto is_enough = [&](const clang::Token& /*token*/) {
        found.is_certain = false;
        return false;
    };
    const auto finish = [&](clang::CompilerInstance& compiler) {
        if (!collector.is_decided()) collector.finish();
        if (!collector.is_decided() && !has_precompiled_files(compiler, unit.files(), found.files)) {
            found.failure = "a precompiled header of other files";
        }
    };
    Preprocess action(begin, is_enough, finish);
    const auto failure = unit.run(action);
    if (found.failure.empty() && found.wanted.empty()) found.failure = failure;
    return found;
}

UnitWords preprocess_unit(const BuildCommand& command, ScannedFiles& table,
                          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root) {
    UnitWords found{.failure = {}, .words = table.words().of_every_unit()};
    UnitRun unit(command, table, files, root);
    found.failure = unit.failure();
    if (!found.failure.empty()) return found;
    bool has_modules = false;
    const auto is_enough = [&](const clang::Token& token) {
        has_modules |= token.isOneOf(clang::tok::kw_import, clang::tok::kw_module, clang::tok::annot_module_include);
        return has_modules;
    };
    const auto end = [&](clang::CompilerInstance& compiler) {
        const auto& identifiers = compiler.getPreprocessor().getIdentifierTable();
        for (std::size_t word = 0; word < table.words().count(); ++word) {
            if (identifiers.find(table.words().word(word)) != identifiers.end()) {
                found.words.set(static_cast<unsigned>(word));
            }
        }
    };
    Preprocess action([](auto& compiler) { compiler.getPreprocessor().IgnorePragmas(); }, is_enough, end);
    found.failure = unit.run(action);
    if (has_modules) found.failure = "modules";
    return found;
}

}  // namespace abi::clang_reader
