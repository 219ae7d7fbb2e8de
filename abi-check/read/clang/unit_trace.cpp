#include "read/clang/unit_trace.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <utility>

#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/DenseSet.h"
#include "read/clang/unit_run.h"

namespace abi::clang_reader {
namespace {

namespace tok = clang::tok;
using Identifiers = llvm::DenseSet<const clang::IdentifierInfo*>;

/// One time that a file is included.
struct Entry {
    std::string path;
    std::string text;    // the tokens of the file itself, with a mark for each #include and pragma
    std::string places;  // the offset of each line, as bytes
    std::vector<std::pair<std::size_t, std::size_t>> above;  // the open entries that have tokens, with their sizes
    std::set<std::string> namespaces;                        // those that it opens or names
    std::set<std::string> enums;                             // those that it declares or names
    std::size_t begin = 0;           // the number of its first token in the unit, from 1; 0 if it has none
    std::size_t pragmas_before = 0;  // size of the list of all pragmas at its first token
    std::size_t pragmas_at_end = 0;
    std::size_t end = 0;  // the number of tokens of the unit up to its end
    bool has_word = false;
    bool has_wanted = false;
    bool asserts = false;
    bool is_part = false;  // of the file that includes it
};

/// `using namespace N;`, `namespace M = N;` and `inline namespace N {`: names of N can be found elsewhere.
struct Opening {
    std::string name;  // "" for `using enum`, which may name anything
    std::size_t entry = 0;
    std::size_t at = 0;  // the number of tokens before it
};

/// Whether the next token begins a declaration outside of all brackets.
class Statement {
  public:
    bool is_clean() const { return is_clean_ && depth_ == 0; }
    bool is_broken() const { return depth_ < 0; }

    void add(const clang::Token& token) {
        const auto kind = token.getKind();
        const auto before = std::exchange(last_, kind);
        if (kind == tok::l_paren || kind == tok::l_square || kind == tok::l_brace) {
            if (depth_ == 0) ends_at_brace_ = kind == tok::l_brace && !has_type_ && (is_scope_ || is_of_body(before));
            is_clean_ = false;
            ++depth_;
        } else if (kind == tok::r_paren || kind == tok::r_square || kind == tok::r_brace) {
            --depth_;
            if (depth_ == 0 && kind == tok::r_brace && ends_at_brace_) begin();
        } else if (depth_ != 0) {
            return;
        } else if (kind == tok::semi) {
            begin();
        } else {
            is_clean_ = false;
            has_type_ |= token.isOneOf(tok::kw_struct, tok::kw_class, tok::kw_union, tok::kw_enum, tok::kw_typedef,
                                       tok::equal, tok::kw_using, tok::kw_requires);
            is_scope_ |= token.is(tok::kw_namespace) || tok::isStringLiteral(kind);
        }
    }

  private:
    static bool is_of_body(tok::TokenKind before) {
        return before == tok::r_paren || before == tok::kw_const || before == tok::kw_noexcept;
    }
    void begin() {
        is_clean_ = true;
        has_type_ = is_scope_ = false;
    }

    int depth_ = 0;
    bool is_clean_ = true;
    bool has_type_ = false;       // a name may follow its braces
    bool is_scope_ = false;       // `namespace N {`, `extern "C" {`
    bool ends_at_brace_ = false;  // with the brace that is open
    tok::TokenKind last_ = tok::unknown;
};

/// Finds openings among the tokens.
class OpeningFinder {
  public:
    enum class Kind { none, name_of_namespace, name_of_enum, inline_namespace, target };

    /// Returns the name that a token completes the opening of. Adds the names of namespaces to `entry`.
    std::optional<std::string> add(const clang::Token& token, Entry& entry) {
        const auto before = std::exchange(last_, token.getKind());
        const auto* identifier = token.getIdentifierInfo();
        if (token.is(tok::kw_namespace)) {
            is_of_enum_ = false;
            kind_ = before == tok::kw_using    ? Kind::target
                    : before == tok::kw_inline ? Kind::inline_namespace
                                               : Kind::name_of_namespace;
            return std::nullopt;
        }
        if (token.is(tok::kw_enum)) {
            kind_ = before == tok::kw_using ? Kind::target : Kind::name_of_enum;
            is_of_enum_ = before == tok::kw_using;
            return std::nullopt;
        }
        if (kind_ == Kind::none) return std::nullopt;
        if (token.is(tok::identifier)) {
            name_ = identifier->getName().str();
            if (kind_ == Kind::name_of_enum) entry.enums.insert(name_);
            if (kind_ == Kind::name_of_namespace || kind_ == Kind::inline_namespace) entry.namespaces.insert(name_);
            if (kind_ != Kind::inline_namespace) return std::nullopt;
            kind_ = Kind::name_of_namespace;
            return name_;
        }
        if (token.is(tok::kw_inline)) {
            kind_ = Kind::inline_namespace;
        } else if (token.is(tok::equal) && kind_ == Kind::name_of_namespace) {
            kind_ = Kind::target;
        } else if (token.is(tok::semi)) {
            const bool is_target = std::exchange(kind_, Kind::none) == Kind::target;
            // An enumeration that the file itself declares is not one of another file.
            if (is_target && !(is_of_enum_ && entry.enums.contains(name_))) return is_of_enum_ ? "" : name_;
        } else if (token.isOneOf(tok::l_brace, tok::r_paren, tok::comma)) {
            kind_ = Kind::none;
        }
        return std::nullopt;
    }

