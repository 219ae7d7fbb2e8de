// The texts of all files that the units of one request may include, each read and scanned once.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "clang/Lex/DependencyDirectivesScanner.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "read/clang/source_words.h"
#include "read/clang/wanted_words.h"
#include "read/clang/word_uses.h"

namespace abi::clang_reader {

/// A macro that a text defines. The views are into the text, or into `ScannedFile::cleaned`.
struct MacroText {
    std::string_view name;
    std::vector<std::string_view> words;  // identifiers and numbers of its value, without its parameters
    bool pastes = false;                  // it has `##`
    bool is_balanced = true;              // as many opening as closing parentheses, none closed before it is opened
};

/// Immutable after it was made, so that all threads may read it.
struct ScannedFile {
    std::string path;
    std::string_view text;
    llvm::SmallVector<clang::dependency_directives_scan::Token, 0> tokens;
    llvm::SmallVector<clang::dependency_directives_scan::Directive, 0> directives;
    bool has_directives = false;  // clang's scanner understood the text
    WordUses uses{};              // of the wanted words
    std::vector<MacroText> macros{};
    Ambiguities ambiguities{};
    bool is_understood = true;  // false: only clang's own preprocessor knows what the directives do
    bool has_modules = false;   // it declares or imports modules, or a macro does
    std::vector<std::unique_ptr<std::string>> cleaned{};  // words without line splices
};

/// Scans a text, which ends with a zero behind its end.
std::unique_ptr<ScannedFile> scan_text(std::string path, std::string_view text, const WantedWords& words);

/// The table of all files. Safe for several threads.
class ScannedFiles {
  public:
    explicit ScannedFiles(const WantedWords& words) : words_(words) {}

    const WantedWords& words() const { return words_; }
    /// The text of a file, which `files` reads if it is not known yet.
    llvm::ErrorOr<llvm::StringRef> text_of(llvm::vfs::FileSystem& files, const std::string& path);
    /// Null if text_of did not find the file.
    const ScannedFile* scanned(llvm::StringRef path);
    /// What the front end defines before the unit begins. Most units of a build have the same.
    const ScannedFile* predefines(llvm::StringRef text);

  private:
    struct Entry {
        std::once_flag is_read, is_scanned;
        llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text = std::error_code();
        std::unique_ptr<ScannedFile> scanned;
    };
    Entry& entry(llvm::StringRef path);
    const ScannedFile* scan(Entry& entry, llvm::StringRef path);

    const WantedWords& words_;
    std::mutex lock_;
    llvm::StringMap<std::unique_ptr<Entry>> entries_;     // by absolute path
    llvm::StringMap<std::unique_ptr<Entry>> predefines_;  // by text
};

/// `files`, with the contents of files from the table. `files` keeps noting what is looked for and read.
class FilesToScan : public llvm::vfs::ProxyFileSystem {
  public:
    FilesToScan(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, ScannedFiles& table)
        : ProxyFileSystem(std::move(files)), table_(table) {}

    llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
    /// Null if the file cannot be read.
    const ScannedFile* scanned(llvm::StringRef path);

  private:
    std::string absolute(const llvm::Twine& path) const;

    ScannedFiles& table_;
};

}  // namespace abi::clang_reader
