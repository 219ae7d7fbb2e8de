#include "read/clang/scanned_files.h"

#include <algorithm>
#include <array>
#include <utility>

namespace abi::clang_reader {
namespace {

namespace scan = clang::dependency_directives_scan;
namespace tok = clang::tok;

/// Pragmas that change what later directives mean. Clang's scanner keeps them, unless a macro or a string hides them.
constexpr std::array<std::string_view, 3> hidden_pragmas{"push_macro", "pop_macro", "include_alias"};

/// The contents of a file that the table owns.
class TextInTable : public llvm::vfs::File {
  public:
    TextInTable(llvm::vfs::Status status, llvm::StringRef text) : status_(std::move(status)), text_(text) {}

    llvm::ErrorOr<llvm::vfs::Status> status() override { return status_; }
    llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, std::int64_t /*size*/,
                                                                 bool needs_null, bool /*is_volatile*/) override {
        llvm::SmallString<256> shown;
        return llvm::MemoryBuffer::getMemBuffer(text_, name.toStringRef(shown), needs_null);
    }
    std::error_code close() override { return {}; }

  private:
    llvm::vfs::Status status_;
    llvm::StringRef text_;
};

bool is_of_pragma(scan::DirectiveKind kind) {
    return kind == scan::pp_pragma_push_macro || kind == scan::pp_pragma_pop_macro ||
           kind == scan::pp_pragma_include_alias;
}

bool is_of_module(scan::DirectiveKind kind) {
    return kind == scan::decl_at_import || kind == scan::cxx_module_decl || kind == scan::cxx_import_decl ||
           kind == scan::cxx_export_module_decl || kind == scan::cxx_export_import_decl ||
           kind == scan::pp_pragma_import;
}

class TextScanner {
  public:
    TextScanner(ScannedFile& file, const WantedWords& words) : file_(file), words_(words) {}

    void scan() {
        file_.ambiguities = ambiguities_of(file_.text);
        if (file_.ambiguities.is_in_line || file_.ambiguities.is_digraph) file_.is_understood = false;
        find_words();
        file_.has_directives = !clang::scanSourceForDependencyDirectives(file_.text, file_.tokens, file_.directives) &&
                               !file_.directives.empty();
        if (!file_.has_directives) file_.is_understood = false;
        std::size_t pragmas = 0;
        for (const auto& directive : file_.directives) {
            if (is_of_module(directive.Kind)) file_.has_modules = true;
            if (is_of_pragma(directive.Kind)) ++pragmas;
            if (directive.Kind == scan::pp_define) add_macro(directive.Tokens);
        }
        if (pragmas != hidden_pragmas_) file_.is_understood = false;
    }

  private:
    /// The words of the text are looked up first, because only few texts have a wanted one outside of comments.
    void find_words() {
        bool has_any = false;
        const auto look = [&](std::string_view word) {
            has_any |= words_.find(word) != WantedWords::nothing_found;
            if (word.size() >= 9 && std::ranges::find(hidden_pragmas, word) != hidden_pragmas.end()) ++hidden_pragmas_;
        };
        for_each_word(file_.text, look);
        if (const auto joined = joined_words(file_.text); !joined.empty()) {
            const auto so_far = hidden_pragmas_;
            for_each_word(joined, look);
            hidden_pragmas_ = std::max(so_far, hidden_pragmas_ - so_far);
        }
        if (has_any) file_.uses = word_uses(file_.text, words_);
    }

    std::string_view spelling_of(const scan::Token& token) {
        const auto raw = file_.text.substr(token.Offset, token.Length);
        if ((token.Flags & clang::Token::NeedsCleaning) == 0) return raw;
        const auto joined = joined_words(raw);
        if (joined.empty()) return raw;
        file_.cleaned.push_back(std::make_unique<std::string>(joined));
        return *file_.cleaned.back();
    }