  private:
    Kind kind_ = Kind::none;
    bool is_of_enum_ = false;  // the target
    tok::TokenKind last_ = tok::unknown;
    std::string name_;
};

bool changes_no_layout(std::string_view pragma) {
    constexpr std::array<std::string_view, 8> harmless{"GCC visibility ", "GCC unroll ", "GCC ivdep ", "STDC ",
                                                       "clang loop ",     "comment ",    "unused ",    "weak "};
    return std::ranges::any_of(harmless, [&](auto begin) { return pragma.starts_with(begin); });
}

class Tracer {
  public:
    explicit Tracer(clang::Preprocessor& preprocessor)
        : preprocessor_(preprocessor), sources_(preprocessor.getSourceManager()) {}

    Identifiers words, wanted;
    std::vector<Entry> entries;
    std::vector<std::string> pragmas;
    std::vector<Opening> openings;
    std::size_t tokens = 0;
    std::string failure;

    void enter(clang::FileID file) {
        begin_of_file_ = sources_.getLocForStartOfFile(file).getRawEncoding();
        auto path = name_of(file);
        if (!stack_.empty() && !statement_.is_clean()) {
            add_text("\n#include " + path + "\n");
            return stack_.push_back(stack_.back());
        }
        Entry entry{.path = std::move(path), .text = ";\n"};  // behind a declaration
        for (const auto open : stack_) {
            if (entries[open].begin == 0) continue;  // the same as if the file was included before it
            if (entry.above.empty() || entry.above.back().first != open)
                entry.above.emplace_back(open, entries[open].text.size());
        }
        stack_.push_back(entries.size());
        entries.push_back(std::move(entry));
    }

    void leave(clang::FileID outer) {
        if (stack_.size() < 2) return void(failure = "files that are left before they are entered");
        begin_of_file_ = sources_.getLocForStartOfFile(outer).getRawEncoding();
        const auto inner = stack_.back();
        stack_.pop_back();
        if (inner == stack_.back()) return;
        close(entries[inner]);
        if (!statement_.is_clean()) join(inner, stack_.back());
    }

    void finish() {
        if (!statement_.is_clean() || stack_.size() != 1) failure = "it ends within a declaration";
        for (const auto open : stack_) close(entries[open]);
    }

    void add(const clang::Token& token) {
        ++tokens;
        if (stack_.empty()) return void(failure = "a token of no file");
        if (token.isAnnotation() || token.isOneOf(tok::kw_import, tok::kw_module)) return void(failure = "modules");
        auto& entry = entries[stack_.back()];
        if (entry.begin == 0) {
            entry.begin = tokens;
            entry.pragmas_before = pragmas.size();
        }
        const auto place = token.getLocation();
        if (token.isAtStartOfLine()) {
            const auto line = place.isFileID() ? place.getRawEncoding() - begin_of_file_ : 0;
            entry.places.append(reinterpret_cast<const char*>(&line), sizeof line);
        }
        const auto* identifier = token.getIdentifierInfo();
        if (identifier != nullptr) {
            entry.text += identifier->getName();
            entry.has_word |= words.contains(identifier);
            entry.has_wanted |= wanted.contains(identifier);
            entry.asserts |= token.isOneOf(tok::kw_static_assert, tok::kw__Static_assert);
        } else {
            entry.text += preprocessor_.getSpelling(token);
        }
        entry.text += ' ';
        if (auto name = opening_.add(token, entry)) openings.push_back({std::move(*name), stack_.back(), tokens});
        statement_.add(token);
        if (statement_.is_broken()) failure = "brackets that are not in pairs";
    }

    /// An #include that may enter no file, if that was entered before.
    void add_include() { add_text(statement_.is_clean() ? "\n;\n" : "\n#include\n"); }

