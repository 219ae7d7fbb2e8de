// The trace of a unit: what the compiler sees of some words, as far as the preprocessor alone can tell.
//
//     size.h   typedef unsigned long Size;              ─► a site: it declares Size
//     other.h  int other;                               ─► no site
//     s.h      struct S { Size size; BOOL flag; };      ─► a site, with the text behind the macros
//
// For the words S and Size, the trace of a unit with these headers is the list of sites "size.h, s.h". Macros and
// conditions are a part of the text, so two units with equal sites give the same tokens to the parser.
//
// The trace has what decides the meaning of these tokens, too: where the files are included, the pragmas before them,
// and directives that open a namespace with one of the words to others. A file that begins or ends within a declaration
// (`namespace n {`, then `#include "s.h"`) belongs to the text of the file that includes it.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "cache/content.h"
#include "read/clang/database.h"
#include "read/clang/scanned_files.h"

namespace abi::clang_reader {

/// One time that a unit includes a file that may declare one of the words.
struct Site {
    /// Where a site begins within an earlier one that includes it.
    struct Above {
        std::size_t site = 0;
        std::size_t offset_bytes = 0;  // into the text of that site

        friend bool operator==(const Above&, const Above&) = default;
    };
    std::string path;            // absolute, as the unit names it
    ContentHash text;            // what the parser sees of it, with the place of each line
    ContentHash pragmas_before;  // all that may change a layout, in their order
    ContentHash pragmas_at_end;
    std::vector<Above> above;

    friend bool operator==(const Site&, const Site&) = default;
};

struct UnitTrace {
    std::string failure;                 // why the unit cannot be compared with another one; "" if it can
    std::vector<Site> sites;             // in the order of their first tokens
    std::vector<std::string> asserting;  // files with static assertions about wanted names, each with its content
};

/// Texts about which it is known whether they may declare one of the words. Safe for several threads.
class KnownTexts {
  public:
    explicit KnownTexts(const WantedWords& words) : words_(words) {}
    const WantedWords& words() const { return words_; }
    bool may_declare(std::string_view text, const ContentHash& hash);

  private:
    const WantedWords& words_;
    std::mutex lock_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, bool> known_;
};

/// Runs the whole preprocessor. `wanted`: the last components of the wanted names, which are among the words, too.
UnitTrace trace_unit(const BuildCommand& command, ScannedFiles& table, KnownTexts& texts,
                     const std::vector<std::string>& wanted,
                     const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& root);

}  // namespace abi::clang_reader