    /// `#define NAME(a, b) value`: clang's scanner makes tokens of all of it.
    void add_macro(llvm::ArrayRef<scan::Token> tokens) {
        if (tokens.size() < 3) return;
        MacroText macro;
        macro.name = spelling_of(tokens[2]);
        const auto parameters = parameters_of(tokens);
        int depth = 0;
        for (const auto& token : tokens.drop_front(3)) {
            if (token.is(tok::hashhash)) macro.pastes = true;
            if (token.is(tok::l_paren)) ++depth;
            if (token.is(tok::r_paren) && --depth < 0) macro.is_balanced = false;
            if (token.isNot(tok::raw_identifier) && token.isNot(tok::numeric_constant)) continue;
            const auto word = spelling_of(token);
            if (word == "import") file_.has_modules = true;
            if (word.find('\\') != std::string_view::npos) file_.is_understood = false;
            if (std::ranges::find(parameters, word) == parameters.end()) macro.words.push_back(word);
        }
        if (depth != 0) macro.is_balanced = false;
        file_.macros.push_back(std::move(macro));
    }

    std::vector<std::string_view> parameters_of(llvm::ArrayRef<scan::Token> tokens) {
        std::vector<std::string_view> parameters;
        const bool has_some =
            tokens.size() > 3 && tokens[3].is(tok::l_paren) && (tokens[3].Flags & clang::Token::LeadingSpace) == 0;
        if (!has_some) return parameters;
        for (const auto& token : tokens.drop_front(4)) {
            if (token.is(tok::r_paren)) break;
            if (token.is(tok::raw_identifier)) parameters.push_back(spelling_of(token));
        }
        return parameters;
    }

    ScannedFile& file_;
    const WantedWords& words_;
    std::size_t hidden_pragmas_ = 0;
};

}  // namespace

std::unique_ptr<ScannedFile> scan_text(std::string path, std::string_view text, const WantedWords& words) {
    auto file = std::make_unique<ScannedFile>();
    file->path = std::move(path);
    file->text = text;
    TextScanner(*file, words).scan();
    return file;
}

ScannedFiles::Entry& ScannedFiles::entry(llvm::StringRef path) {
    const std::lock_guard held(lock_);
    auto& found = entries_[path];
    if (!found) found = std::make_unique<Entry>();
    return *found;
}

llvm::ErrorOr<llvm::StringRef> ScannedFiles::text_of(llvm::vfs::FileSystem& files, const std::string& path) {
    auto& one = entry(path);
    std::call_once(one.is_read, [&] {
        one.text = files.getBufferForFile(path);
        const auto changed = one.text ? with_failing_errors((*one.text)->getBuffer()) : std::string();
        if (!changed.empty()) one.text = llvm::MemoryBuffer::getMemBufferCopy(changed, path);
    });
    if (!one.text) return one.text.getError();
    return (*one.text)->getBuffer();
}

const ScannedFile* ScannedFiles::scan(Entry& entry, llvm::StringRef path) {
    std::call_once(entry.is_scanned, [&] {
        if (entry.text && *entry.text) entry.scanned = scan_text(path.str(), (*entry.text)->getBuffer(), words_);
    });
    return entry.scanned.get();
}

const ScannedFile* ScannedFiles::scanned(llvm::StringRef path) {
    return scan(entry(path), path);
}

const ScannedFile* ScannedFiles::predefines(llvm::StringRef text) {
    Entry* found = nullptr;
    {
        const std::lock_guard held(lock_);
        auto& one = predefines_[text];
        if (!one) {
            one = std::make_unique<Entry>();
            one->text = llvm::MemoryBuffer::getMemBufferCopy(text, "<predefines>");
        }
        found = one.get();
    }
    return scan(*found, "the command line");
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> FilesToScan::openFileForRead(const llvm::Twine& path) {
    const auto full = absolute(path);
    auto status = getUnderlyingFS().status(full);
    if (!status) return status.getError();
    if (status->getType() != llvm::sys::fs::file_type::regular_file) return getUnderlyingFS().openFileForRead(full);
    const auto text = table_.text_of(getUnderlyingFS(), full);
    if (!text) return text.getError();
    return std::make_unique<TextInTable>(std::move(*status), *text);
}

const ScannedFile* FilesToScan::scanned(llvm::StringRef path) {
    const auto full = absolute(path);
    if (!getUnderlyingFS().status(full) || !table_.text_of(getUnderlyingFS(), full)) return nullptr;
    return table_.scanned(full);
}

std::string FilesToScan::absolute(const llvm::Twine& path) const {
    llvm::SmallString<256> full;
    path.toVector(full);
    std::ignore = getUnderlyingFS().makeAbsolute(full);
    return std::string(full.str());
}

}  // namespace abi::clang_reader