    void add_text(const std::string& text) {
        if (!stack_.empty()) entries[stack_.back()].text += text;
    }

    void add_pragma(std::string text) {
        add_text("\n#pragma " + text + "\n");
        if (!changes_no_layout(text)) pragmas.push_back(std::move(text));
    }

  private:
    std::string name_of(clang::FileID file) const {
        const auto found = sources_.getFileEntryRefForID(file);
        if (!found) return sources_.getBufferName(sources_.getLocForStartOfFile(file)).str();
        llvm::SmallString<256> path(found->getName());
        sources_.getFileManager().makeAbsolutePath(path);
        return std::string(path.str());
    }

    void close(Entry& entry) const {
        entry.end = tokens;
        entry.pragmas_at_end = pragmas.size();
    }

    /// Makes an entry a part of the one that includes it.
    void join(std::size_t inner_at, std::size_t outer_at) {
        auto& inner = entries[inner_at];
        auto& outer = entries[outer_at];
        if (outer.begin == 0) {
            outer.begin = inner.begin;
            outer.pragmas_before = inner.pragmas_before;
        }
        outer.text += "\n#include " + inner.path + "\n";
        for (std::size_t at = inner_at + 1; at < entries.size(); ++at) {
            auto& above = entries[at].above;
            const auto within = std::ranges::find(above, inner_at, &std::pair<std::size_t, std::size_t>::first);
            if (within == above.end()) continue;
            *within = {outer_at, outer.text.size() + within->second};
            if (within != above.begin() && std::prev(within)->first == outer_at) above.erase(std::prev(within));
        }
        outer.text += inner.text;
        inner.is_part = true;
        outer.places += inner.places;
        outer.namespaces.merge(inner.namespaces);
        outer.has_word |= inner.has_word;
        outer.has_wanted |= inner.has_wanted;
        outer.asserts |= inner.asserts;
    }

    clang::Preprocessor& preprocessor_;
    clang::SourceManager& sources_;
    std::vector<std::size_t> stack_;  // indices of the open entries
    Statement statement_;
    OpeningFinder opening_;
    unsigned begin_of_file_ = 0;
};

class FileEvents : public clang::PPCallbacks {
  public:
    explicit FileEvents(Tracer& tracer) : tracer_(tracer) {}

    void LexedFileChanged(clang::FileID file, LexedFileChangeReason reason, clang::SrcMgr::CharacteristicKind /*kind*/,
                          clang::FileID /*before*/, clang::SourceLocation /*place*/) override {
        if (reason == LexedFileChangeReason::EnterFile) tracer_.enter(file);
        if (reason == LexedFileChangeReason::ExitFile) tracer_.leave(file);
    }
    void InclusionDirective(clang::SourceLocation /*place*/, const clang::Token& /*word*/, llvm::StringRef /*name*/,
                            bool /*is_angled*/, clang::CharSourceRange /*range*/, clang::OptionalFileEntryRef /*file*/,
                            llvm::StringRef /*folder*/, llvm::StringRef /*relative*/,
                            const clang::Module* /*suggested*/, bool /*is_imported*/,
                            clang::SrcMgr::CharacteristicKind /*kind*/) override {
        tracer_.add_include();
    }

  private:
    Tracer& tracer_;
};

/// Takes each pragma that the preprocessor itself does not know, also those of macros.
class PragmaNoter : public clang::PragmaHandler {
  public:
    PragmaNoter(Tracer& tracer, std::string space) : tracer_(tracer), space_(std::move(space)) {}

    void HandlePragma(clang::Preprocessor& preprocessor, clang::PragmaIntroducer /*introducer*/,
                      clang::Token& token) override {
        std::string text = space_;
        for (; token.isNot(tok::eod) && token.isNot(tok::eof); preprocessor.Lex(token)) {
            text += preprocessor.getSpelling(token) + " ";
        }
        tracer_.add_pragma(std::move(text));
    }

  private:
    Tracer& tracer_;
    std::string space_;
};

void watch(clang::Preprocessor& preprocessor, Tracer& tracer) {
    preprocessor.addPPCallbacks(std::make_unique<FileEvents>(tracer));
    preprocessor.AddPragmaHandler(new PragmaNoter(tracer, ""));
    for (const std::string space : {"GCC", "clang"}) {
        preprocessor.AddPragmaHandler(space, new PragmaNoter(tracer, space + " "));
    }
}

Identifiers identifiers_of(clang::Preprocessor& preprocessor, const std::vector<std::string>& words) {
    Identifiers found;
    for (const auto& word : words) found.insert(preprocessor.getIdentifierInfo(word));
    return found;
}

ContentHash hash_of_pragmas(const std::vector<std::string>& pragmas, std::size_t count) {
    std::string text;
    for (std::size_t at = 0; at < count; ++at) text += pragmas[at] + "\n";
    return hash_of(text);
}

/// The sites among the entries, and what else belongs to a trace.
UnitTrace trace_of(const Tracer& seen, KnownTexts& texts) {
    UnitTrace trace;
    std::map<std::size_t, std::size_t> sites;  // from entry to site
    std::set<std::string> namespaces;
    std::size_t end = 0;
    std::vector<std::size_t> order(seen.entries.size());
    std::ranges::iota_view numbers(std::size_t{0}, order.size());
    std::ranges::copy(numbers, order.begin());
    std::ranges::stable_sort(order, {}, [&](std::size_t at) { return seen.entries[at].begin; });
    for (const auto at : order) {
        const auto& entry = seen.entries[at];
        if (entry.is_part) continue;
        // The main file may name the wanted types by others.
        if (entry.asserts && (entry.has_wanted || at == 0)) {
            const auto hash = hash_of(entry.text);
            trace.asserting.push_back(entry.path + " " + std::to_string(hash.low) + std::to_string(hash.high));
        }
        if (!entry.has_word) continue;
        if (!texts.may_declare(entry.text, hash_of(entry.text))) continue;
        Site site{.path = entry.path,
                  .text = hash_of(entry.text + "\n" + entry.places),
                  .pragmas_before = hash_of_pragmas(seen.pragmas, entry.pragmas_before),
                  .pragmas_at_end = hash_of_pragmas(seen.pragmas, entry.pragmas_at_end),
                  .above = {}};
        for (const auto& [outer, offset] : entry.above) {
            const auto found = sites.find(outer);
            if (found != sites.end()) site.above.push_back({found->second, offset});
        }
        sites.emplace(at, trace.sites.size());
        namespaces.insert(entry.namespaces.begin(), entry.namespaces.end());
        end = std::max(end, entry.end);
        trace.sites.push_back(std::move(site));
    }
    for (const auto& opening : seen.openings) {
        if (sites.contains(opening.entry) || opening.at > end) continue;
        if (opening.name.empty() || namespaces.contains(opening.name)) {
            trace.failure = "it opens the namespace " + opening.name + " in " + seen.entries[opening.entry].path;
        }
    }
    return trace;
}

}  // namespace

bool KnownTexts::may_declare(std::string_view text, const ContentHash& hash) {
    const std::pair key(hash.low, hash.high);
    {
        const std::lock_guard held(lock_);
        const auto found = known_.find(key);
        if (found != known_.end()) return found->second;
    }
    const bool may = !word_uses(text, words_).declared.empty();
    const std::lock_guard held(lock_);
    known_.emplace(key, may);
    return may;
}

UnitTrace trace_unit(const BuildCommand& command, ScannedFiles& table, KnownTexts& texts,
                     const std::vector<std::string>& wanted,
                     const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root) {
    UnitTrace trace;
    UnitRun unit(command, table, files, root);
    trace.failure = unit.failure();
    if (!trace.failure.empty()) return trace;
    if (!unit.invocation().getPreprocessorOpts().ImplicitPCHInclude.empty()) {
        trace.failure = "a precompiled header";
        return trace;
    }
    std::optional<Tracer> tracer;
    const auto begin = [&](clang::CompilerInstance& compiler) {
        auto& preprocessor = compiler.getPreprocessor();
        tracer.emplace(preprocessor);
        std::vector<std::string> words;
        for (std::size_t at = 0; at < texts.words().count(); ++at) words.emplace_back(texts.words().word(at));
        tracer->words = identifiers_of(preprocessor, words);
        tracer->wanted = identifiers_of(preprocessor, wanted);
        watch(preprocessor, *tracer);
    };
    const auto is_enough = [&](const clang::Token& token) {
        tracer->add(token);
        return !tracer->failure.empty();
    };
    const auto end = [&](clang::CompilerInstance& /*compiler*/) {
        for (const auto* word : tracer->wanted) {
            if (word->hadMacroDefinition()) tracer->failure = "the macro " + word->getName().str();
        }
        if (tracer->failure.empty()) tracer->finish();
        trace.failure = tracer->failure;
        if (trace.failure.empty()) trace = trace_of(*tracer, texts);
    };
    Preprocess action(begin, is_enough, end);
    const auto failure = unit.run(action);
    if (!failure.empty()) trace.failure = failure;
    return trace;
}

}  // namespace abi::clang_reader
